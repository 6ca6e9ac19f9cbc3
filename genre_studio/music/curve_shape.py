"""Values drawn by a hand: freely, along a line, or along a curve that leans as the hand leant."""

from collections.abc import Mapping, Sequence
from enum import Enum

import numpy as np

from genre_studio.music.controller_lane import ramp

Place = tuple[float, float]
"""A tick and a value, not rounded."""


class CurveShape(Enum):
    """How a drag becomes values."""

    FREE = "free"
    LINE = "line"
    CURVE = "curve"


def straight_values(way: Sequence[Place], shape: CurveShape, step_ticks: int) -> dict[int, int]:
    """The values by tick of a line or curve from the first place of a way to its last."""
    first, last = way[0], way[-1]
    lean = lean_of(way) if shape is CurveShape.CURVE else 0.0
    return ramp((_tick(first), first[1]), (_tick(last), last[1]), step_ticks, bend=lean)


def follow(values: Mapping[int, int], before: Place, after: Place, step_ticks: int) -> dict[int, int]:
    """`values` by tick once the hand has gone from one place to another: what lay there is drawn over."""
    (low, _), (high, _) = ends = sorted(((_tick(before), before[1]), (_tick(after), after[1])))
    if low == high:
        passed = {low: round(after[1])}
    else:
        ticks = np.unique(np.append(np.arange(low, high, max(1, step_ticks)), high))
        heights = np.interp(ticks, [low, high], [ends[0][1], ends[1][1]])
        passed = dict(zip(ticks.tolist(), np.rint(heights).astype(int).tolist(), strict=True))
    return {tick: value for tick, value in values.items() if not low <= tick <= high} | passed


def lean_of(way: Sequence[Place]) -> float:
    """How a way leans, -1..1, as `ramp` takes it: above 0 it starts slowly, below 0 it ends slowly.

    The mean height of a ramp is 1 / (2 + 3 bend) of its rise: the way's own mean is set equal to it.
    """
    ticks, values = np.array(sorted(way)).T
    rise, span = values[-1] - values[0], ticks[-1] - ticks[0]
    if not rise or not span:
        return 0.0
    mean = float(np.trapezoid(values - values[0], ticks) / span / rise)
    slow_start = mean < 0.5
    mean = max(mean if slow_start else 1 - mean, 0.01)
    lean = min(max((1 / mean - 2) / 3, 0.0), 1.0)
    return lean if slow_start else -lean


def _tick(place: Place) -> int:
    """Never before the song."""
    return max(0, round(place[0]))
