"""A pedal as spans of time in which it is down. Edits are pure functions of a track's channel events."""

from dataclasses import dataclass

import numpy as np

from genre_studio.music.channel_events import ChannelEvents
from genre_studio.music.controller_lane import Lane, lane_events, put_values
from genre_studio.music.controller_names import SWITCH_FROM

DOWN, UP = 127, 0


@dataclass(frozen=True, slots=True)
class PedalSpan:
    """Down in the ticks [start, end); `end` is None where nothing lifts it. `depth`: its deepest value."""

    start: int
    end: int | None
    depth: int


def pedal_spans(events: ChannelEvents, lane: Lane) -> tuple[PedalSpan, ...]:
    """The lane's spans in order. Of several values at one tick the last is what stays."""
    own = lane_events(events, lane)
    spans: list[PedalSpan] = []
    start, depth = None, 0
    for tick, value in zip(own["tick"].tolist(), own["value"].tolist(), strict=True):
        if value >= SWITCH_FROM:
            start, depth = (tick if start is None else start), max(depth, value)
        elif start is not None:
            if tick > start:
                spans.append(PedalSpan(start, tick, depth))
            start, depth = None, 0
    if start is not None:
        spans.append(PedalSpan(start, None, depth))
    return tuple(spans)


def press_pedal(events: ChannelEvents, lane: Lane, start: int, end: int) -> ChannelEvents:
    """The pedal down in all of [start, end), and before and after as it was."""
    return _hold(events, lane, start, end, DOWN)


def lift_pedal(events: ChannelEvents, lane: Lane, start: int, end: int) -> ChannelEvents:
    """The pedal up in all of [start, end), and before and after as it was."""
    return _hold(events, lane, start, end, UP)


def value_before(events: ChannelEvents, lane: Lane, tick: int) -> int | None:
    """The lane's last value before `tick`; None where it has none."""
    own = lane_events(events, lane)
    count = int(np.searchsorted(own["tick"], tick))
    return int(own["value"][count - 1]) if count else None


def _hold(events: ChannelEvents, lane: Lane, start: int, end: int, value: int) -> ChannelEvents:
    if end <= start:
        return events
    before, behind = value_before(events, lane, start), value_before(events, lane, end + 1)
    values = {}
    if _is_down(before) != (value == DOWN):
        values[start] = value
    if _is_down(behind) != (value == DOWN):
        values[end] = UP if behind is None else behind
    return put_values(events, lane, start, end + 1, values)


def _is_down(value: int | None) -> bool:
    return value is not None and value >= SWITCH_FROM
