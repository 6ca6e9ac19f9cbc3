"""Pedals, wheels, pressure: stretches of them put in the place of others, and cut out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from genre_studio.music.channel_events import (
    ChannelEventKind,
    ChannelEvents,
    Controller,
    make_channel_events,
)
from genre_studio.music.notes import frozen
from genre_studio.music.song import Song

Row: TypeAlias = tuple[int, int, int, int]
"""tick, kind, number, value"""

_CONTROL, _BEND = int(ChannelEventKind.CONTROL), int(ChannelEventKind.BEND)
PEDALS = (Controller.SUSTAIN, Controller.SOSTENUTO, 67)  # 67: the soft pedal
_RESTING = frozenset(
    [(_CONTROL, int(number)) for number in (*PEDALS, Controller.MODULATION)]
    + [(_BEND, 0), (int(ChannelEventKind.CHANNEL_PRESSURE), 0)]
)
"""Kinds and numbers that are at 0 while nobody touches them. Where a volume or a pan rests, nobody knows."""


def let_go(rows: Iterable[Row], end: int) -> list[Row]:
    """What lifts the pedals and centres the wheel that are left held, at the last tick before `end`."""
    latest = {(kind, number): value for _, kind, number, value in rows}
    held = [(_CONTROL, int(n)) for n in PEDALS if latest.get((_CONTROL, int(n)), 0)]
    held += [(_BEND, 0)] if latest.get((_BEND, 0), 0) else []
    return [(max(0, end - 1), kind, number, 0) for kind, number in held]


def with_lanes(events: ChannelEvents, start: int, end: int, new: ChannelEvents) -> ChannelEvents:
    """The events with `new` in the place of what its lanes hold in [start, end)."""
    gone = np.zeros(len(events), bool)
    inside = (events["tick"] >= start) & (events["tick"] < end)
    for kind, number in _lanes(new):
        gone |= inside & (events["kind"] == kind) & (events["number"] == number)
    joined = np.concatenate([events[~gone], new])
    return frozen(joined[np.argsort(joined["tick"], kind="stable")])


def of_passes(passes: Sequence[tuple[int, ChannelEvents]]) -> tuple[ChannelEvents, ...]:
    """The events of each pass (with its first tick), so that one takes the place of another entirely.

    What moved in another pass and not in this one is put at rest at its beginning.
    """
    all_lanes = {lane for _, events in passes for lane in _lanes(events)}
    found = []
    for start, events in passes:
        still = sorted((all_lanes - _lanes(events)) & _RESTING)
        at_rest = make_channel_events([(start, kind, number, 0) for kind, number in still])
        found.append(with_lanes(events, start, start, at_rest))
    return tuple(found)


def part_of_lanes(events: ChannelEvents, start: int, end: int) -> ChannelEvents:
    """The events in [start, end): held there from where they stood before, and let go at the end."""
    rows: list[Row] = [tuple(row) for row in events.tolist()]
    before = {(row[1], row[2]): (start, *row[1:]) for row in rows if row[0] < start}
    inside = [row for row in rows if start <= row[0] < end]
    begun = {(kind, number) for tick, kind, number, _ in inside if tick == start}
    carried = [row for lane, row in before.items() if lane not in begun]
    return make_channel_events([*carried, *inside, *let_go([*carried, *inside], end)])


def with_song_lanes(song: Song, start: int, end: int, events_by_track: Mapping[int, ChannelEvents]) -> Song:
    """The song with these lanes in [start, end) ticks of its tracks."""
    for index, events in events_by_track.items():
        track = song.tracks[index]
        song = song.with_track(index, replace(track, events=with_lanes(track.events, start, end, events)))
    return song


def _lanes(events: ChannelEvents) -> set[tuple[int, int]]:
    return {(int(event["kind"]), int(event["number"])) for event in events}
