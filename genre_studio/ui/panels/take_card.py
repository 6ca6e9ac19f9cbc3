"""Everything about one take on a small card beside it: asked, got, settings, seed, model, licence."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from genre_studio.ui.style import set_role
from genre_studio.ui.take_words import Fact

_WIDTH_PX = 400
_NAME_WIDTH_PX = 88


class TakeCard(QFrame):
    """A popup: a click beside it or Escape closes it, and what plays goes on.

    Signals: asked(str): the id of a command for the take that it shows.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        set_role(self, "well")
        self.setFixedWidth(_WIDTH_PX)
        self.setAccessibleName("About this take")
        self.title = QLabel()
        set_role(self.title, "heading")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnMinimumWidth(0, _NAME_WIDTH_PX)
        self._facts.setColumnStretch(1, 1)
        self.buttons = {
            id: QPushButton(title)
            for id, title in (("more_like_take", "More like this"), ("export_take", "Export…"))
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for id, button in self.buttons.items():
            button.setObjectName(id)
            button.clicked.connect(self._ask)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.title)
        column.addLayout(self._facts)
        column.addLayout(row)

    @property
    def text(self) -> str:
        """What it says, a fact a line."""
        labels = [item.widget() for i in range(self._facts.count()) if (item := self._facts.itemAt(i))]
        words = [label.text() for label in labels if isinstance(label, QLabel)]
        return "\n".join(f"{name}: {said}" for name, said in zip(words[::2], words[1::2], strict=True))

    def show_facts(self, title: str, facts: Sequence[Fact], at: QPoint, *, is_whole: bool) -> None:
        """Show these facts with the card's lower left corner at a place on the screen."""
        self.title.setText(title)
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (name, said) in enumerate(facts):
            label, text = QLabel(name), QLabel(said)
            set_role(label, "caption")
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text, row, 1)
        for button in self.buttons.values():
            button.setEnabled(is_whole)
        height = self.heightForWidth(_WIDTH_PX) if self.hasHeightForWidth() else self.sizeHint().height()
        self.resize(_WIDTH_PX, max(height, self.minimumSizeHint().height()))
        self.move(self._on_screen(at))
        self.show()
        self.buttons["more_like_take"].setFocus()

    def _on_screen(self, lower_left: QPoint) -> QPoint:
        corner = lower_left - QPoint(0, self.height())
        screen = QGuiApplication.screenAt(lower_left) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        x = min(max(corner.x(), area.left()), area.right() - self.width())
        return QPoint(x, max(corner.y(), area.top()))

    def _ask(self) -> None:
        self.hide()
        self.asked.emit(self.sender().objectName())
