"""A slider of a controller, 0 to 127, that reports one value a gesture."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QWidget


class LevelSlider(QSlider):
    """Stands at `default` where nothing is said; a double-click goes back there.

    Signals: level_set(int): the value, when the hand lets go, or at once by key and wheel.
    """

    level_set = Signal(int)

    def __init__(
        self, name: str, default: int, words: Callable[[int], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._default, self._words = default, words
        self._shown = default
        self.setRange(0, 127)
        self.setPageStep(8)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.valueChanged.connect(self._follow)
        self.sliderReleased.connect(self._tell)
        self.show_level(None)

    def show_level(self, value: int | None) -> None:
        """None: nothing is said, so that the synth's own default counts."""
        if self.isSliderDown():
            return  # under the hand
        self._shown = self._default if value is None else value
        with QSignalBlocker(self):
            self.setValue(self._shown)
        self._say()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(self._default)

    @Slot()
    def _follow(self) -> None:
        self._say()
        if not self.isSliderDown():
            self._tell()

    @Slot()
    def _tell(self) -> None:
        if self.value() != self._shown:
            self._shown = self.value()
            self.level_set.emit(self.value())

    def _say(self) -> None:
        words = self._words(self.value())
        self.setToolTip(f"{words}\nDouble-click goes back to {self._default}.")
        self.setAccessibleDescription(words)
