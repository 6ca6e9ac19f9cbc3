"""The points of a lane: what shows, and which lies under the pointer."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.controller_lane import Lane, lane_events
from genre_studio.ui.piano_roll.lanes.value_scale import ValueScale
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_view import RollView

_REACH_PX = 6


@dataclass(frozen=True, slots=True)
class LanePoints:
    """Ticks and values of a lane's events, in order, both (N,)."""

    ticks: NDArray[np.int64]
    values: NDArray[np.int16]

    def within(self, start: float, end: float) -> "LanePoints":
        """Those in [start, end) ticks, and the one before, whose value still holds."""
        first, last = np.searchsorted(self.ticks, [start, end])
        near = slice(max(0, int(first) - 1), int(last))
        return LanePoints(self.ticks[near], self.values[near])

    def value_at(self, tick: float) -> int | None:
        """The value in force at `tick`; None before the first."""
        count = int(np.searchsorted(self.ticks, tick, side="right"))
        return int(self.values[count - 1]) if count else None


def points_of(view: RollView) -> LanePoints:
    """The points of the lane that the view shows; none while it shows velocities."""
    return _points(_ById(view.events), view.lane) if view.lane is not None else _NONE


def point_at(view: RollView, pointer: Pointer, height: int) -> tuple[int, int] | None:
    """The (tick, value) of the point drawn nearest to the pointer, if one is near."""
    assert view.lane is not None
    reach = _REACH_PX / view.coordinates.px_per_tick
    near = points_of(view).within(pointer.tick - reach, pointer.tick + reach)
    if not len(near.ticks):
        return None
    ys = ValueScale(view.lane, height).ys_at(near.values)
    away = np.hypot(view.coordinates.xs_at(near.ticks) - pointer.x, ys - pointer.y)
    nearest = int(away.argmin())
    if away[nearest] > _REACH_PX:
        return None
    return int(near.ticks[nearest]), int(near.values[nearest])


class _ById:
    """A track's events as a key: arrays are compared by identity, and held while the key is."""

    def __init__(self, events: NDArray[np.void]) -> None:
        self.events = events

    def __hash__(self) -> int:
        return id(self.events)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.events is self.events


@lru_cache(maxsize=4)
def _points(key: _ById, lane: Lane) -> LanePoints:
    own = lane_events(key.events, lane)
    return LanePoints(own["tick"].copy(), own["value"].copy())


_NONE = LanePoints(np.empty(0, np.int64), np.empty(0, np.int16))
