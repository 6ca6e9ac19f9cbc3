"""Thousands of notes at once, when zoomed far out: one picture made by numpy instead of rectangles."""

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from genre_studio.ui.piano_roll.layers.note_shapes import NoteShapes

DENSE_FROM_NOTES = 1500
"""From so many visible notes on, single rectangles cost more than the picture and tell the eye no more."""


def paint_density(painter: QPainter, shapes: NoteShapes, area: QRect, colour: QColor) -> None:
    """Fill every pixel column of every row in which a note sounds. One colour; cost flat in the notes."""
    if not len(shapes.positions):
        return
    top, row_px = int(shapes.tops.min()), shapes.height + 1
    rows = (shapes.tops - top) // row_px
    lefts = np.clip(shapes.lefts - area.left(), 0, area.width() - 1)
    rights = np.clip(shapes.lefts + shapes.widths - area.left(), lefts + 1, area.width())
    # +1 where a note begins and -1 where it ends: the running sum is how many sound.
    shape = (int(rows.max()) + 1, area.width() + 1)
    edges = np.bincount(rows * shape[1] + lefts, minlength=shape[0] * shape[1])
    edges -= np.bincount(rows * shape[1] + rights, minlength=shape[0] * shape[1])
    sounding = edges.reshape(shape).cumsum(axis=1)[:, :-1] > 0
    # Each row of notes is `height` pixels tall with one free pixel below, as single notes are.
    pixels = np.zeros((shape[0], row_px, area.width()), np.uint32)
    pixels[:, : shapes.height] = np.where(sounding, np.uint32(colour.rgba()), np.uint32(0))[:, None, :]
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, area.width(), shape[0] * row_px, 4 * area.width(), form)
    painter.drawImage(area.left(), top, image)
