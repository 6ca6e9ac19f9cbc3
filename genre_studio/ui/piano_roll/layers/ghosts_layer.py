"""The other tracks' notes, faint behind the edited one's."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.song import Track
from genre_studio.ui.piano_roll.layers.density import is_dense, paint_density
from genre_studio.ui.piano_roll.layers.note_colours import ghost_fill
from genre_studio.ui.piano_roll.layers.note_shapes import shapes_within
from genre_studio.ui.piano_roll.note_index import NoteIndex
from genre_studio.ui.piano_roll.roll_view import RollView


@dataclass(frozen=True, slots=True)
class _Ghosts:
    """The notes of several tracks as one index, and whose each note is: the place in `tracks`, (N,)."""

    tracks: tuple[Track, ...]
    index: NoteIndex
    owners: NDArray[np.int64]


def paint_ghosts(painter: QPainter, view: RollView, area: QRect) -> None:
    """Pitched tracks ghost pitched ones; drums, whose rows are no pitches, stand alone."""
    if not view.look.shows_ghosts:
        return
    others = tuple(
        track
        for number, track in enumerate(view.song.tracks)
        if number != view.track and track.is_drums == view.is_drums and len(track.notes)
    )
    if not others:
        return
    ghosts = _joined(others)
    shapes = shapes_within(view.coordinates, ghosts.index, area)
    owners = ghosts.owners[shapes.positions]
    parts = [
        (shapes.chosen(owners == owner), ghost_fill(view.theme, track.colour))
        for owner, track in enumerate(ghosts.tracks)
    ]
    if is_dense(view.coordinates, ghosts.index, painter):
        paint_density(painter, parts, area)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for own, fill in parts:
        painter.setBrush(fill)
        painter.drawRects(own.rects())


@lru_cache(maxsize=2)
def _joined(tracks: tuple[Track, ...]) -> _Ghosts:
    """Looked up once for all tracks and not once for each. Tracks are compared by identity."""
    notes = np.concatenate([track.notes for track in tracks])
    owners = np.repeat(np.arange(len(tracks)), [len(track.notes) for track in tracks])
    order = np.argsort(notes["start"], kind="stable")
    return _Ghosts(tracks, NoteIndex(notes[order]), owners[order])
