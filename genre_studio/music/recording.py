"""What was played, made into notes: one pass after another through a stretch of the song.

Pure functions from messages at ticks to notes and channel events, and from those to an edited track.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from genre_studio.music.channel_events import (
    EMPTY_CHANNEL_EVENTS,
    ChannelEventKind,
    ChannelEvents,
    Controller,
    make_channel_events,
)
from genre_studio.music.edits import add_notes
from genre_studio.music.lane_events import let_go, with_lanes
from genre_studio.music.notes import (
    DEFAULT_RELEASE_VELOCITY,
    EMPTY_NOTES,
    NOTE_DTYPE,
    Notes,
    frozen,
    sorted_notes,
)
from genre_studio.music.song import Track

_CHANNEL_MODE = int(Controller.ALL_SOUND_OFF)  # from here on a controller is an order, not a performance


class RecordMode(StrEnum):
    """What becomes of the notes that are there."""

    OVERDUB = "overdub"  # they stay
    REPLACE = "replace"  # they make way, but for locked ones
    TAKES = "takes"  # they make way, and each pass of the loop is a take of its own
    INK = "ink"  # they stay, and take over velocity and timing of what is played


@dataclass(frozen=True, slots=True)
class Played:
    """A channel message as it came in. `lap` counts the loop's passes from 0; `tick` is not rounded.

    A tick before the recording's start is of the count-in.
    """

    lap: int
    tick: float
    message: bytes


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was recorded over: from `start`, around `loop` if there is one, to `end` in the lap `last_lap`."""

    start: int
    end: float
    loop: tuple[int, int] | None = None
    last_lap: int = 0

    def lap_start(self, lap: int) -> int:
        return self.start if lap == 0 or self.loop is None else self.loop[0]

    def lap_end(self, lap: int) -> int:
        return round(self.end) if lap >= self.last_lap or self.loop is None else self.loop[1]


@dataclass(frozen=True, eq=False)
class Lap:
    """One pass: its ticks [start, end), and what was played in them. Ids count from 0."""

    start: int
    end: int
    notes: Notes = field(default_factory=lambda: EMPTY_NOTES)
    events: ChannelEvents = field(default_factory=lambda: EMPTY_CHANNEL_EVENTS)

    @property
    def is_empty(self) -> bool:
        return not len(self.notes) and not len(self.events)


@dataclass(slots=True)
class _Down:
    """A key that is down: where it was struck and how hard."""

    lap: int
    tick: float
    velocity: int


def recorded_laps(played: Iterable[Played], stretch: Stretch, early_ticks: int) -> tuple[Lap, ...]:
    """The passes of a recording, empty ones included.

    A key that is still down at the end of a lap ends there. One struck by at most `early_ticks` before
    the start, or before the loop's end and held longer behind it, was meant for the first beat and starts
    on it. What else was played in the count-in is left out, but pedals and wheels keep their last place.
    """
    down: dict[int, _Down] = {}
    notes: dict[int, list[tuple[int, int, int, int, int]]] = {}
    rows: dict[int, list[tuple[int, int, int, int]]] = {}
    before: dict[tuple[int, int], tuple[int, int, int, int]] = {}

    def close(pitch: int, lap: int, tick: float, release: int = DEFAULT_RELEASE_VELOCITY) -> None:
        struck = down.pop(pitch, None)
        if struck is not None and (placed := _placed(struck, lap, tick, stretch, early_ticks)) is not None:
            notes.setdefault(placed[0], []).append((*placed[1:], pitch, struck.velocity, release))

    for each in played:
        status, pitch = each.message[0] & 0xF0, each.message[1]
        if status == 0x90 and each.message[2] > 0:
            close(pitch, each.lap, each.tick)
            down[pitch] = _Down(each.lap, each.tick, each.message[2])
        elif status in (0x80, 0x90):
            release = each.message[2] if status == 0x80 else DEFAULT_RELEASE_VELOCITY
            close(pitch, each.lap, each.tick, release)
        elif (row := _event_row(each)) is not None:
            if each.lap == 0 and each.tick < stretch.start:
                before[row[1], row[2]] = (stretch.start, *row[1:])
            else:
                rows.setdefault(each.lap, []).append(row)
    for pitch in list(down):
        close(pitch, stretch.last_lap, stretch.end)
    rows[0] = [*before.values(), *rows.get(0, [])]
    return tuple(
        _lap(stretch, lap, notes.get(lap, []), rows.get(lap, [])) for lap in range(stretch.last_lap + 1)
    )


