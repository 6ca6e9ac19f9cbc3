"""Notes as rectangles in pixels: what all layers that draw notes share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.note_index import NoteIndex

VELOCITY_BUCKETS = 8
ROUNDED_FROM_PX = 9
"""Rows from this height on draw their notes with cut corners."""

_FARTHEST_PX = 1 << 15


@dataclass(frozen=True, slots=True)
class NoteShapes:
    """Visible notes in device-independent pixels; all arrays of shape (N,)."""

    positions: NDArray[np.int64]  # in the notes array
    lefts: NDArray[np.int64]
    tops: NDArray[np.int64]
    widths: NDArray[np.int64]
    height: int

    def chosen(self, mask: NDArray[np.bool_]) -> "NoteShapes":
        columns = (self.positions, self.lefts, self.tops, self.widths)
        positions, lefts, tops, widths = (column[mask] for column in columns)
        return NoteShapes(positions, lefts, tops, widths, self.height)

    def rects(self, dx: int = 0, dy: int = 0) -> list[QRect]:
        """The notes as rectangles, each narrowed by `dx` and lowered by `dy` pixels on either side."""
        height = self.height - 2 * dy
        columns = (self.lefts + dx, self.tops + dy, self.widths - 2 * dx)
        xs, ys, widths = (column.tolist() for column in columns)
        return [QRect(x, y, width, height) for x, y, width in zip(xs, ys, widths, strict=True)]


def shapes_within(coordinates: RollCoordinates, index: NoteIndex, area: QRect) -> NoteShapes:
    """The notes that show in `area`. A pixel is left free behind and below each, to tell them apart."""
    start, end = coordinates.tick_at(area.left() - 1), coordinates.tick_at(area.right() + 2)
    lowest, highest = coordinates.pitch_at(area.bottom()), coordinates.pitch_at(area.top())
    positions = index.within(start, end, lowest, highest)
    positions = positions[coordinates.rows.row_of[index.pitches[positions]] >= 0]
    lefts = coordinates.xs_at(index.starts[positions])
    rights = coordinates.xs_at(index.ends[positions])
    tops = coordinates.ys_at(index.pitches[positions])
    # Cut what no view shows, and by the view rather than `area`: a repaint of a strip must draw the same.
    lefts, rights = np.clip(lefts, -8, _FARTHEST_PX), np.clip(rights, -8, _FARTHEST_PX)
    return NoteShapes(positions, lefts, tops, np.maximum(rights - lefts - 1, 1), coordinates.row_px - 1)


def velocity_bucket(velocities: NDArray[np.int16]) -> NDArray[np.int64]:
    """0 (softest) .. VELOCITY_BUCKETS - 1, shape (N,)."""
    return velocities.astype(np.int64) * VELOCITY_BUCKETS // 128


def bucket_velocity(bucket: int) -> float:
    """The velocity in the middle of a bucket."""
    return (bucket + 0.5) * 128 / VELOCITY_BUCKETS


def draw_notes(painter: QPainter, shapes: NoteShapes) -> None:
    """Fill notes with the painter's brush; large ones lose their corner pixels, which looks round."""
    if shapes.height < ROUNDED_FROM_PX - 1:
        painter.drawRects(shapes.rects())
        return
    painter.drawRects(shapes.chosen(shapes.widths > 2).rects(1, 0))
    painter.drawRects(shapes.rects(0, 1))
