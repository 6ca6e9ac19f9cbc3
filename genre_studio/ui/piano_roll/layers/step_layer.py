"""Where step input writes next: a column as wide as a step, with a flag that says that it is on."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.theme import UNIT, with_alpha


def paint_step(painter: QPainter, view: RollView, area: QRect) -> None:
    if view.step is None:
        return
    accent = view.theme.accent
    left, right = (
        round(view.coordinates.x_at(tick)) for tick in (view.step.tick, view.step.tick + view.snapping.step)
    )
    painter.fillRect(QRect(left, area.top(), right - left, area.height()), with_alpha(accent, 0.16))
    painter.fillRect(QRect(left, area.top(), 2, area.height()), accent)
    font = painter.font()
    font.setPointSizeF(view.theme.small_pt)
    painter.setFont(font)
    text = "Step input" if view.is_drums else f"Step input, C{view.step.octave}"
    flag = painter.fontMetrics().boundingRect(text).size()
    box = QRect(left, 0, flag.width() + 2 * UNIT, flag.height() + UNIT // 2)
    painter.fillRect(box, accent)
    painter.setPen(view.theme.ink_on(accent))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
