"""The edited track's notes: velocity as lightness, locked ones amber, selected ones bright and outlined."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.layers.density import is_dense, paint_density
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
from genre_studio.ui.piano_roll.note_look import ColourBy, Labels
from genre_studio.ui.piano_roll.roll_view import RollView, are_in

_FIRM_OUTLINE_FROM_PX = 10


def paint_notes(painter: QPainter, view: RollView, area: QRect) -> None:
    index = view.index
    shapes = shapes_within(view.coordinates, index, area)
    if not len(shapes.positions):
        return
    selected = are_in(index.ids[shapes.positions], view.shown_selection)
    if is_dense(view.coordinates, index, painter):
        plain = shapes, view.theme.track_colour(view.colour)
        paint_density(
            painter, [plain, (shapes.chosen(selected), selected_fill(view.theme, view.colour))], area
        )
        return
    _paint_plain(painter, view, index, shapes, ~selected)
    _paint_selected(painter, view, index, shapes, selected)
    if view.labels is not Labels.NONE:
        paint_names(painter, view, shapes)


def _paint_plain(
    painter: QPainter, view: RollView, index: NoteIndex, shapes: NoteShapes, chosen: NDArray[np.bool_]
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    locked = index.locked[shapes.positions]
    has_locked = bool(locked.any())
    classes = _classes(view, index, shapes)
    for one in np.unique(classes[chosen]).tolist():
        bucket, pitch_class = one % VELOCITY_BUCKETS, one // VELOCITY_BUCKETS
        for is_locked in (False, True) if has_locked else (False,):
            alike = shapes.chosen(chosen & (classes == one) & (locked == is_locked))
            fill = note_fill(
                view.theme,
                view.colour,
                bucket_velocity(bucket),
                is_locked=is_locked,
                colours_by=view.look.colours_by,
                pitch_class=pitch_class,
            )
            painter.setBrush(fill)
            draw_notes(painter, alike)


def _paint_selected(
    painter: QPainter, view: RollView, index: NoteIndex, shapes: NoteShapes, chosen: NDArray[np.bool_]
) -> None:
    if not chosen.any():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.theme.text)
    draw_notes(painter, shapes.chosen(chosen))
    if shapes.height < 4:
        return
    edge = 2 if shapes.height >= _FIRM_OUTLINE_FROM_PX else 1
    classes = _classes(view, index, shapes)
    if view.look.colours_by is ColourBy.TRACK:
        classes[:] = 0  # all alike
    for one in np.unique(classes[chosen]).tolist():
        velocity, pitch_class = bucket_velocity(one % VELOCITY_BUCKETS), one // VELOCITY_BUCKETS
        look = view.look.colours_by
        painter.setBrush(selected_fill(view.theme, view.colour, velocity, look, pitch_class))
        alike = shapes.chosen(chosen & (classes == one) & (shapes.widths > 2 * edge))
        painter.drawRects(alike.rects(edge, edge))


def _classes(view: RollView, index: NoteIndex, shapes: NoteShapes) -> NDArray[np.int64]:
    """Notes of one number share their colour, shape (N,): pitch class, where it counts, times bucket."""
    buckets = velocity_bucket(index.velocities[shapes.positions])
    if view.look.colours_by is not ColourBy.PITCH:
        return buckets
    return index.pitches[shapes.positions].astype(np.int64) % 12 * VELOCITY_BUCKETS + buckets
