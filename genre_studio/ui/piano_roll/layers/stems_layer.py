"""Velocities as stems: a thin line with a head, where the note starts, as high as it is loud."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from genre_studio.ui.piano_roll.layers.note_colours import note_fill, selected_fill
from genre_studio.ui.piano_roll.layers.note_shapes import VELOCITY_BUCKETS, bucket_velocity, velocity_bucket
from genre_studio.ui.piano_roll.roll_view import RollView, are_in
from genre_studio.ui.theme import UNIT

STEM_REACH_PX = 6
_HEAD_PX = 5
_HEADS_UP_TO = 800
"""More stems than this at once are drawn as plain lines, the loudest of each pixel column."""
_CROWD_VELOCITY = 100


@dataclass(frozen=True, slots=True)
class VelocityScale:
    """Between velocities (1..127) and y in a lane `height` pixels tall."""

    height: int

    @property
    def _span(self) -> int:
        return max(1, self.height - 2 * UNIT)

    def y_at(self, velocity: float) -> int:
        return round(UNIT + self._span * (1 - velocity / 127))

    def ys_at(self, velocities: NDArray[np.int16]) -> NDArray[np.int64]:
        """Whole pixels of many velocities, shape (N,)."""
        return np.rint(UNIT + self._span * (1 - velocities / 127)).astype(np.int64)

    def velocity_at(self, y: float) -> int:
        """Held within 1..127."""
        return min(max(round((1 - (y - UNIT) / self._span) * 127), 1), 127)


def paint_stems(painter: QPainter, view: RollView, area: QRect, scale: VelocityScale) -> None:
    """One stem a note that starts in the area, as far as they can be told apart."""
    index, coordinates = view.index, view.coordinates
    reach = STEM_REACH_PX / coordinates.px_per_tick
    found = index.starting_within(
        coordinates.tick_at(area.left()) - reach, coordinates.tick_at(area.right()) + reach
    )
    if not len(found):
        return
    xs, velocities = coordinates.xs_at(index.starts[found]), index.velocities[found]
    selected = are_in(index.ids[found], view.shown_selection)
    tops = scale.ys_at(velocities)
    if len(found) >= _HEADS_UP_TO:
        _paint_crowd(painter, view, area, scale.height, (xs, tops, selected))
        return
    shown = _uncovered(xs, velocities, selected)
    buckets = velocity_bucket(velocities)
    painter.setPen(Qt.PenStyle.NoPen)
    for is_selected in (False, True):
        for bucket in range(VELOCITY_BUCKETS):
            stems = shown[(buckets[shown] == bucket) & (selected[shown] == is_selected)]
            fill = note_fill(view.theme, view.colour, bucket_velocity(bucket))
            painter.setBrush(selected_fill(view.theme, view.colour) if is_selected else fill)
            places = list(zip(xs[stems].tolist(), tops[stems].tolist(), strict=True))
            painter.drawRects([QRect(x, top, 2, scale.height - top) for x, top in places])
            painter.drawRects([QRect(x - 1, top - 2, _HEAD_PX, _HEAD_PX) for x, top in places])


def _paint_crowd(
    painter: QPainter,
    view: RollView,
    area: QRect,
    height: int,
    stems: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]],
) -> None:
    """Too many to tell apart: the loudest of each pixel column, selected ones first, as one picture."""
    xs, tops, selected = stems
    pixels = np.zeros((height, area.width()), np.uint32)
    rows = np.arange(height)[:, None]
    for is_selected, colour in (
        (False, note_fill(view.theme, view.colour, _CROWD_VELOCITY)),
        (True, selected_fill(view.theme, view.colour)),
    ):
        inside = (selected == is_selected) & (xs >= area.left()) & (xs <= area.right())
        highest = np.full(area.width(), height)
        np.minimum.at(highest, xs[inside] - area.left(), tops[inside])
        pixels[rows >= highest] = colour.rgba()
    form = QImage.Format.Format_ARGB32_Premultiplied
    painter.drawImage(area.left(), 0, QImage(pixels.data, area.width(), height, 4 * area.width(), form))


def _uncovered(
    xs: NDArray[np.int64], velocities: NDArray[np.int16], selected: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Which stems to draw: of those that share a pixel column one a velocity bucket; selected ones come
    before others.
    """
    order = np.lexsort((velocities, selected, xs))
    columns = xs[order] * VELOCITY_BUCKETS * 2 + velocity_bucket(velocities[order]) * 2 + selected[order]
    last_of_column = np.append(columns[1:] != columns[:-1], True)
    uncovered: NDArray[np.int64] = order[last_of_column]
    return uncovered
