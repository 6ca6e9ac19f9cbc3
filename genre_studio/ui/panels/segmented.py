"""A row of joined buttons of which exactly one is down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from genre_studio.ui.style import set_role


def segment_button(title: str, parent: QWidget, place: str = "only") -> QPushButton:
    """A button that is up or down; `place` among those that it is joined with: first, middle, last, only."""
    button = QPushButton(title, parent)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setProperty("place", place)
    set_role(button, "segment")
    return button


class SegmentedButtons(QWidget):
    """Signals: chosen(str): the id of the option that a person pressed."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._press)
        self._ids: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The id of the option that is down; empty while there are none."""
        index = self._group.checkedId()
        return self._ids[index] if index >= 0 else ""

    def set_options(self, options: Sequence[tuple[str, str]], value: str = "") -> None:
        """Show (id, title) pairs; `value` is down, or the first where there is none of that id."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.deleteLater()
        self._ids = tuple(id for id, _ in options)
        for index, (_, title) in enumerate(options):
            self._add(index, title, len(options))
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Press an option without a signal."""
        index = self._ids.index(value) if value in self._ids else 0
        button = self._group.button(index)
        if button is not None:
            button.setChecked(True)

    def _add(self, index: int, title: str, count: int) -> None:
        last = "last" if index == count - 1 else "middle"
        button = segment_button(title, self, "only" if count == 1 else "first" if index == 0 else last)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group.addButton(button, index)
        self._layout.addWidget(button)

    @Slot(int)
    def _press(self, index: int) -> None:
        self.chosen.emit(self._ids[index])
