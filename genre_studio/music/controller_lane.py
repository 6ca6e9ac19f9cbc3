"""Edits of one lane of channel events, a controller or the pitch bend. Pure functions.

What is not of the lane keeps its order, because it matters (bank before program, RPN before data).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import (
    CHANNEL_EVENT_DTYPE,
    ChannelEventKind,
    ChannelEvents,
    Controller,
)
from genre_studio.music.notes import frozen

_BANKS = (Controller.BANK_SELECT, Controller.BANK_SELECT_LSB)


@dataclass(frozen=True, slots=True)
class Lane:
    """A controller by its number, or the pitch bend."""

    kind: ChannelEventKind = ChannelEventKind.CONTROL
    number: int = 0

    @property
    def lowest(self) -> int:
        return -8192 if self.kind is ChannelEventKind.BEND else 0

    @property
    def highest(self) -> int:
        return 8191 if self.kind is ChannelEventKind.BEND else 127

    def held(self, value: float) -> int:
        """`value` as a whole number within the lane's range."""
        return min(max(round(value), self.lowest), self.highest)

    def are_in(self, events: ChannelEvents) -> NDArray[np.bool_]:
        """Which events are of this lane, (N,)."""
        mask: NDArray[np.bool_] = (events["kind"] == self.kind) & (events["number"] == self.number)
        return mask


BEND_LANE = Lane(ChannelEventKind.BEND)


def lane_events(events: ChannelEvents, lane: Lane) -> ChannelEvents:
    """The events of the lane alone, in order."""
    found: ChannelEvents = events[lane.are_in(events)]
    return found


def put_values(
    events: ChannelEvents, lane: Lane, start: int, end: int, values: Mapping[int, float]
) -> ChannelEvents:
    """The lane's events in the ticks [start, end) exchanged for `values` by tick.

    Raises ValueError for a tick outside of [start, end).
    """
    if any(not start <= tick < end for tick in values):
        raise ValueError("A value lies outside of the ticks that are written.")
    gone = lane.are_in(events) & (events["tick"] >= start) & (events["tick"] < end)
    rows = [(tick, lane.kind, lane.number, lane.held(values[tick])) for tick in sorted(values)]
    return _merged(events[~gone], np.array(rows, CHANNEL_EVENT_DTYPE), lane)


def erase_values(events: ChannelEvents, lane: Lane, start: int, end: int) -> ChannelEvents:
    """Without the lane's events in [start, end)."""
    return put_values(events, lane, start, end, {})


def ramp(
    start: tuple[int, float], end: tuple[int, float], step_ticks: int, *, bend: float = 0.0
) -> dict[int, int]:
    """Values by tick from one (tick, value) to another, one every `step_ticks`, without repeats.

    `bend` -1..1 curves the way: above 0 it starts slowly, below 0 it ends slowly.
    """
    (tick, value), (last_tick, last_value) = sorted((start, end), key=lambda place: place[0])
    ticks = np.append(np.arange(tick, last_tick, max(1, step_ticks)), last_tick)
    way = curved((ticks - tick) / max(1, last_tick - tick), bend)
    values = (
        np.rint(value + (last_value - value) * way) if last_tick > tick else np.array([round(last_value)])
    )
    return thin(dict(zip(ticks.tolist(), values.astype(int).tolist(), strict=True)))


def curved(way: NDArray[np.float64], bend: float) -> NDArray[np.float64]:
    """A straight way 0..1 curved by `bend` -1..1, (N,): above 0 it starts slowly, below 0 it ends slowly."""
    bent: NDArray[np.float64] = way ** (1 + 3 * bend) if bend >= 0 else 1 - (1 - way) ** (1 - 3 * bend)
    return bent


