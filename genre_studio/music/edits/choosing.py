"""Which notes an edit is about: sets or arrays of note ids, and masks over a notes array."""

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes

NoteIds: TypeAlias = Iterable[int] | NDArray[Any]
"""Ids of notes within one track, in any order; ids that the track does not hold are ignored."""


def chosen(notes: Notes, ids: NoteIds) -> NDArray[np.bool_]:
    """A mask, shape (N,), of the notes with these ids."""
    wanted = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)
    return np.isin(notes["id"], wanted)


def new_ids(before: Notes, after: Notes) -> NDArray[np.int64]:
    """The ids that an edit brought: those of `after` which `before` does not hold."""
    ids = after["id"]
    return np.sort(ids[~np.isin(ids, before["id"])])
