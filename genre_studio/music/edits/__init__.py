"""Edits: pure functions from notes to notes, by note id. One finished gesture calls one of them.

All return read-only notes sorted by (start, pitch, id), within the ranges of NOTE_DTYPE. No edit
that places notes leaves one overlapping another of its pitch (`overlaps.settled` says how). Locks
bind generators, not the hand: an edit of a locked note moves it.
"""

from genre_studio.music.edits.choosing import NoteIds, chosen, new_ids
from genre_studio.music.edits.marking import (
    scale_velocity,
    set_locked,
    set_velocities,
    set_velocity,
    shift_velocity,
)
from genre_studio.music.edits.moving import legato, move_notes, quantize, resize_notes, transpose
from genre_studio.music.edits.placing import add_notes, duplicate, remove_notes, split_note

__all__ = [
    "NoteIds",
    "add_notes",
    "chosen",
    "duplicate",
    "legato",
    "move_notes",
    "new_ids",
    "quantize",
    "remove_notes",
    "resize_notes",
    "scale_velocity",
    "set_locked",
    "set_velocities",
    "set_velocity",
    "shift_velocity",
    "split_note",
    "transpose",
]
