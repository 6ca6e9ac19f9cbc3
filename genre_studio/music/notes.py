"""Notes as read-only numpy structured arrays, sorted by (start, pitch, id).

One row a note. 100,000 notes are one array of about 4 MB, so an edit is a vectorised expression
and a snapshot for another process is a copy of bytes.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.ordering import chosen_rows

NOTE_DTYPE = np.dtype(
    [
        ("id", np.int64),  # unique within its track, never reused within one session of edits
        ("start", np.int64),  # ticks from the start of the song
        ("duration", np.int64),  # ticks, at least 1
        ("pitch", np.int16),  # MIDI note number, 0..127
        ("velocity", np.int16),  # 1..127
        ("release", np.int16),  # note-off velocity, 0..127
        ("locked", np.bool_),  # generators leave locked notes as they are
    ]
)

Notes: TypeAlias = NDArray[Any]
"""A structured array of NOTE_DTYPE, shape (N,)."""

MAX_PITCH = 127
DEFAULT_VELOCITY = 96
DEFAULT_RELEASE_VELOCITY = 64


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The same array, made read-only, so that a value can be shared between snapshots."""
    array.flags.writeable = False
    return array


def sorted_notes(notes: Notes) -> Notes:
    """A read-only copy of `notes` sorted by (start, pitch, id)."""
    places = notes["start"] * (MAX_PITCH + 1) + notes["pitch"]
    order = np.argsort(places, kind="stable")  # notes that are nearly in order take little time
    ties = places[order[1:]] == places[order[:-1]]
    ids = notes["id"]
    if np.any(ties & (ids[order[1:]] < ids[order[:-1]])):
        order = np.lexsort((ids, places))
    return frozen(chosen_rows(notes, order))


EMPTY_NOTES: Notes = frozen(np.empty(0, NOTE_DTYPE))


def make_notes(
    start: Iterable[int] | NDArray[Any],
    duration: Iterable[int] | NDArray[Any],
    pitch: Iterable[int] | NDArray[Any],
    velocity: Iterable[int] | NDArray[Any] | int = DEFAULT_VELOCITY,
    *,
    first_id: int = 0,
) -> Notes:
    """Sorted, read-only notes from columns of equal length (ticks, ticks, MIDI numbers, 1..127).

    Ids are numbered from `first_id` in sorted order. Raises ValueError where a column's length
    differs or a value lies outside its range.
    """
    columns = [np.asarray(list(c) if not isinstance(c, np.ndarray) else c) for c in (start, duration, pitch)]
    notes = np.zeros(len(columns[0]), NOTE_DTYPE)
    for name, column in zip(("start", "duration", "pitch"), columns, strict=True):
        notes[name] = column
    notes["velocity"] = velocity
    notes["release"] = DEFAULT_RELEASE_VELOCITY
    check_notes(notes)
    notes = notes[np.lexsort((notes["pitch"], notes["start"]))]
    notes["id"] = first_id + np.arange(len(notes))
    return frozen(notes)


def check_notes(notes: Notes) -> None:
    """Raise ValueError with one sentence if any note lies outside the ranges of NOTE_DTYPE."""
    if notes.dtype != NOTE_DTYPE:
        raise ValueError(f"notes must have NOTE_DTYPE, not {notes.dtype}")
    for field, low, high in (("pitch", 0, 127), ("velocity", 1, 127), ("release", 0, 127)):
        column = notes[field]
        if len(column) and (column.min() < low or column.max() > high):
            raise ValueError(f"note {field} must lie within {low} to {high}")
    if len(notes) and notes["start"].min() < 0:
        raise ValueError("a note may not start before the song")
    if len(notes) and notes["duration"].min() < 1:
        raise ValueError("a note must last at least one tick")


def note_ends(notes: Notes) -> NDArray[np.int64]:
    """End ticks, shape (N,)."""
    ends: NDArray[np.int64] = notes["start"] + notes["duration"]
    return ends


def next_note_id(notes: Notes) -> int:
    """The smallest id larger than every id in `notes`."""
    return int(notes["id"].max()) + 1 if len(notes) else 0


def starting_within(notes: Notes, start: int, end: int) -> Notes:
    """The notes whose start lies in [start, end) ticks: a view, found by bisection."""
    low, high = np.searchsorted(notes["start"], [start, end])
    return notes[low:high]


def sounding_within(notes: Notes, start: int, end: int) -> Notes:
    """The notes that sound anywhere in [start, end) ticks."""
    before = notes[: np.searchsorted(notes["start"], end)]
    return before[note_ends(before) > start]
