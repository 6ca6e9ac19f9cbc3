"""Notes on a grid: one array for where notes begin and one for where they sound.

Kept apart, because in a single roll two repeated notes look like one long note.
"""

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes, note_ends

PITCHES = 128


def onset_roll(notes: Notes, start: int, end: int, step_ticks: int) -> NDArray[np.bool_]:
    """Where notes begin within [start, end) ticks: (steps, 128), steps of `step_ticks`.

    A note begins in the step that holds its start; quantize first if early notes should count to the
    next step. Raises ValueError where a step has no length.
    """
    roll = np.zeros((step_count(start, end, step_ticks), PITCHES), np.bool_)
    inside = notes[(notes["start"] >= start) & (notes["start"] < end)]
    roll[(inside["start"] - start) // step_ticks, inside["pitch"]] = True
    return roll


def sustain_roll(notes: Notes, start: int, end: int, step_ticks: int) -> NDArray[np.bool_]:
    """Where notes sound within [start, end) ticks, their first step included: (steps, 128).

    A note sounds in every step that it reaches into. Raises ValueError where a step has no length.
    """
    steps = step_count(start, end, step_ticks)
    ends = note_ends(notes)
    sounding = (notes["start"] < end) & (ends > start)
    first = (np.maximum(notes["start"][sounding], start) - start) // step_ticks
    after = -((start - np.minimum(ends[sounding], end)) // step_ticks)  # rounded up
    change = np.zeros((steps + 1, PITCHES), np.int32)
    pitches = notes["pitch"][sounding]
    np.add.at(change, (first, pitches), 1)
    np.add.at(change, (after, pitches), -1)
    roll: NDArray[np.bool_] = np.cumsum(change, axis=0)[:steps] > 0
    return roll


def step_count(start: int, end: int, step_ticks: int) -> int:
    """The steps that cover [start, end) ticks; the last may reach beyond `end`."""
    if step_ticks < 1:
        raise ValueError(f"a step must last at least one tick, not {step_ticks}")
    return max(0, -((start - end) // step_ticks))
