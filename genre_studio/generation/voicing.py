"""How many notes a part plays at once, told by what it played so far."""

from collections.abc import Set

import numpy as np

from genre_studio.generation.grid import GridSong, family_of_part
from genre_studio.music.instruments import Family

FEWEST_TO_JUDGE = 4  # notes
USUAL_CHORD = {
    Family.DRUMS: 5,
    Family.BASS: 1,
    Family.KEYS: 6,
    Family.GUITAR: 6,
    Family.STRINGS: 4,
    Family.LEAD: 2,
    Family.PAD: 5,
}
LEGATO_STEPS = 1
MOST_OVERLAPS = 0.02  # of a part's notes
USUALLY_SINGLE = (Family.BASS, Family.LEAD)


def single_voiced_parts(past: GridSong, written: Set[int]) -> frozenset[int]:
    """Written parts that play one note at a time: a horn stays a horn.

    An empty part is one if its family usually is. Legato overlaps of a step do not count.
    """
    found = set()
    for part in written:
        notes = past.notes[past.notes["part"] == part]
        if len(notes) < FEWEST_TO_JUDGE:
            single = family_of_part(part) in USUALLY_SINGLE
        else:
            ends = notes["step"] + notes["duration"]
            overlaps = notes["step"][1:] < np.maximum.accumulate(ends)[:-1] - LEGATO_STEPS
            single = float(overlaps.mean()) <= MOST_OVERLAPS
        if single:
            found.add(part)
    return frozenset(found)


def largest_chord(past: GridSong, part: int) -> int:
    """One note more than the part ever began at one step; what its family plays where it hardly played."""
    steps = past.notes["step"][past.notes["part"] == part]
    if len(steps) < FEWEST_TO_JUDGE:
        return USUAL_CHORD[family_of_part(part)]
    return int(np.unique(steps, return_counts=True)[1].max()) + 1
