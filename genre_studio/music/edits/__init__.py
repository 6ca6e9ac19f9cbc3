"""Edits: pure functions from notes to notes, by note id. One finished gesture calls one of them.

All return read-only notes sorted by (start, pitch, id), within the ranges of NOTE_DTYPE. No edit
that places notes leaves one overlapping another of its pitch (`overlaps.settled` says how). Locks
bind generators, not the hand: an edit of a locked note moves it.
"""

from genre_studio.music.edits.choosing import NoteIds, chosen, new_ids
from genre_studio.music.edits.climbing import climb, copy_along, move_along, rungs_between
from genre_studio.music.edits.in_scale import snap_to_scale, transpose_in_scale
from genre_studio.music.edits.inking import Inked, ink
from genre_studio.music.edits.marking import (
    compress_velocity,
    scale_velocity,
    set_locked,
    set_velocities,
    set_velocity,
    shift_velocity,
)
from genre_studio.music.edits.moving import (
    legato,
    move_notes,
    quantize,
    quantize_to,
    resize_notes,
    transpose,
)
from genre_studio.music.edits.placing import add_notes, duplicate, remove_notes, split_note
from genre_studio.music.edits.searching import Kind, NoteSearch, Place, search
from genre_studio.music.edits.selecting import (
    NoteRule,
    every_nth_beat,
    find,
    inverted,
    out_of_scale,
    overlapped,
)
from genre_studio.music.edits.shaping import chop, humanize, join, strum

__all__ = [
    "Inked",
    "Kind",
    "NoteIds",
    "NoteRule",
    "NoteSearch",
    "Place",
    "add_notes",
    "chop",
    "chosen",
    "climb",
    "compress_velocity",
    "copy_along",
    "duplicate",
    "every_nth_beat",
    "find",
    "humanize",
    "ink",
    "inverted",
    "join",
    "legato",
    "move_along",
    "move_notes",
    "new_ids",
    "out_of_scale",
    "overlapped",
    "quantize",
    "quantize_to",
    "remove_notes",
    "resize_notes",
    "rungs_between",
    "scale_velocity",
    "search",
    "set_locked",
    "set_velocities",
    "set_velocity",
    "shift_velocity",
    "snap_to_scale",
    "split_note",
    "strum",
    "transpose",
    "transpose_in_scale",
]
