"""A song on one musical grid: what a sequence model reads and writes.

Steps are twelfths of a quarter note, so 16ths (3 steps), 8th triplets (4) and 16th triplets (2) are
all exact. A part is an instrument family and a slot within it: a quartet's four strings are four
parts, a pianist's two hands are two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.instruments import Family
from genre_studio.music.notes import frozen
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError

STEPS_PER_QUARTER = 12
SLOTS_PER_FAMILY = 4
PART_COUNT = len(Family) * SLOTS_PER_FAMILY
MOST_BARS = 20_000  # eleven hours of 4/4 at 120 beats a minute

GRID_DTYPE = np.dtype(
    [
        ("step", np.int32),  # onset, in steps from the start of the song
        ("part", np.int16),  # family * SLOTS_PER_FAMILY + slot
        ("pitch", np.int16),  # MIDI note number
        ("duration", np.int32),  # steps, at least 1
        ("velocity", np.int16),  # 1..127
        ("track", np.int16),  # index into song.tracks
    ]
)


@dataclass(frozen=True, slots=True)
class GridSong:
    """Notes sorted by (step, part, pitch), without duplicates, and the bar lines that rule them."""

    notes: NDArray[np.void]  # (N,) of GRID_DTYPE
    bar_lines: NDArray[np.int32]  # (bars + 1,) steps; the last one lies after the last onset

    def __len__(self) -> int:
        return len(self.notes)


def family_of_part(part: int) -> Family:
    return Family(part // SLOTS_PER_FAMILY)


def is_drum_part(part: int) -> bool:
    return part // SLOTS_PER_FAMILY == Family.DRUMS


def step_at(tick: int, ppq: int) -> int:
    """The nearest step to a tick; halves go up."""
    return (2 * tick * STEPS_PER_QUARTER + ppq) // (2 * ppq)


def tick_at(step: int, ppq: int) -> int:
    """The tick of a step, rounded where the file's resolution cannot hold it."""
    return (2 * step * ppq + STEPS_PER_QUARTER) // (2 * STEPS_PER_QUARTER)


def parts_of(song: Song) -> tuple[int, ...]:
    """The part of each track: slots run from the highest track of a family to the lowest.

    An empty track comes after its family's others. All drum tracks share slot 0; a family's tracks
    past the fourth share its last slot.
    """
    parts = [0] * len(song.tracks)
    for family in Family:
        members = [i for i, track in enumerate(song.tracks) if track.family == family]
        members.sort(
            key=lambda i: -float(np.mean(song.tracks[i].notes["pitch"])) if len(song.tracks[i].notes) else 0.0
        )
        for slot, index in enumerate(members):
            last_slot = 0 if family == Family.DRUMS else SLOTS_PER_FAMILY - 1
            parts[index] = family * SLOTS_PER_FAMILY + min(slot, last_slot)
    return tuple(parts)


def part_set(parts: Sequence[int]) -> NDArray[np.float32]:
    """Which of all parts, as numbers (PART_COUNT,): 0 or 1."""
    chosen = np.zeros(PART_COUNT, np.float32)
    chosen[list(parts)] = 1
    return chosen


def bar_lines_between(song: Song, first_tick: int, last_tick: int) -> NDArray[np.int32]:
    """The steps of the bar lines from the one at or before `first_tick` to the first after `last_tick`.

    Raises GenerationError for more than MOST_BARS: one note far away would fill the memory with bars.
    """
    meters = song.meter_map
    bars = range(meters.bar_index_at(first_tick), meters.bar_index_at(last_tick) + 2)
    if len(bars) > MOST_BARS:
        raise GenerationError(
            f"The song is {len(bars):,} bars long, more than {MOST_BARS:,}: is there a stray note at its end?"
        )
    return frozen(np.array([step_at(meters.bar_start(bar), song.ppq) for bar in bars], np.int32))


def on_grid(
    song: Song,
    parts: tuple[int, ...] | None = None,
    *,
    first_tick: int = 0,
    end_tick: int | None = None,
) -> GridSong:
    """`song` quantised to steps, with one row a note.

    `parts` overrides the part of each track. Bar lines and notes before the bar of `first_tick` are left
    out; `end_tick` asks for bar lines at least that far. Raises GenerationError for absurdly long songs.
    """
    parts = parts_of(song) if parts is None else parts
    columns = []
    for index, track in enumerate(song.tracks):
        notes = np.zeros(len(track.notes), GRID_DTYPE)
        notes["step"] = (2 * track.notes["start"] * STEPS_PER_QUARTER + song.ppq) // (2 * song.ppq)
        durations = (2 * track.notes["duration"] * STEPS_PER_QUARTER + song.ppq) // (2 * song.ppq)
        notes["duration"] = np.maximum(1, durations)
        notes["part"] = parts[index]
        notes["pitch"] = track.notes["pitch"]
        notes["velocity"] = track.notes["velocity"]
        notes["track"] = index
        columns.append(notes)
    notes = np.concatenate(columns) if columns else np.zeros(0, GRID_DTYPE)
    notes = notes[np.lexsort((notes["pitch"], notes["part"], notes["step"]))]
    same = np.ones(len(notes), bool)
    if len(notes):
        place = notes[["step", "part", "pitch"]]
        same[1:] = place[1:] != place[:-1]
    last_tick = tick_at(int(notes["step"].max()), song.ppq) if len(notes) else 0
    lines = bar_lines_between(song, first_tick, max(last_tick, first_tick, end_tick or 0))
    return GridSong(frozen(notes[same & (notes["step"] >= lines[0])]), lines)
