"""The field where two strips of the roll meet, with a caption or without."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.theme import UNIT


class Corner(QWidget):
    def __init__(self, model: RollModel, caption: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._caption = model, caption
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        model.changed.connect(self._update_changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._model.view.theme
        painter.fillRect(self.rect(), theme.window)
        edge = self.rect().bottom() if not self._caption else 0
        painter.fillRect(0, edge, self.width(), 1, theme.line)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.line)
        font = painter.font()
        font.setPointSizeF(theme.small_pt)
        painter.setFont(font)
        painter.setPen(theme.text_dim)
        inner = self.rect().adjusted(UNIT, UNIT, -UNIT, -UNIT)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._caption)

    def _update_changed(self, changed: frozenset[str]) -> None:
        if "theme" in changed:
            self.update()
