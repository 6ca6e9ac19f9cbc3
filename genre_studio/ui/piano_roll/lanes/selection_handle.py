"""The small handle above selected points by which their values are scaled."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import UNIT, with_alpha

_WIDTH = 3 * UNIT
_HEIGHT = 6


def handle_rectangle(view: RollView) -> QRect | None:
    """Where the handle is, at the lane's upper edge; None unless two points or more are selected."""
    if len(view.points) < 2:
        return None
    left, right = (view.coordinates.x_at(int(tick)) for tick in (view.points[0], view.points[-1]))
    return QRect(round((left + right) / 2) - _WIDTH // 2, 1, _WIDTH, _HEIGHT)


def paint_handle(painter: QPainter, view: RollView) -> None:
    """The handle, and a thin line over the ticks that it scales."""
    handle = handle_rectangle(view)
    if handle is None:
        return
    left, right = (round(view.coordinates.x_at(int(tick))) for tick in (view.points[0], view.points[-1]))
    painter.fillRect(left, handle.center().y(), right - left + 1, 1, with_alpha(view.theme.accent, 0.6))
    painter.fillRect(handle, view.theme.accent)
