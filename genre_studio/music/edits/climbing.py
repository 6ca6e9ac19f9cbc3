"""Edits of pitch along a ladder of pitches: a scale's degrees, a kit's lanes, the rows of a folded roll."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.edits.placing import add_notes
from genre_studio.music.notes import Notes

Ladder = NDArray[np.int64]
"""Pitches from the lowest rung up, shape (R,), at least one."""


def move_along(
    notes: Notes, ids: NoteIds, ticks: int, rungs: int, ladder: Ladder | Sequence[int], *, lands: bool = False
) -> Notes:
    """The chosen notes moved together by ticks, and by rungs of a ladder, as far as the outer ones can go.

    A note between two rungs keeps its distance from the one below, or lands on a rung where `lands`
    says so; a move in time alone leaves every pitch.
    """
    mask = chosen(notes, ids)
    if not mask.any():
        return notes
    start, pitch = notes["start"][mask], notes["pitch"][mask].astype(np.int64)
    ticks = max(ticks, -int(start.min()))
    climbed = climb(pitch, rungs, ladder, lands=lands)
    if ticks == 0 and np.array_equal(climbed, pitch):
        return notes
    moved = notes.copy()
    moved["start"][mask] += ticks
    moved["pitch"][mask] = climbed
    return settled(moved, mask)


def copy_along(
    notes: Notes, ids: NoteIds, ticks: int, rungs: int, ladder: Ladder | Sequence[int], *, lands: bool = False
) -> Notes:
    """Copies of the chosen notes, under fresh ids, where `move_along` would have moved them."""
    originals = notes[chosen(notes, ids)]
    copies = move_along(originals, ids, ticks, rungs, ladder, lands=lands)
    return notes if copies is originals else add_notes(notes, copies)


def climb(
    pitches: NDArray[np.int64], rungs: int, ladder: Ladder | Sequence[int], *, lands: bool = False
) -> NDArray[np.int64]:
    """Pitches, shape (N,), so many rungs higher, together; lower where negative. All stay within 0..127."""
    steps = np.asarray(ladder, np.int64)
    rung = np.maximum(np.searchsorted(steps, pitches, side="right") - 1, 0)
    above = 0 if lands else pitches - steps[rung]
    climbed, towards = pitches, 1 if rungs >= 0 else -1
    for _ in range(min(abs(rungs), 127)):
        rung = rung + towards
        if rung.min() < 0 or rung.max() >= len(steps):
            break
        further = steps[rung] + above
        if further.min() < 0 or further.max() > 127:
            break
        climbed = further
    return climbed


def rungs_between(pitch: int, other: int, ladder: Ladder | Sequence[int]) -> int:
    """How many rungs `other` stands above `pitch`, each taken as the rung at or below it."""
    low, high = (int(at) for at in np.searchsorted(ladder, [pitch, other], side="right"))
    return high - low
