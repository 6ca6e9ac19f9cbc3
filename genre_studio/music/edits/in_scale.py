"""Edits that know the scale: snap pitches to it, transpose by its degrees."""

import numpy as np

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale


def snap_to_scale(notes: Notes, ids: NoteIds, scale: Scale) -> Notes:
    """The chosen notes on the nearest pitch of the scale, the lower of two."""
    mask = chosen(notes, ids)
    inside = np.array([pitch for pitch in range(128) if pitch in scale], np.int64)
    nearest = inside[np.abs(inside - np.arange(128)[:, None]).argmin(axis=1)]
    pitch = nearest[notes["pitch"][mask]]
    if np.array_equal(pitch, notes["pitch"][mask]):
        return notes
    snapped = notes.copy()
    snapped["pitch"][mask] = pitch
    return settled(snapped, mask)


def transpose_in_scale(notes: Notes, ids: NoteIds, degrees: int, scale: Scale) -> Notes:
    """The chosen notes moved together by degrees of the scale, as far as the outer ones can go.

    A note outside the scale keeps its distance from the degree below it.
    """
    mask = chosen(notes, ids)
    if not mask.any():
        return notes
    # A degree or more of room on both sides, so that notes at the ends of the range have one below.
    ladder = np.array([pitch for pitch in range(-140, 268) if pitch in scale], np.int64)
    pitch = notes["pitch"][mask].astype(np.int64)
    degree = np.searchsorted(ladder, pitch, side="right") - 1
    above = pitch - ladder[degree]
    towards = 1 if degrees >= 0 else -1
    moved = pitch
    for _ in range(min(abs(degrees), 127)):
        degree = degree + towards
        further = ladder[degree] + above
        if further.min() < 0 or further.max() > 127:
            break
        moved = further
    if np.array_equal(moved, pitch):
        return notes
    transposed = notes.copy()
    transposed["pitch"][mask] = moved
    return settled(transposed, mask)
