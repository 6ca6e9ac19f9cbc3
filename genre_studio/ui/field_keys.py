"""What keys mean while a field or a button has the focus.

The window's shortcuts would otherwise win: Return would go to the start in place of entering a tempo,
and fields would swallow Space, with which music starts and stops everywhere.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QWidget,
)

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress
_OF_LISTS = (
    *_RETURN,
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)
_CTRL_OR_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
OWN_KEYS = "own_keys"  # the property of a field that gives Return and Escape a meaning of its own


class FieldKeys(QObject):
    """Watches what has the focus within `window`; `home` gets it back.

    In a field, Return enters what was typed and Escape forgets it; both go home. In a number, Space
    plays. On a button that was reached by Tab, Return presses. In a list, the arrows and Return are its own.
    """

    def __init__(self, window: QWidget, home: QWidget) -> None:
        super().__init__(window)
        self._window, self._home = window, home
        self._text = ""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        is_press = event.type() == QEvent.Type.KeyPress
        if isinstance(watched, QAbstractItemView):
            if not is_press and event.key() in _OF_LISTS and not event.modifiers() & _CTRL_OR_ALT:
                event.accept()
            return False
        if isinstance(watched, QAbstractButton):
            return event.key() in _RETURN and self._press(watched, event, is_press=is_press)
        if isinstance(watched, QAbstractSpinBox) and event.key() == Qt.Key.Key_Space:
            event.ignore()  # it means nothing in a number: left to the window's shortcut
            return True
        if event.key() not in (*_RETURN, Qt.Key.Key_Escape) or _is_read_only(watched):
            return False
        event.accept()
        if is_press:
            if event.key() == Qt.Key.Key_Escape:
                self._forget(watched)
            self._home.setFocus()  # a field enters what was typed when it loses the focus
        return True

    @Slot(QWidget, QWidget)
    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QWidget):
            old.removeEventFilter(self)
        if not isinstance(new, QAbstractSpinBox | QLineEdit | QAbstractButton | QAbstractItemView):
            return
        if self._window.isAncestorOf(new) and not new.property(OWN_KEYS):
            new.installEventFilter(self)
            self._text = _text_of(new)

    def _forget(self, field: QObject) -> None:
        line = field.findChild(QLineEdit) if isinstance(field, QAbstractSpinBox) else field
        if isinstance(line, QLineEdit):
            line.setText(self._text)

    @staticmethod
    def _press(button: QAbstractButton, event: QKeyEvent, *, is_press: bool) -> bool:
        event.accept()
        if is_press and not event.isAutoRepeat():
            button.click()
        return True


def _is_read_only(field: QObject) -> bool:
    return isinstance(field, QLineEdit) and field.isReadOnly()


def _text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLineEdit | QAbstractSpinBox) else ""
