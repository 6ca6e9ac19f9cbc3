"""A strip over the roll with the amounts of one edit: it previews on the notes and blocks nothing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from genre_studio.plugin_api import Number, Parameter, ParameterValue
from genre_studio.ui.field_keys import OWN_KEYS
from genre_studio.ui.panels.layout import line
from genre_studio.ui.panels.parameter_controls import AnyControl, control_for
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT

_NUMBER_PX, _OTHER_PX = 128, 144
_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Space}


class AmountStrip(QWidget):
    """Return applies, Escape closes, Space goes on playing; a double click on a slider resets it.

    Signals: changed(): an amount did; read `values`. applied(), closed(): the person asked for it.
    """

    changed = Signal()
    applied = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._controls: list[AnyControl] = []
        self._title, self._target = QLabel(), QLabel()
        set_role(self._title, "heading")
        set_role(self._target, "caption")
        self.apply, self.close_button = QPushButton("Apply"), QPushButton("Close")
        self.apply.clicked.connect(self.applied)
        self.close_button.clicked.connect(self.closed)
        self._amounts = QHBoxLayout()
        self._amounts.setSpacing(2 * UNIT)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        for widget in (self._title, self._target):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.apply, self.close_button):
            head.addWidget(button)
        amounts = QHBoxLayout()
        amounts.addLayout(self._amounts)
        amounts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT, UNIT, UNIT, 0)
        column.setSpacing(UNIT)
        column.addLayout(head)
        column.addLayout(amounts)
        column.addWidget(line())
        self.hide()

    @property
    def values(self) -> dict[str, ParameterValue]:
        return {control.parameter.id: control.value for control in self._controls}

    def open_for(
        self, title: str, parameters: Sequence[Parameter], values: Mapping[str, ParameterValue]
    ) -> None:
        """Ask for these amounts, beginning with `values`; the first has the keyboard."""
        for control in self._controls:
            self._amounts.removeWidget(control)
            control.hide()
            control.deleteLater()
        self._title.setText(title)
        self._controls = [control_for(parameter) for parameter in parameters]
        for control in self._controls:
            control.set_value(values[control.parameter.id])
            is_number = isinstance(control.parameter, Number)
            if not isinstance(control.field, QCheckBox):
                fix_size(control, width=_NUMBER_PX if is_number else _OTHER_PX)
                control.field.setMinimumWidth(56)
            self._amounts.addWidget(control)
            control.changed.connect(self.changed)
        for child in self.findChildren(QWidget):
            child.setProperty(OWN_KEYS, True)
            child.installEventFilter(self)
        self.show()
        if self._controls:
            first = self._controls[0].field
            first.setFocus()
            if isinstance(first, QAbstractSpinBox):
                first.selectAll()

    def show_target(self, text: str) -> None:
        """What the edit is about: "12 notes"."""
        self._target.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or event.key() not in _KEYS:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Space:
            if isinstance(watched, QAbstractSpinBox):  # means nothing in a number: left to the window
                event.ignore()
                return True
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._press(watched, event.key())
        return True

    def _press(self, watched: QObject, key: int) -> None:
        if key == Qt.Key.Key_Escape or watched is self.close_button:
            self.closed.emit()
        else:
            self.applied.emit()
