"""Dragging the left or right edge of the selected notes."""

from genre_studio.music import edits
from genre_studio.ui.piano_roll.pointer import Hit, NotePart, Pointer
from genre_studio.ui.piano_roll.readout import length_text
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes


class ResizeGesture:
    """The grabbed edge snaps to the grid; those of the other selected notes move as far as it does."""

    def __init__(self, editor: RollEditor, pointer: Pointer, hit: Hit) -> None:
        self._editor, self._pressed, self._hit = editor, pointer, hit
        self._before = self._after = editor.notes
        self._ids = editor.selected
        self._ticks = 0

    def drag(self, pointer: Pointer) -> None:
        edge = self._hit.start if self._hit.part is NotePart.START else self._hit.end
        asked = edge + pointer.tick - self._pressed.tick
        snapping = self._editor.view.snapping
        moved_a_little = abs(pointer.x - self._pressed.x) < 2 and self._ticks == 0
        line = edge if moved_a_little else round(asked) if pointer.is_free else snapping.nearest(asked)
        if line - edge != self._ticks:
            self._show(line - edge, shortest=1 if pointer.is_free else snapping.step)

    @property
    def readout(self) -> str:
        """The length of the grabbed note."""
        notes = self._after[self._after["id"] == self._hit.id]
        if not self._ticks or not len(notes):
            return ""
        return length_text(int(notes["duration"][0]), self._editor.view.song.ppq)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        if self._ticks == 0:
            self._editor.end_preview()
            return
        self._editor.apply(f"Resize {count_notes(len(self._ids))}", self._after, self._ids)

    def cancel(self) -> None:
        self._editor.end_preview()

    def _show(self, ticks: int, shortest: int) -> None:
        self._ticks = ticks
        starts, ends = (ticks, 0) if self._hit.part is NotePart.START else (0, ticks)
        self._after = edits.resize_notes(self._before, self._ids, starts, ends, shortest=shortest)
        self._editor.preview(self._after, self._ids)
