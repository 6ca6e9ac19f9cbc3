"""Commands by which one looks closer, farther, elsewhere and back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from genre_studio.ui.piano_roll import PianoRoll


class ZoomDesk(QObject):
    def __init__(self, roll: PianoRoll, parent: QObject) -> None:
        super().__init__(parent)
        self._roll = roll

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        roll = self._roll
        return {
            "zoom_to_content": roll.zoom_to_content,
            "zoom_to_selection": roll.zoom_to_selection,
            "zoom_back": roll.zoom_back,
            "zoom_in": roll.zoom_in,
            "zoom_out": roll.zoom_out,
            "rows_taller": partial(roll.zoom_rows, 1),
            "rows_lower": partial(roll.zoom_rows, -1),
            "page_left": partial(roll.turn_pages, -1),
            "page_right": partial(roll.turn_pages, 1),
        }
