"""A calm bar above the work: a sentence and what can be done about it. Never a dialog over the roll."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from genre_studio.ui.style import set_role

Answer = tuple[str, Callable[[], object]]


class Banner(QFrame):
    """Hidden until `show_message`. Every answer hides it first, then does what it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(8)
        self._row.addWidget(self.text, 1)
        self._answers: list[tuple[QPushButton, Callable[[], object]]] = []
        self.hide()

    @property
    def answers(self) -> tuple[QPushButton, ...]:
        return tuple(button for button, _ in self._answers)

    def show_message(self, sentence: str, answers: Sequence[Answer] = (), *, is_error: bool = False) -> None:
        """Say `sentence` with a button for each answer, and one that closes the bar."""
        for button, _ in self._answers:
            self._row.removeWidget(button)
            button.deleteLater()
        self._answers = []
        self.text.setText(sentence)
        for title, act in (*answers, ("Close" if not answers else "Cancel", _nothing)):
            button = QPushButton(title, self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._answer)
            self._row.addWidget(button)
            self._answers.append((button, act))
        set_role(self, "error-banner" if is_error else "banner")
        self.show()

    @Slot()
    def _answer(self) -> None:
        act = next(act for button, act in self._answers if button is self.sender())
        self.hide()
        act()


def _nothing() -> None:
    """Closing the bar is all."""
