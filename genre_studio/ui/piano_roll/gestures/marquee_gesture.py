"""Selecting by a rectangle, which never snaps. With Shift it adds."""

import numpy as np
from PySide6.QtCore import QPoint, QRect

from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_view import NO_IDS


class MarqueeGesture:
    def __init__(self, editor: RollEditor, pointer: Pointer) -> None:
        self._editor, self._pressed = editor, pointer
        self._before = editor.selected
        # Held in content pixels, so that scrolling during the drag keeps the corner where it was pressed.
        self._corner_y = pointer.y + editor.view.coordinates.scroll_y
        self._kept = self._before if pointer.adds else NO_IDS
        editor.select(self._kept)

    def drag(self, pointer: Pointer) -> None:
        coordinates, index = self._editor.view.coordinates, self._editor.view.index
        corner = coordinates.x_at(self._pressed.tick), self._corner_y - coordinates.scroll_y
        opposite = QPoint(round(pointer.x), round(pointer.y))
        self._editor.show_marquee(QRect(QPoint(*map(round, corner)), opposite).normalized())
        start, end = sorted((self._pressed.tick, pointer.tick))
        lowest, highest = sorted((coordinates.pitch_at(corner[1]), pointer.pitch))
        found = index.ids[index.within(start, end, lowest, highest)]
        self._editor.select(np.concatenate([self._kept, found]))

    @property
    def readout(self) -> str:
        """How many notes are selected."""
        count = len(self._editor.selected)
        return f"{count:,} selected" if count else ""

    def release(self, pointer: Pointer) -> None:
        if (pointer.x, pointer.y) != (self._pressed.x, self._pressed.y):
            self.drag(pointer)
        self._editor.end_preview()

    def cancel(self) -> None:
        self._editor.end_preview()
        self._editor.select(self._before)
