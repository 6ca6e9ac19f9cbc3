"""A batch's loss, whole or in parts: several processes share it, and a full memory cuts it up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Part:
    """One of `count` parts of a step's batch, counted from 0. Every batch is the same, however it is cut."""

    index: int = 0
    count: int = 1

    def slice_of(self, size: int) -> slice:
        """Which of a batch's `size` windows are this part's; parts differ by one window at most."""
        return slice(size * self.index // self.count, size * (self.index + 1) // self.count)


@dataclass(frozen=True, slots=True)
class SummedLoss:
    """A part's loss: the weighted sum over what is learned from, its weight, and how many notes it is.

    Sums and not means, so that parts add up to the batch: the mean is taken once, over all parts.
    """

    total: Tensor  # scalar, with gradients
    weight: Tensor  # scalar
    notes: int = 0


@dataclass(frozen=True, slots=True)
class LossInParts:
    """The loss of any part of any step's batch, which has `size` windows."""

    of: Callable[[int, Part], SummedLoss]
    size: int


LossAt: TypeAlias = Callable[[int], Tensor] | LossInParts
"""A step's mean loss; or its parts, which several processes can share and a small memory can hold."""
