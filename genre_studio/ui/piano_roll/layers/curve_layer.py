"""A controller's values as steps: each holds until the next. Selected points are bright."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.controller_names import resting_value
from genre_studio.ui.piano_roll.lanes.lane_points import LanePoints, points_of
from genre_studio.ui.piano_roll.lanes.value_scale import ValueScale
from genre_studio.ui.piano_roll.roll_view import RollView, are_in
from genre_studio.ui.theme import with_alpha

POINT_PX = 5
_POINTS_UP_TO = 400
"""More points than this at once are a curve without heads."""


def paint_curve(painter: QPainter, view: RollView, area: QRect, height: int) -> None:
    """The shown lane's steps and points within the area; nothing where the lane is empty."""
    assert view.lane is not None
    coordinates, scale = view.coordinates, ValueScale(view.lane, height)
    reach = POINT_PX / coordinates.px_per_tick
    near = points_of(view).within(
        coordinates.tick_at(area.left()) - reach, coordinates.tick_at(area.right() + 1) + reach
    )
    base = scale.y_at(resting_value(view.lane))
    painter.fillRect(area.left(), base, area.width(), 1, view.theme.line_bar)
    if not len(near.ticks):
        return
    xs, ys = coordinates.xs_at(near.ticks), scale.ys_at(near.values)
    _paint_steps(painter, view, area, xs, ys, base)
    if len(xs) <= _POINTS_UP_TO:
        _paint_points(painter, view, near, xs, ys)


def _paint_steps(
    painter: QPainter, view: RollView, area: QRect, xs: NDArray[np.int64], ys: NDArray[np.int64], base: int
) -> None:
    """One rectangle a pixel column at most, however many values lie in it: its last, and how far it ran."""
    first = np.flatnonzero(np.diff(xs, prepend=xs[0] - 1))
    lasts = np.append(first[1:], len(xs)) - 1
    lefts = np.maximum(xs[first], area.left() - 1)
    rights = np.append(lefts[1:], area.right() + 1)
    held, top, bottom = ys[lasts], np.minimum.reduceat(ys, first), np.maximum.reduceat(ys, first)
    # The line also climbs from the step before to its own.
    top[1:], bottom[1:] = np.minimum(top[1:], held[:-1]), np.maximum(bottom[1:], held[:-1])
    colour = view.theme.track_colour(view.colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(colour, 0.28))
    places = list(zip(lefts.tolist(), rights.tolist(), held.tolist(), strict=True))
    painter.drawRects([QRect(x, min(y, base), end - x, abs(base - y)) for x, end, y in places if y != base])
    painter.setBrush(colour)
    painter.drawRects([QRect(x, y, end - x, 1) for x, end, y in places])
    climbs = zip(lefts.tolist(), top.tolist(), bottom.tolist(), strict=True)
    painter.drawRects([QRect(x, y, 1, low - y) for x, y, low in climbs if low > y])


def _paint_points(
    painter: QPainter, view: RollView, near: LanePoints, xs: NDArray[np.int64], ys: NDArray[np.int64]
) -> None:
    selected, half = are_in(near.ticks, view.points), POINT_PX // 2
    for is_selected, colour in ((False, view.theme.track_colour(view.colour)), (True, view.theme.text)):
        painter.setBrush(colour)
        mask = selected == is_selected
        places = zip(xs[mask].tolist(), ys[mask].tolist(), strict=True)
        painter.drawRects([QRect(x - half, y - half, POINT_PX, POINT_PX) for x, y in places])
