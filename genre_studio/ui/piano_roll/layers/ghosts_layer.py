"""The other tracks' notes, faint behind the edited one's."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.layers.density import DENSE_FROM_NOTES, paint_density
from genre_studio.ui.piano_roll.layers.note_colours import ghost_fill
from genre_studio.ui.piano_roll.layers.note_shapes import draw_notes, shapes_within
from genre_studio.ui.piano_roll.note_index import index_of
from genre_studio.ui.piano_roll.roll_view import RollView


def paint_ghosts(painter: QPainter, view: RollView, area: QRect) -> None:
    """Pitched tracks ghost pitched ones; drums, whose rows are no pitches, stand alone."""
    if not view.look.shows_ghosts:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for number, track in enumerate(view.song.tracks):
        if number == view.track or track.is_drums != view.is_drums or not len(track.notes):
            continue
        shapes = shapes_within(view.coordinates, index_of(track.notes), area)
        fill = ghost_fill(view.theme, track.colour)
        if len(shapes.positions) >= DENSE_FROM_NOTES:
            paint_density(painter, shapes, area, fill)
        else:
            painter.setBrush(fill)
            draw_notes(painter, shapes.rects())
