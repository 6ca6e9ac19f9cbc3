"""What a drag does, in a few words beside the pointer."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from genre_studio.ui.piano_roll.snapping import GRIDS
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import UNIT


@runtime_checkable
class Telling(Protocol):
    """A gesture that has something to tell while it lasts."""

    @property
    def readout(self) -> str:
        """A few words: a pitch and a place, a length, a velocity."""


class Readout(QLabel):
    """Stands right above the pointer, held within its parent; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._paper = parent
        set_role(self, "readout")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, gesture: object, x: float, y: float) -> None:
        """Show what a gesture tells at this place of the parent."""
        text = gesture.readout if isinstance(gesture, Telling) else ""
        self.setVisible(bool(text))
        if not text:
            return
        self.setText(text)
        self.adjustSize()
        paper = self._paper.size()
        left = min(max(round(x) + UNIT, 0), max(paper.width() - self.width(), 0))
        above = round(y) - UNIT - self.height()
        self.move(left, above if above >= 0 else round(y) + 2 * UNIT)


def length_text(ticks: int, ppq: int) -> str:
    """A length as its note value where it has one, 1/8 or 1/4T; else in beats of a quarter."""
    values = (grid for grid in GRIDS if grid.snaps and not grid.is_adaptive)
    value = next((grid.title for grid in values if abs(grid.step_ticks(ppq) - ticks) < 1), "")
    return value or f"{ticks / ppq:.2f} beats"
