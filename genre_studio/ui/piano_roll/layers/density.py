"""Thousands of notes at once, when zoomed far out: one picture made by numpy instead of rectangles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.layers.note_shapes import NoteShapes
from genre_studio.ui.piano_roll.note_index import NoteIndex

DENSE_FROM_NOTES = 1500
"""From so many notes in a view on, single rectangles cost more than the picture and tell the eye no more."""


def is_dense(coordinates: RollCoordinates, index: NoteIndex, painter: QPainter) -> bool:
    """Whether the view holds that many notes: all of it, so that a repainted strip looks like the rest."""
    view = painter.window()
    start, end = coordinates.tick_at(view.left()), coordinates.tick_at(view.right() + 1)
    return index.count_starting_within(start, end) >= DENSE_FROM_NOTES


def paint_density(painter: QPainter, parts: Sequence[tuple[NoteShapes, QColor]], area: QRect) -> None:
    """Fill every pixel column of every row in which a note sounds; later parts lie over earlier ones.

    The parts share their rows. The cost is flat in the notes.
    """
    parts = [(shapes, colour) for shapes, colour in parts if len(shapes.positions)]
    if not parts:
        return
    row_px = parts[0][0].height + 1
    top = min(int(shapes.tops.min()) for shapes, _ in parts)
    bottom = max(int(shapes.tops.max()) for shapes, _ in parts)
    colours = np.zeros(((bottom - top) // row_px + 1, area.width()), np.uint32)
    for shapes, colour in parts:
        colours[_sounding(shapes, top, row_px, area, len(colours))] = colour.rgba()
    # Each row of notes is a pixel less tall than its row, as single notes are.
    pixels = np.repeat(colours, row_px, axis=0)
    pixels[row_px - 1 :: row_px] = 0
    form = QImage.Format.Format_ARGB32_Premultiplied
    painter.drawImage(
        area.left(), top, QImage(pixels.data, area.width(), len(pixels), 4 * area.width(), form)
    )


def _sounding(shapes: NoteShapes, top: int, row_px: int, area: QRect, row_count: int) -> NDArray[np.bool_]:
    """Which pixel columns of which rows sound, (rows, width)."""
    rows = (shapes.tops - top) // row_px
    lefts = np.clip(shapes.lefts - area.left(), 0, area.width() - 1)
    rights = np.clip(shapes.lefts + shapes.widths - area.left(), lefts + 1, area.width())
    # +1 where a note begins and -1 where it ends: the running sum is how many sound.
    width = area.width() + 1
    edges = np.bincount(rows * width + lefts, minlength=row_count * width)
    edges -= np.bincount(rows * width + rights, minlength=row_count * width)
    sounding: NDArray[np.bool_] = edges.reshape(row_count, width).cumsum(axis=1, dtype=np.int32)[:, :-1] > 0
    return sounding
