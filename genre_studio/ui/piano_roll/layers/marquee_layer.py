"""The rectangle that a selecting drag spans."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen

from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import with_alpha


def paint_marquee(painter: QPainter, view: RollView, area: QRect) -> None:
    if view.marquee is None or not view.marquee.intersects(area):
        return
    pen = QPen(view.theme.accent)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(with_alpha(view.theme.accent, 0.14))
    painter.drawRect(view.marquee)
