"""Which notes a rule finds: sorted ids, for a selection. Nothing is edited here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.notes import Notes, note_ends
from genre_studio.music.scales import Scale


@dataclass(frozen=True, slots=True)
class NoteRule:
    """Bounds, both ends included: MIDI numbers, velocities, and durations in ticks (None: any length)."""

    lowest: int = 0
    highest: int = 127
    softest: int = 1
    loudest: int = 127
    shortest: int = 1
    longest: int | None = None


def find(notes: Notes, rule: NoteRule) -> NDArray[np.int64]:
    """The notes within all bounds of a rule."""
    pitch, velocity, duration = notes["pitch"], notes["velocity"], notes["duration"]
    found = (pitch >= rule.lowest) & (pitch <= rule.highest)
    found &= (velocity >= rule.softest) & (velocity <= rule.loudest) & (duration >= rule.shortest)
    if rule.longest is not None:
        found &= duration <= rule.longest
    return _ids(notes, found)


def inverted(notes: Notes, ids: NoteIds) -> NDArray[np.int64]:
    """The notes that are not chosen."""
    return _ids(notes, ~chosen(notes, ids))


def out_of_scale(notes: Notes, scale: Scale) -> NDArray[np.int64]:
    """The notes whose pitch is not in the scale."""
    return _ids(notes, ~np.isin(notes["pitch"] % 12, list(scale.pitch_classes)))


def overlapped(notes: Notes) -> NDArray[np.int64]:
    """The notes that start while another of their pitch still sounds: one of the two is not heard in full."""
    if not len(notes):
        return _ids(notes, np.zeros(0, bool))
    order = np.lexsort((notes["id"], notes["start"], notes["pitch"]))
    ends = note_ends(notes)
    # One number for (pitch, tick), so that the latest end so far never reaches into the next pitch.
    key = notes["pitch"].astype(np.int64) * (int(ends.max()) + 1)
    latest = np.maximum.accumulate((key + ends)[order])
    found = np.zeros(len(notes), bool)
    found[order[1:]] = latest[:-1] > (key + notes["start"])[order[1:]]
    return _ids(notes, found)


def every_nth_beat(notes: Notes, beat_ticks: int, n: int, first: int = 0) -> NDArray[np.int64]:
    """The notes that start within beat `first`, `first` + n, `first` + 2n and so on, counted from zero.

    Raises ValueError where the beat or n is under 1.
    """
    if beat_ticks < 1 or n < 1:
        raise ValueError("A beat lasts at least one tick, and every first beat is the least.")
    return _ids(notes, (notes["start"] // beat_ticks - first) % n == 0)


def _ids(notes: Notes, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    ids: NDArray[np.int64] = np.sort(notes["id"][mask])
    return ids
