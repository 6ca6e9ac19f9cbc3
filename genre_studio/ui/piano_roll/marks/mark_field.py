"""The field in which a mark is typed, in its place on the ruler."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from genre_studio.ui.field_keys import OWN_KEYS

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MarkField(QLineEdit):
    """Signals: ended(object): what was typed, or None where it was given up. Exactly one, once."""

    ended = Signal(object)

    def __init__(self, text: str, title: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._has_ended = False
        self.setProperty(OWN_KEYS, True)
        self.setProperty("role", "mark")
        self.setAccessibleName(title)
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        # Return and Escape are shortcuts of the window: here they end the typing.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURN:
            self._end(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self._end(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._end(self.text().strip())

    def _end(self, text: str | None) -> None:
        if not self._has_ended:
            self._has_ended = True
            self.ended.emit(text)
