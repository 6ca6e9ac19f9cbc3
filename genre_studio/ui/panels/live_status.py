"""In the status line: where music comes in, and who beats the time. Each is a button with a menu."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from genre_studio.ui.style import set_role


class LiveStatus(QWidget):
    """Signals: asked(str): the id of the command whose button was pressed."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inputs = self._button("choose_inputs", "MIDI inputs that are played and recorded")
        self.sync = self._button("choose_sync", "Who beats the time: we, a MIDI clock, or Ableton Link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.inputs)
        row.addWidget(self.sync)

    def show_inputs(self, text: str) -> None:
        self.inputs.setText(text)

    def show_sync(self, text: str, tip: str) -> None:
        self.sync.setText(text)
        self.sync.setToolTip(tip)

    def _button(self, command: str, tip: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName(command)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        set_role(button, "flat")
        button.clicked.connect(self._ask)
        return button

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.sender().objectName())
