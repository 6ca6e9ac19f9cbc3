"""Finding notes by where they lie, fast: what is visible, what is under the pointer."""

import weakref

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes, note_ends


class NoteIndex:
    """Bisection over one notes array. Made once for an array, in time linear in its length."""

    def __init__(self, notes: Notes) -> None:
        # Copies, not views: a view would keep the notes alive, and the index with them.
        self.starts: NDArray[np.int64] = notes["start"].copy()
        self.ends: NDArray[np.int64] = note_ends(notes)
        self.pitches: NDArray[np.int16] = notes["pitch"].copy()
        self.velocities: NDArray[np.int16] = notes["velocity"].copy()
        self.ids: NDArray[np.int64] = notes["id"].copy()
        self.locked: NDArray[np.bool_] = notes["locked"].copy()
        # The latest end so far grows along the array, so the first note that may reach a tick is
        # found by bisection although ends themselves are not sorted.
        self._latest_ends = np.maximum.accumulate(self.ends) if len(notes) else self.ends

    def within(self, start: float, end: float, lowest: int = 0, highest: int = 127) -> NDArray[np.int64]:
        """Positions, in drawing order, of notes that sound in [start, end) ticks at these pitches."""
        first = int(np.searchsorted(self._latest_ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end))
        if last <= first:
            return np.empty(0, np.int64)
        near = slice(first, last)
        pitches = self.pitches[near]
        shows = (self.ends[near] > start) & (pitches >= lowest) & (pitches <= highest)
        return np.flatnonzero(shows) + first

    def starting_within(self, start: float, end: float) -> NDArray[np.int64]:
        """Positions of notes that start in [start, end) ticks."""
        first, last = np.searchsorted(self.starts, [start, end])
        return np.arange(first, last)

    def count_starting_within(self, start: float, end: float) -> int:
        """How many notes start in [start, end) ticks."""
        first, last = np.searchsorted(self.starts, [start, end])
        return int(last - first)

    def at(self, tick: float, pitch: int) -> int | None:
        """The position of the note drawn last at this tick and pitch."""
        found = self.within(tick, tick + 1, pitch, pitch)
        found = found[self.starts[found] <= tick]
        return int(found[-1]) if len(found) else None


_indices: dict[int, tuple["weakref.ref[Notes]", NoteIndex]] = {}


def index_of(notes: Notes) -> NoteIndex:
    """The index of a (read-only) notes array, kept for as long as the array lives."""
    key = id(notes)
    known = _indices.get(key)
    if known is not None and known[0]() is notes:
        return known[1]
    index = NoteIndex(notes)
    _indices[key] = (weakref.ref(notes, lambda _: _indices.pop(key, None)), index)
    return index
