"""Figures with their uncertainty: intervals by piece, exact shares, and permutation tests.

Windows of one piece are no independent witnesses, so whole pieces are drawn anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 1000
Z_95 = 1.959964  # the normal quantile of a two-sided 95% interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, its 95% interval, and what it rests on. `value` is NaN where there was nothing to measure."""

    value: float
    low: float
    high: float
    count: int  # of windows, takes or notes
    pieces: int = 0  # of independent groups among them; 0: every one counts for itself

    def __str__(self) -> str:
        return f"{self.value:.3g} ({self.low:.3g} to {self.high:.3g})"


def draw_pieces(
    groups: NDArray[np.int64], generator: np.random.Generator, rounds: int
) -> list[NDArray[np.int64]]:
    """Places of windows for each round: as many pieces as there are, drawn with repetition, all of each."""
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    return [
        np.concatenate([members[i] for i in generator.integers(0, len(members), len(members))])
        for _ in range(rounds if members else 0)
    ]


def bootstrap(
    statistic: Callable[[NDArray[np.int64]], float],
    groups: NDArray[np.int64],
    *,
    seed: int,
    rounds: int = ROUNDS,
    coverage: float = 0.95,
    pivotal: bool = False,
) -> Estimate:
    """`statistic` of all windows, with a percentile interval over draws of whole pieces.

    `statistic` gets places into `groups` (N,), the piece of each window; rounds in which it is NaN are
    left out. `pivotal` mirrors the draws about the value: for a statistic that repeated windows push
    upwards (a distance), whose plain percentiles would lie beside it. Efron and Tibshirani, "An
    Introduction to the Bootstrap", 1993, chapters 13 and 10.
    """
    value = statistic(np.arange(len(groups)))
    draws = draw_pieces(groups, np.random.default_rng(seed), rounds)
    drawn = np.array([statistic(places) for places in draws], float)
    drawn = drawn[np.isfinite(drawn)]
    pieces = len(np.unique(groups))
    if not len(drawn):
        return Estimate(value, float("nan"), float("nan"), len(groups), pieces)
    tail = 50 * (1 - coverage)
    low, high = np.percentile(drawn, [tail, 100 - tail])
    if pivotal:
        low, high = 2 * value - high, 2 * value - low
    return Estimate(value, float(low), float(high), len(groups), pieces)


def mean_by_piece(values: NDArray[np.float64], groups: NDArray[np.int64], *, seed: int) -> Estimate:
    """The mean of the values that are not NaN, (N,), with an interval over whole pieces."""
    known = np.isfinite(values)
    values, groups = values[known], groups[known]
    if not len(values):
        return Estimate(float("nan"), float("nan"), float("nan"), 0, 0)
    return bootstrap(lambda places: float(values[places].mean()), groups, seed=seed)


def median_by_piece(values: NDArray[np.float64], groups: NDArray[np.int64], *, seed: int) -> Estimate:
    """The median of (N,) values, with an interval over whole pieces."""
    return bootstrap(lambda places: float(np.median(values[places])), groups, seed=seed)


def share_of(hits: Sequence[bool]) -> Estimate:
    """A share with its 95% Wilson interval (Wilson 1927): honest at 0 and 1 too."""
    count = len(hits)
    if not count:
        return Estimate(float("nan"), 0.0, 1.0, 0)
    share, z = float(np.mean(hits)), Z_95
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return Estimate(share, max(0.0, centre - half), min(1.0, centre + half), count)


def numbered(names: Sequence[object]) -> NDArray[np.int64]:
    """A number for each name, in the order in which they first occur, (N,)."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def permutation_p(observed: float, permuted: Sequence[float]) -> float:
    """The chance of a value as small as the observed one if labels meant nothing; never 0.

    (1 + those at or below) / (1 + all): Phipson and Smyth 2010.
    """
    below = sum(value <= observed for value in permuted)
    return (1 + below) / (1 + len(permuted))