def merged(laps: Sequence[Lap]) -> Lap:
    """All laps as one: what overdubbing round a loop leaves."""
    notes = EMPTY_NOTES
    for lap in laps:
        notes = add_notes(notes, lap.notes)
    events = np.concatenate([lap.events for lap in laps])
    ordered = events[np.argsort(events["tick"], kind="stable")]
    start, end = min(lap.start for lap in laps), max(lap.end for lap in laps)
    return Lap(start, end, notes, frozen(ordered))


def with_lap(track: Track, lap: Lap, mode: RecordMode) -> Track:
    """The track with a lap recorded into it, but for inking, which `edits.ink` does."""
    notes, events = track.notes, track.events
    if mode in (RecordMode.REPLACE, RecordMode.TAKES):
        is_inside = (notes["start"] >= lap.start) & (notes["start"] < lap.end)
        notes = frozen(notes[~is_inside | notes["locked"]])
        end = lap.end
    else:
        end = lap.start  # what was there stays
    return replace(
        track, notes=add_notes(notes, lap.notes), events=with_lanes(events, lap.start, end, lap.events)
    )


def _placed(
    struck: _Down, lap: int, tick: float, stretch: Stretch, early_ticks: int
) -> tuple[int, int, int] | None:
    """Lap, start and duration of a key that was let go at `tick` of `lap`; None outside of the stretch."""
    on_lap, on_tick = struck.lap, struck.tick
    lap_start, lap_end = stretch.lap_start(on_lap), stretch.lap_end(on_lap)
    if on_tick < lap_start:
        if lap_start - on_tick > early_ticks:
            return None
        on_tick = lap_start
    elif lap > on_lap and lap_end - on_tick <= early_ticks:
        behind = (tick if lap == on_lap + 1 else stretch.lap_end(on_lap + 1)) - stretch.lap_start(on_lap + 1)
        if behind > lap_end - on_tick:
            on_lap, on_tick = on_lap + 1, stretch.lap_start(on_lap + 1)
    end = tick if lap == on_lap else stretch.lap_end(on_lap)
    if lap == on_lap and end <= on_tick and struck.tick < on_tick:
        end = on_tick + max(1.0, tick - struck.tick)  # all of it was early: it keeps its length
    start = round(on_tick)
    if start >= stretch.lap_end(on_lap):
        return None
    return on_lap, start, max(1, min(round(end), stretch.lap_end(on_lap)) - start)


def _event_row(each: Played) -> tuple[int, int, int, int] | None:
    """A channel event's row; None for a message that is none or only an order."""
    kind, tick = each.message[0] >> 4, max(0, round(each.tick))
    match kind:
        case ChannelEventKind.CONTROL if each.message[1] < _CHANNEL_MODE:
            return tick, kind, each.message[1], each.message[2]
        case ChannelEventKind.NOTE_PRESSURE:
            return tick, kind, each.message[1], each.message[2]
        case ChannelEventKind.PROGRAM | ChannelEventKind.CHANNEL_PRESSURE:
            return tick, kind, 0, each.message[1]
        case ChannelEventKind.BEND:
            return tick, kind, 0, (each.message[1] | each.message[2] << 7) - 8192
    return None


def _lap(
    stretch: Stretch,
    lap: int,
    notes: list[tuple[int, int, int, int, int]],
    rows: list[tuple[int, int, int, int]],
) -> Lap:
    start, end = stretch.lap_start(lap), stretch.lap_end(lap)
    made = np.zeros(len(notes), NOTE_DTYPE)
    for name, column in zip(
        ("start", "duration", "pitch", "velocity", "release"), zip(*notes, strict=True), strict=False
    ):
        made[name] = column
    made["id"] = np.arange(len(made))
    events = make_channel_events([*rows, *let_go(rows, end)])
    return Lap(start, end, sorted_notes(made), events)
