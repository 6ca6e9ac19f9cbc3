"""Everything about one take on a small card beside it: asked, got, settings, seed, model, licence."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from genre_studio.music.take_record import TakeRecord
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import set_role
from genre_studio.ui.take_words import Fact, title_text

_WIDTH_PX = 400
_NAME_WIDTH_PX = 88
_MARGIN_PX = 8  # from the window's edges


class TakeCard(QFrame):
    """Lies over the window until Escape, or until something else gets the focus. What plays goes on.

    Signals: asked(str): the id of a command for the take `take_id`, which it shows. closed(): the
        person is done with it.
    """

    asked = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.take_id = 0
        set_role(self, "well")
        fix_size(self, width=_WIDTH_PX)
        self.setAccessibleName("About this take")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        self.title = QLabel()
        set_role(self.title, "heading")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnMinimumWidth(0, _NAME_WIDTH_PX)
        self._facts.setColumnStretch(1, 1)
        self.buttons = {
            id: QPushButton(title)
            for id, title in (
                ("more_like_take", "More like this"),
                ("morph_to_take", "Morph to this"),
                ("export_take", "Export…"),
            )
        }
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for id, button in self.buttons.items():
            button.setObjectName(id)
            button.clicked.connect(self._ask)
            row.addWidget(button)
        self._column = column = QVBoxLayout(self)
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

    def show_facts(
        self, take: TakeRecord, facts: Sequence[Fact], window: QWidget, lower_left: QPoint
    ) -> None:
        """Show a take's facts over a window, the card's lower left corner at this place in it."""
        self.take_id = take.id
        title, is_whole = title_text(take), take.is_whole
        self.title.setText(title)
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (name, said) in enumerate(facts):
            label, text = QLabel(name), QLabel(said)
            set_role(label, "caption")
            label.setContentsMargins(0, 2, 0, 0)  # smaller letters on the same line
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text, row, 1)
        for button in self.buttons.values():
            button.setEnabled(is_whole)
        self.setParent(window)
        height = self._column.totalHeightForWidth(_WIDTH_PX)
        x = min(max(lower_left.x(), _MARGIN_PX), window.width() - _WIDTH_PX - _MARGIN_PX)
        self.setGeometry(x, max(_MARGIN_PX, lower_left.y() - height), _WIDTH_PX, height)
        self.show()
        self.raise_()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # a ShortcutOverride too: Escape means something else in the window
            if event.type() == QEvent.Type.KeyPress:
                self._close()
            return True
        return super().event(event)

    def _close(self) -> None:
        self.closed.emit()  # first: whoever takes the focus takes it from the card
        self.hide()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """The focus has gone elsewhere in the window: so does the card."""
        if self.isVisible() and isinstance(new, QWidget) and new is not self and not self.isAncestorOf(new):
            self.hide()

    def _ask(self) -> None:
        self._close()
        self.asked.emit(self.sender().objectName())
