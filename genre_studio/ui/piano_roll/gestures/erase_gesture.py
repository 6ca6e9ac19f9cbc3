"""Wiping notes away: every note that the pointer passes goes."""

from genre_studio.music import edits
from genre_studio.ui.piano_roll.gestures.wiping import points_between
from genre_studio.ui.piano_roll.pointer import Pointer, hit_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes


class EraseGesture:
    def __init__(self, editor: RollEditor, pointer: Pointer) -> None:
        self._editor = editor
        self._before = self._after = editor.notes
        self._selected = editor.selected
        self._last = pointer
        self._erase_at(pointer)

    def drag(self, pointer: Pointer) -> None:
        last, self._last = self._last, pointer
        for place in points_between(self._editor.view, last, pointer):
            self._erase_at(place)

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
