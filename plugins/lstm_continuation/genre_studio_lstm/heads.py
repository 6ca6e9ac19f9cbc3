"""The network's heads on numpy arrays, with genre guidance where it is asked for."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio_lstm.network import NoteLstm, State

Ints = NDArray[np.int64]
Logits = NDArray[np.float32]


class Heads:
    """One row of B takes: `read`, then each head in the order of the fields.

    With a `strength`, the batch is doubled: the second half is conditioned on no genre, and logits
    move away from what any genre would do (Ho and Salimans 2022, eq. 6).
    """

    def __init__(self, network: NoteLstm, takes: int, *, strength: float | None) -> None:
        self._network, self._takes, self._strength = network, takes, strength

    def read(self, rows: Ints, known: Ints, condition: Tensor, state: State | None) -> State:
        """Feed rows (B, 5) with what is known before the next advance; the state after them."""
        fed, facts = self._tensor(rows)[:, None], self._tensor(known)[:, None]
        h, state = self._network.read(fed, facts, condition, state)
        self._views = self._network.views(h[:, 0])
        return state

    def advance(self, known: Ints) -> Logits:
        """Unguided, as `part` is: when to play next is also who comes in."""
        logits: Logits = self._network.advance_logits(self._views[0], self._tensor(known))[
            : self._takes
        ].numpy()
        return logits

    def part(self, known: Ints) -> Logits:
        """Unguided: away from "any genre" lies rock of drums alone. Who plays is the song's own matter."""
        logits: Logits = self._network.part_logits(self._views[1], self._tensor(known))[: self._takes].numpy()
        return logits

    def pitch(self, known: Ints, part: Ints) -> Logits:
        fields = (self._tensor(known), self._tensor(part))
        return self._guided(self._network.pitch_logits(self._views[2], *fields))

    def duration(self, known: Ints, part: Ints, pitch: Ints) -> Logits:
        fields = (self._tensor(known), self._tensor(part), self._tensor(pitch))
        return self._guided(self._network.duration_logits(self._views[3], *fields))

    def level(self, known: Ints, part: Ints, pitch: Ints, duration: Ints) -> Logits:
        fields = (self._tensor(known), self._tensor(part), self._tensor(pitch), self._tensor(duration))
        return self._guided(self._network.level_logits(self._views[4], *fields))

    def _tensor(self, array: Ints) -> Tensor:
        tensor = torch.from_numpy(array)
        return tensor if self._strength is None else torch.cat([tensor, tensor])

    def _guided(self, logits: Tensor) -> Logits:
        if self._strength is not None:
            genre, free = logits[: self._takes], logits[self._takes :]
            logits = free + self._strength * (genre - free)
        array: Logits = logits.numpy()
        return array
