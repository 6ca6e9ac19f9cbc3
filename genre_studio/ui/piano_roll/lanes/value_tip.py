"""The value under the pointer, written beside it."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication

from genre_studio.ui.theme import UNIT, Theme, with_alpha


def tip_rectangle(theme: Theme, text: str, within: QRect, at: QPoint) -> QRect:
    """Where the text's ground is: right above the pointer, or where there is room."""
    metrics = QFontMetrics(_font(theme))
    width, height = metrics.horizontalAdvance(text) + 2 * UNIT, metrics.height() + 4
    left = at.x() + 2 * UNIT
    if left + width > within.right():
        left = at.x() - UNIT - width
    top = min(max(at.y() - height - 4, within.top() + 2), within.bottom() - height - 1)
    return QRect(max(left, within.left()), top, width, height)


def paint_value_tip(painter: QPainter, theme: Theme, text: str, within: QRect, at: QPoint) -> None:
    ground = tip_rectangle(theme, text, within, at)
    painter.fillRect(ground, with_alpha(theme.window, 0.92))
    painter.setFont(_font(theme))
    painter.setPen(theme.text)
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)


def _font(theme: Theme) -> QFont:
    font = QApplication.font()
    font.setPointSizeF(theme.small_pt)
    return font