def thin(values: Mapping[int, int], step_ticks: int = 1) -> dict[int, int]:
    """`values` at most one every `step_ticks`, the last of each step, without repeats of a value."""
    kept: dict[int, int] = {}
    latest = {tick // max(1, step_ticks): tick for tick in sorted(values)}
    before: int | None = None
    for tick in latest.values():
        if values[tick] != before:
            kept[tick] = before = values[tick]
    return kept


def chosen_points(events: ChannelEvents, lane: Lane, ticks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which events are of the lane and lie at one of `ticks`, (N,)."""
    mask: NDArray[np.bool_] = lane.are_in(events) & np.isin(events["tick"], ticks)
    return mask


def remove_points(events: ChannelEvents, lane: Lane, ticks: NDArray[np.int64]) -> ChannelEvents:
    """Without the lane's events at these ticks."""
    return frozen(events[~chosen_points(events, lane, ticks)])


def move_points(
    events: ChannelEvents, lane: Lane, ticks: NDArray[np.int64], by_ticks: int, by_value: float
) -> ChannelEvents:
    """The lane's events at `ticks` moved in time and value. One that they land on gives way.

    None is moved before the song: the move stops when the first has arrived there.
    """
    chosen = chosen_points(events, lane, ticks)
    moved = events[chosen]
    if not len(moved):
        return events
    by_ticks = max(by_ticks, -int(moved["tick"].min()))
    moved["tick"] += by_ticks
    moved["value"] = np.clip(np.rint(moved["value"] + by_value), lane.lowest, lane.highest)
    if not by_ticks:
        after = events.copy()
        after["value"][chosen] = moved["value"]
        return frozen(after)
    kept = events[~chosen & ~(lane.are_in(events) & np.isin(events["tick"], moved["tick"]))]
    return _merged(kept, moved, lane)


def scale_points(
    events: ChannelEvents, lane: Lane, ticks: NDArray[np.int64], factor: float, around: float
) -> ChannelEvents:
    """The lane's values at `ticks` moved away from `around` by `factor`, or towards it below 1."""
    after, chosen = events.copy(), chosen_points(events, lane, ticks)
    scaled = np.rint((events["value"][chosen] - around) * factor + around)
    after["value"][chosen] = np.clip(scaled, lane.lowest, lane.highest)
    return frozen(after)


def thin_points(
    events: ChannelEvents, lane: Lane, ticks: NDArray[np.int64], tolerance: float
) -> ChannelEvents:
    """Without those of the lane's events at `ticks` that a straight way between the others tells within
    `tolerance` (Ramer, Douglas and Peucker). The first and the last stay, and so do several at one tick.
    """
    rows = np.flatnonzero(chosen_points(events, lane, ticks))
    places, counts = np.unique(events["tick"][rows], return_counts=True)
    single = rows[np.isin(events["tick"][rows], places[counts == 1])]
    told = _told_by_others(events["tick"][single], events["value"][single], tolerance)
    return frozen(np.delete(events, single[told]))


def _told_by_others(
    ticks: NDArray[np.int64], values: NDArray[np.int16], tolerance: float
) -> NDArray[np.bool_]:
    """Which points a line between the kept ones tells, (N,)."""
    told = np.ones(len(ticks), bool)
    told[:1] = told[-1:] = False
    pending = [(0, len(ticks) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        between = slice(first + 1, last)
        line = np.interp(ticks[between], ticks[[first, last]], values[[first, last]])
        away = np.abs(values[between] - line)
        farthest = int(away.argmax()) + first + 1
        if away.max() > tolerance:
            told[farthest] = False
            pending += [(first, farthest), (farthest, last)]
    return told


def _merged(kept: ChannelEvents, new: ChannelEvents, lane: Lane) -> ChannelEvents:
    """`new` events of the lane among the others, by tick."""
    # A bank means the programs after it; all else follows what its tick already says.
    is_bank = lane.kind is ChannelEventKind.CONTROL and lane.number in _BANKS
    joined = np.concatenate([new, kept] if is_bank else [kept, new])
    return frozen(joined[np.argsort(joined["tick"], kind="stable")])
