"""Finding notes by everything that can be asked of them at once: what a person types into a find page."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.edits.selecting import NoteRule, find, out_of_scale, overlapped
from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale


class Kind(Enum):
    """What else a note must be."""

    ANY = "Any notes"
    IN_SCALE = "In the scale"
    OUT_OF_SCALE = "Out of the scale"
    OVERLAPPED = "Doubles and overlaps"
    LOCKED = "Locked"
    UNLOCKED = "Not locked"


class Place(Enum):
    """Where a note must start."""

    ANYWHERE = "Anywhere"
    ON_BEAT = "On the beat"
    OFF_BEAT = "Off the beat"


@dataclass(frozen=True, slots=True)
class NoteSearch:
    """All of it must hold. `ticks`: starts within [start, end). Of what is found, every `every`-th onset
    is taken, counted from the `first` one (0 is the first), chords whole.
    """

    rule: NoteRule = field(default_factory=NoteRule)
    kind: Kind = Kind.ANY
    place: Place = Place.ANYWHERE
    ticks: tuple[int, int] | None = None
    every: int = 1
    first: int = 0

    def __post_init__(self) -> None:
        if self.every < 1 or self.first < 0:
            raise ValueError("Every first note is the least, counted from the first one on.")


def search(
    notes: Notes, asked: NoteSearch, scale: Scale, beats: NDArray[np.int64], tolerance: int
) -> NDArray[np.int64]:
    """Sorted ids of the notes that are asked for.

    `beats` are ascending ticks, at least one; a note is on a beat within `tolerance` ticks of it.
    """
    found = np.isin(notes["id"], find(notes, asked.rule)) & _of_kind(notes, asked.kind, scale)
    start = notes["start"]
    if asked.ticks is not None:
        found &= (start >= asked.ticks[0]) & (start < asked.ticks[1])
    if asked.place is not Place.ANYWHERE:
        is_on = _distance(start, beats) <= tolerance
        found &= is_on if asked.place is Place.ON_BEAT else ~is_on
    if asked.every > 1 or asked.first:
        onsets = np.unique(start[found])[asked.first :: asked.every]
        found &= np.isin(start, onsets)
    ids: NDArray[np.int64] = np.sort(notes["id"][found])
    return ids


def _of_kind(notes: Notes, kind: Kind, scale: Scale) -> NDArray[np.bool_]:
    match kind:
        case Kind.ANY:
            return np.ones(len(notes), bool)
        case Kind.OVERLAPPED:
            return np.isin(notes["id"], overlapped(notes))
        case Kind.LOCKED | Kind.UNLOCKED:
            return np.asarray(notes["locked"] == (kind is Kind.LOCKED), bool)
        case Kind.IN_SCALE | Kind.OUT_OF_SCALE:
            is_out = np.isin(notes["id"], out_of_scale(notes, scale))
            return is_out if kind is Kind.OUT_OF_SCALE else ~is_out


def _distance(ticks: NDArray[np.int64], lines: NDArray[np.int64]) -> NDArray[np.int64]:
    """How far each tick is from the nearest line, shape (N,)."""
    after = np.searchsorted(lines, ticks)
    near = np.stack([lines[np.maximum(after - 1, 0)], lines[np.minimum(after, len(lines) - 1)]])
    distance: NDArray[np.int64] = np.abs(near - ticks).min(axis=0)
    return distance
