"""The rectangle that a selecting drag spans."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen

from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import Theme, with_alpha


def paint_marquee(painter: QPainter, view: RollView, area: QRect) -> None:
    if view.marquee is not None and view.marquee.intersects(area):
        paint_rectangle(painter, view.theme, view.marquee)


def paint_rectangle(painter: QPainter, theme: Theme, rectangle: QRect) -> None:
    pen = QPen(theme.accent)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(with_alpha(theme.accent, 0.14))
    painter.drawRect(rectangle)
