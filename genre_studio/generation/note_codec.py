"""The vocabulary of notes: one row a note, five small numbers a row.

    advance   steps since the row before (0..MAX_ADVANCE); MAX_ADVANCE is a rest: time passes, no note
    part      instrument family and slot (grid.PART_COUNT values, then NO_PART)
    pitch     MIDI note number (128 values, then NO_PITCH)
    duration  class of DURATION_STEPS (then NO_DURATION)
    level     dynamic level of eight, ppp to fff (then NO_LEVEL)

A compound row keeps a recurrent network at one step a note (Hsiao et al. 2021, Compound Word
Transformer, section 3), where a flat stream would take five.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT, SLOTS_PER_FAMILY, GridSong
from genre_studio.music.instruments import Family
from genre_studio.music.notes import frozen

MAX_ADVANCE = 48  # a whole note
DURATION_STEPS = (1, 2, 3, 4, 6, 8, 9, 12, 15, 16, 18, 20, 24, 30, 36, 42, 48, 60, 72, 96, 144, 192)
LEVEL_COUNT = 8
DRUM_DURATION = DURATION_STEPS.index(3)  # drums are struck: every hit is written as a 16th

NO_PART = PART_COUNT
NO_PITCH = 128
NO_DURATION = len(DURATION_STEPS)
NO_LEVEL = LEVEL_COUNT


class Field(IntEnum):
    """The columns of a row, in the order in which they are predicted."""

    ADVANCE = 0
    PART = 1
    PITCH = 2
    DURATION = 3
    LEVEL = 4


FIELD_SIZES = (MAX_ADVANCE + 1, PART_COUNT + 1, NO_PITCH + 1, NO_DURATION + 1, NO_LEVEL + 1)
"""How many values each field can take, its "none" included."""

REST_ROW = (MAX_ADVANCE, NO_PART, NO_PITCH, NO_DURATION, NO_LEVEL)
START_ROW = (0, *REST_ROW[1:])
"""What a sequence model reads before the first row of a piece."""

# Boundaries between neighbouring classes lie at their geometric mean: a note's length is heard as a ratio.
_DURATION_BOUNDS = np.sqrt(np.array(DURATION_STEPS[:-1]) * np.array(DURATION_STEPS[1:]))
_LEVEL_WIDTH = 128 // LEVEL_COUNT


@dataclass(frozen=True, slots=True)
class Row:
    """One decoded row: a note at `step`, or a rest where `part` is NO_PART."""

    step: int
    part: int
    pitch: int
    duration: int  # class
    level: int


def duration_class(steps: NDArray[np.int_] | int) -> NDArray[np.int_]:
    """The class of each duration in steps."""
    return np.searchsorted(_DURATION_BOUNDS, steps)


def level_of(velocity: NDArray[np.int_] | int) -> NDArray[np.int_]:
    """The dynamic level 0..7 of each velocity 1..127."""
    return np.asarray(velocity) // _LEVEL_WIDTH


def velocity_of(level: int) -> int:
    """The velocity in the middle of a dynamic level."""
    return int(level) * _LEVEL_WIDTH + _LEVEL_WIDTH // 2


def encode(grid: GridSong) -> NDArray[np.int16]:
    """The rows of a song, shape (N, 5), counted from its first bar line; gaps become rest rows."""
    notes = grid.notes
    is_drum = notes["part"] // SLOTS_PER_FAMILY == Family.DRUMS
    durations = np.where(is_drum, DRUM_DURATION, duration_class(notes["duration"]))
    gaps = np.diff(notes["step"], prepend=grid.bar_lines[0] if len(grid.bar_lines) else 0)
    rests = gaps // MAX_ADVANCE
    rows = np.empty((len(notes) + int(rests.sum()), 5), np.int16)
    rows[:] = REST_ROW
    places = np.arange(len(notes)) + np.cumsum(rests)
    rows[places] = np.stack(
        [gaps % MAX_ADVANCE, notes["part"], notes["pitch"], durations, level_of(notes["velocity"])], axis=1
    )
    return frozen(rows)


def decode(rows: NDArray[np.int16] | Sequence[Sequence[int]], start_step: int = 0) -> list[Row]:
    """The notes (rests left out) of rows that begin at `start_step`."""
    notes = []
    step = start_step
    for advance, part, pitch, duration, level in rows:
        step += int(advance)
        if part != NO_PART:
            notes.append(Row(step, int(part), int(pitch), int(duration), int(level)))
    return notes
