"""Wiping notes away: every note that the pointer passes goes."""

import numpy as np
from PySide6.QtCore import QPointF, Qt

from genre_studio.music import edits
from genre_studio.ui.piano_roll.pointer import Pointer, hit_at, pointer_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes

_STRIDE_PX = 3
"""A fast drag is looked at this often along its way."""


class EraseGesture:
    def __init__(self, editor: RollEditor, pointer: Pointer) -> None:
        self._editor = editor
        self._before = self._after = editor.notes
        self._selected = editor.selected
        self._last = pointer
        self._erase_at(pointer)

    def drag(self, pointer: Pointer) -> None:
        last, self._last = self._last, pointer
        strides = int(max(abs(pointer.x - last.x), abs(pointer.y - last.y)) // _STRIDE_PX) + 1
        for part in np.linspace(0, 1, strides + 1)[1:]:
            x, y = last.x + (pointer.x - last.x) * part, last.y + (pointer.y - last.y) * part
            self._erase_at(pointer_at(self._editor.view, QPointF(x, y), Qt.KeyboardModifier.NoModifier))

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        gone = len(self._before) - len(self._after)
        if not gone:
            self._editor.end_preview()
            return
        self._editor.apply(f"Erase {count_notes(gone)}", self._after)

    def cancel(self) -> None:
        self._editor.end_preview()

    def _erase_at(self, pointer: Pointer) -> None:
        hit = hit_at(self._editor.view, pointer)
        if hit is not None:
            self._after = edits.remove_notes(self._after, [hit.id])
            self._editor.preview(self._after, self._selected)
