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
            "zoom_to_content": roll.looking.zoom_to_content,
            "zoom_to_selection": roll.looking.zoom_to_selection,
            "zoom_back": roll.looking.zoom_back,
            "zoom_in": roll.looking.zoom_in,
            "zoom_out": roll.looking.zoom_out,
            "rows_taller": partial(roll.looking.zoom_rows, 1),
            "rows_lower": partial(roll.looking.zoom_rows, -1),
            "page_left": partial(roll.looking.turn_pages, -1),
            "page_right": partial(roll.looking.turn_pages, 1),
        }
