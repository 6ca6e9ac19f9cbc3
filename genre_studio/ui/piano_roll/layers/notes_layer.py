"""The edited track's notes: velocity as lightness, locked ones amber, selected ones bright and outlined."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.layers.density import DENSE_FROM_NOTES, paint_density
from genre_studio.ui.piano_roll.layers.note_colours import note_fill, selected_fill
from genre_studio.ui.piano_roll.layers.note_names import paint_names
from genre_studio.ui.piano_roll.layers.note_shapes import (
    VELOCITY_BUCKETS,
    NoteShapes,
    bucket_velocity,
    draw_notes,
    shapes_within,
    velocity_bucket,
)
from genre_studio.ui.piano_roll.note_index import NoteIndex
from genre_studio.ui.piano_roll.roll_view import RollView, are_in

_FIRM_OUTLINE_FROM_PX = 10


def paint_notes(painter: QPainter, view: RollView, area: QRect) -> None:
    index = view.index
    shapes = shapes_within(view.coordinates, index, area)
    if not len(shapes.positions):
        return
    selected = are_in(index.ids[shapes.positions], view.shown_selection)
    if len(shapes.positions) >= DENSE_FROM_NOTES:
        paint_density(painter, shapes, area, view.theme.track_colour(view.colour))
        paint_density(painter, shapes.chosen(selected), area, selected_fill(view.theme, view.colour))
        return
    _paint_by_velocity(painter, view, index, shapes, ~selected)
    _paint_selected(painter, view, shapes, selected)
    paint_names(painter, view, shapes)


def _paint_by_velocity(
    painter: QPainter, view: RollView, index: NoteIndex, shapes: NoteShapes, chosen: NDArray[np.bool_]
) -> None:
    buckets = velocity_bucket(index.velocities[shapes.positions])
    locked = index.locked[shapes.positions]
    painter.setPen(Qt.PenStyle.NoPen)
    for bucket in range(VELOCITY_BUCKETS):
        for is_locked in (False, True):
            rects = shapes.chosen(chosen & (buckets == bucket) & (locked == is_locked)).rects()
            painter.setBrush(note_fill(view.theme, view.colour, bucket_velocity(bucket), is_locked=is_locked))
            draw_notes(painter, rects)


def _paint_selected(painter: QPainter, view: RollView, shapes: NoteShapes, chosen: NDArray[np.bool_]) -> None:
    rects = shapes.chosen(chosen).rects()
    if not rects:
        return
    theme = view.theme
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.text)
    draw_notes(painter, rects)
    if shapes.height >= 4:
        painter.setBrush(selected_fill(theme, view.colour))
        edge = 2 if shapes.height >= _FIRM_OUTLINE_FROM_PX else 1
        painter.drawRects([r.adjusted(edge, edge, -edge, -edge) for r in rects if r.width() > 2 * edge])
