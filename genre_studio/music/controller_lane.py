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
    new, kept = np.array(rows, CHANNEL_EVENT_DTYPE), events[~gone]
    # A bank means the programs after it; all else follows what its tick already says.
    is_bank = lane.kind is ChannelEventKind.CONTROL and lane.number in _BANKS
    joined = np.concatenate([new, kept] if is_bank else [kept, new])
    return frozen(joined[np.argsort(joined["tick"], kind="stable")])


def erase_values(events: ChannelEvents, lane: Lane, start: int, end: int) -> ChannelEvents:
    """Without the lane's events in [start, end)."""
    return put_values(events, lane, start, end, {})


def scale_values(
    events: ChannelEvents, lane: Lane, start: int, end: int, factor: float, shift: float = 0
) -> ChannelEvents:
    """The lane's values in [start, end) multiplied by `factor`, then moved by `shift`."""
    chosen = lane.are_in(events) & (events["tick"] >= start) & (events["tick"] < end)
    after = events.copy()
    scaled = np.rint(events["value"][chosen] * factor + shift)
    after["value"][chosen] = np.clip(scaled, lane.lowest, lane.highest)
    return frozen(after)


def ramp(
    start: tuple[int, float], end: tuple[int, float], step_ticks: int, *, bend: float = 0.0
) -> dict[int, int]:
    """Values by tick from one (tick, value) to another, one every `step_ticks`, without repeats.

    `bend` -1..1 curves the way: above 0 it starts slowly, below 0 it ends slowly.
    """
    (tick, value), (last_tick, last_value) = sorted((start, end), key=lambda place: place[0])
    ticks = np.append(np.arange(tick, last_tick, max(1, step_ticks)), last_tick)
    way = (ticks - tick) / max(1, last_tick - tick)
    way = way ** (1 + 3 * bend) if bend >= 0 else 1 - (1 - way) ** (1 - 3 * bend)
    values = (
        np.rint(value + (last_value - value) * way) if last_tick > tick else np.array([round(last_value)])
    )
    return thin(dict(zip(ticks.tolist(), values.astype(int).tolist(), strict=True)))


def thin(values: Mapping[int, int], step_ticks: int = 1) -> dict[int, int]:
    """`values` at most one every `step_ticks`, the last of each step, without repeats of a value."""
    kept: dict[int, int] = {}
    latest = {tick // max(1, step_ticks): tick for tick in sorted(values)}
    before: int | None = None
    for tick in latest.values():
        if values[tick] != before:
            kept[tick] = before = values[tick]
    return kept
