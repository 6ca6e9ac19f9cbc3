"""A field that takes keys by their being pressed."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from genre_studio.ui.field_keys import OWN_KEYS

_MODIFIERS = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown),
)
_BEGINS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class KeyField(QLineEdit):
    """Shows a key. A click, Return or Space listens for another one; Escape stops listening.

    Signals: pressed_key(str): the keys that were pressed while it listened, in portable text.
    """

    pressed_key = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty(OWN_KEYS, True)
        self.setAccessibleName("Keys")
        self.setPlaceholderText("None")
        self.is_listening = False
        self._shown = ""

    def show_key(self, text: str) -> None:
        """The key as this computer writes it."""
        self._shown = text
        self._stop()

    def listen(self) -> None:
        """Take the next keys that are pressed."""
        self.is_listening = True
        self.setFocus()
        self.setText("Press the new keys…")

    def event(self, event: QEvent) -> bool:
        # Before Qt moves the focus with Tab, and before any shortcut of the window takes the key.
        if isinstance(event, QKeyEvent) and self.is_listening:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        if isinstance(event, QKeyEvent) and event.key() in _BEGINS:
            event.accept()
            if event.type() == QEvent.Type.ShortcutOverride:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _BEGINS:
            self.listen()
        else:
            event.ignore()  # Escape closes the drawer, arrows are the list's

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.listen()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._stop()

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
            return
        self._stop()
        self.pressed_key.emit(portable_keys(event.keyCombination()))

    def _stop(self) -> None:
        self.is_listening = False
        self.setText(self._shown)


def portable_keys(pressed: QKeyCombination) -> str:
    """What was pressed, without the mark of the number pad: its arrows are arrows."""
    modifiers = pressed.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = pressed.key()
    if key == Qt.Key.Key_Backtab:  # Shift+Tab arrives as a key of its own
        key = Qt.Key.Key_Tab
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
