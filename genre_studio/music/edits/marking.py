"""Edits that leave time and pitch alone: velocity and locks."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.notes import Notes, frozen


def set_velocity(notes: Notes, ids: NoteIds, velocity: int) -> Notes:
    """The chosen notes at one velocity, held within 1..127."""
    mask = chosen(notes, ids)
    return _with_velocity(notes, mask, np.full(int(mask.sum()), velocity))


def set_velocities(notes: Notes, velocities: Mapping[int, int]) -> Notes:
    """Each note at the velocity given for its id, held within 1..127: a line drawn in the velocity lane."""
    mask = chosen(notes, velocities.keys())
    return _with_velocity(notes, mask, np.array([velocities[int(i)] for i in notes["id"][mask]], np.int64))


def shift_velocity(notes: Notes, ids: NoteIds, amount: int) -> Notes:
    """The chosen notes louder by `amount` (softer if negative), each held within 1..127."""
    mask = chosen(notes, ids)
    return _with_velocity(notes, mask, notes["velocity"][mask].astype(np.int64) + amount)


def scale_velocity(notes: Notes, ids: NoteIds, factor: float) -> Notes:
    """The chosen notes' velocities times `factor`, rounded and held within 1..127."""
    mask = chosen(notes, ids)
    return _with_velocity(notes, mask, np.rint(notes["velocity"][mask] * factor))


def compress_velocity(notes: Notes, ids: NoteIds, ratio: float) -> Notes:
    """The chosen notes' distances from their mean velocity times `ratio`: 0 makes all alike, 2 widens."""
    mask = chosen(notes, ids)
    if not mask.any():
        return notes
    velocity = notes["velocity"][mask]
    return _with_velocity(notes, mask, np.rint(velocity.mean() + (velocity - velocity.mean()) * ratio))


def set_locked(notes: Notes, ids: NoteIds, locked: bool) -> Notes:
    """The chosen notes locked or unlocked: generators leave locked notes as they are."""
    marked = notes.copy()
    marked["locked"][chosen(notes, ids)] = locked
    return frozen(marked)


def _with_velocity(
    notes: Notes, mask: NDArray[np.bool_], velocity: NDArray[np.int64] | NDArray[np.float64]
) -> Notes:
    changed = notes.copy()
    changed["velocity"][mask] = np.clip(velocity, 1, 127)
    return frozen(changed)
