"""The region that a generator may write, hatched softly between its two edges."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QPainter

from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import with_alpha


def paint_region(painter: QPainter, view: RollView, area: QRect) -> None:
    if view.region is None:
        return
    left, right = (view.coordinates.px_at(tick) for tick in view.region)
    shown = QRect(left, area.top(), right - left, area.height()).intersected(area)
    if shown.isEmpty():
        return
    accent = view.theme.accent
    painter.fillRect(shown, with_alpha(accent, 0.05))
    painter.setBrushOrigin(view.coordinates.px_at(0), -round(view.coordinates.scroll_y))
    painter.fillRect(shown, QBrush(with_alpha(accent, 0.10), Qt.BrushStyle.BDiagPattern))
    for x in (left, right):
        if area.left() <= x <= area.right():
            painter.fillRect(x, area.top(), 1, area.height(), with_alpha(accent, 0.8))
