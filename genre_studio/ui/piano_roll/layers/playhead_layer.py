"""The line where the music is."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.roll_view import RollView

PLAYHEAD_REACH_PX = 6
"""How far left and right of its line the playhead draws, its head in the ruler included."""


def paint_playhead(painter: QPainter, view: RollView, area: QRect) -> None:
    if view.playhead is None:
        return
    x = view.coordinates.px_at(view.playhead)
    if area.left() <= x <= area.right():
        painter.fillRect(x, area.top(), 1, area.height(), view.theme.text)
