"""Edits that know the scale: snap pitches to it, transpose by its degrees."""

import numpy as np

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.edits.climbing import move_along
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale


def snap_to_scale(notes: Notes, ids: NoteIds, scale: Scale) -> Notes:
    """The chosen notes on the nearest pitch of the scale, the lower of two."""
    mask = chosen(notes, ids)
    pitch = np.array(scale.nearest_pitches, np.int64)[notes["pitch"][mask]]
    if np.array_equal(pitch, notes["pitch"][mask]):
        return notes
    snapped = notes.copy()
    snapped["pitch"][mask] = pitch
    return settled(snapped, mask)


def transpose_in_scale(notes: Notes, ids: NoteIds, degrees: int, scale: Scale) -> Notes:
    """The chosen notes moved together by degrees of the scale, as far as the outer ones can go.

    A note outside the scale keeps its distance from the degree below it.
    """
    # A degree or more of room on both sides, so that notes at the ends of the range have one below.
    ladder = [pitch for pitch in range(-140, 268) if pitch in scale]
    return move_along(notes, ids, 0, degrees, ladder)
