"""A clip, notes by track index, cut out of some bars and laid over others. Pure functions."""

from collections.abc import Mapping

import numpy as np

from genre_studio.music.notes import Notes, frozen, starting_within


def scaled_notes(notes: Notes, factor: float) -> Notes:
    """The notes with their ticks multiplied by `factor`; each lasts a tick at least."""
    if factor == 1.0:
        return notes
    scaled = notes.copy()
    ends = np.rint((notes["start"] + notes["duration"]) * factor)
    scaled["start"] = np.rint(notes["start"] * factor)
    scaled["duration"] = np.maximum(ends - scaled["start"], 1)
    return frozen(scaled)


def moved_clip(notes_by_track: Mapping[int, Notes], start: int, region: tuple[int, int]) -> dict[int, Notes]:
    """What begins at tick `start` laid over the ticks [start, end) of `region`, cut off at its end.

    Locks stay behind: a clip is a proposal. Tracks without a note there are left out.
    """
    length = region[1] - region[0]
    clip = {}
    for track, notes in notes_by_track.items():
        inside = starting_within(notes, start, start + length).copy()
        inside["start"] += region[0] - start
        inside["duration"] = np.minimum(inside["duration"], region[1] - inside["start"])
        inside["locked"] = False
        if len(inside):
            clip[track] = frozen(inside)
    return clip
