"""Drawing one note: a press places it, a drag lengthens it or takes it to another pitch."""

from genre_studio.music import edits
from genre_studio.music.notes import DEFAULT_VELOCITY, Notes, make_notes
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor


class DrawGesture:
    """A press gives the note one grid step; dragging right draws its end to the next grid line."""

    def __init__(self, editor: RollEditor, pointer: Pointer) -> None:
        self._editor, self._pressed = editor, pointer
        self._before = editor.notes
        self._start = self._start_at(pointer)
        self._shape: tuple[int, int] | None = None
        self._after = self._before
        self._show(self._start + editor.view.snapping.step, pointer.pitch)

    def drag(self, pointer: Pointer) -> None:
        snapping = self._editor.view.snapping
        end = self._start + snapping.step
        if pointer.x > self._pressed.x and pointer.tick > end:
            end = round(pointer.tick) if pointer.is_free else snapping.ceil(pointer.tick)
        self._show(end, pointer.pitch)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        assert self._shape is not None
        name = row_name(self._shape[1], is_drums=self._editor.view.is_drums)
        self._editor.apply(f"Draw {name}", self._after, edits.new_ids(self._before, self._after))

    def cancel(self) -> None:
        self._editor.end_preview()

    def _start_at(self, pointer: Pointer) -> int:
        if pointer.is_free:
            return max(0, round(pointer.tick))
        return self._editor.view.snapping.floor(pointer.tick)

    def _show(self, end: int, pitch: int) -> None:
        if (end, pitch) == self._shape:
            return
        if self._shape is None or pitch != self._shape[1]:
            self._editor.preview_note(pitch, DEFAULT_VELOCITY)
        self._shape = (end, pitch)
        self._after = edits.add_notes(self._before, self._note(end, pitch))
        self._editor.preview(self._after, edits.new_ids(self._before, self._after))

    def _note(self, end: int, pitch: int) -> Notes:
        return make_notes([self._start], [max(1, end - self._start)], [pitch], DEFAULT_VELOCITY)
