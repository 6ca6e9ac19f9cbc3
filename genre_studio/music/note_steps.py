"""Walking from note to note, as the keyboard does: by start, and upwards within a chord."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes


def stepped_note(notes: Notes, selected: NDArray[np.int64], steps: int, from_tick: int = 0) -> int | None:
    """The place in `notes` of the note `steps` after the selection, before it where negative.

    `notes` are sorted by (start, pitch). A walk onwards begins at the last selected note, one backwards at
    the first; where none is selected, at the first that starts at or after `from_tick`, or the last before
    it. It stays at the ends. None where there are no notes.
    """
    if not len(notes):
        return None
    places = np.flatnonzero(np.isin(notes["id"], selected))
    if len(places):
        at = int(places[-1] if steps > 0 else places[0]) + steps
    else:
        at = int(np.searchsorted(notes["start"], from_tick)) + (steps - 1 if steps > 0 else steps)
    return min(max(at, 0), len(notes) - 1)
