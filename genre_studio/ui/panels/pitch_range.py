"""The lowest and the highest note that a generator may write, by name."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from genre_studio.ui.piano_roll.pitch_names import pitch_name
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import inset_text

_BY_NAME = {pitch_name(pitch).replace("♯", "#").upper(): pitch for pitch in range(128)}


class PitchField(QSpinBox):
    """A MIDI note number shown and typed as a name: C4, F#2. Numbers are understood too."""

    def __init__(self, pitch: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, 127)
        self.setValue(pitch)
        fix_size(self, width=72)
        inset_text(self)

    def textFromValue(self, value: int) -> str:  # noqa: N802 - Qt's name
        return pitch_name(value)

    def valueFromText(self, text: str) -> int:  # noqa: N802 - Qt's name
        return _pitch_of(text, self.value())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return (QValidator.State.Acceptable, text, position)


def _pitch_of(text: str, otherwise: int) -> int:
    text = text.strip().upper().replace("♯", "#")
    if text.isdigit():
        return min(int(text), 127)
    return _BY_NAME.get(text, otherwise)


class PitchRange(QWidget):
    """Signals: changed(): either end did."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lowest, self.highest = PitchField(0), PitchField(127)
        self.lowest.setAccessibleName("Lowest note")
        self.highest.setAccessibleName("Highest note")
        self.setToolTip("The generator writes no note outside this range. Drums are exempt.")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(QLabel("Range"), 1)
        layout.addWidget(self.lowest)
        layout.addWidget(QLabel("to"))
        layout.addWidget(self.highest)
        self.lowest.valueChanged.connect(self._raise_highest)
        self.highest.valueChanged.connect(self._sink_lowest)

    @Slot(int)
    def _raise_highest(self, lowest: int) -> None:
        self.highest.setValue(max(lowest, self.highest.value()))
        self.changed.emit()

    @Slot(int)
    def _sink_lowest(self, highest: int) -> None:
        self.lowest.setValue(min(highest, self.lowest.value()))
        self.changed.emit()
