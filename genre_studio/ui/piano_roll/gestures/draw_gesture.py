"""Drawing a note or a chord: a press places it, a drag lengthens it or takes it to another pitch."""

from genre_studio.music import edits
from genre_studio.music.notes import Notes, make_notes
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.readout import length_text
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

    @property
    def readout(self) -> str:
        """The note and its length."""
        view = self._editor.view
        if self._shape is None:
            return ""
        end, pitch = self._shape
        name = row_name(self._pitches(pitch)[0], is_drums=view.is_drums)
        return f"{name}  {length_text(end - self._start, view.song.ppq)}"

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        assert self._shape is not None
        view, pitches = self._editor.view, self._pitches(self._shape[1])
        name = row_name(pitches[0], is_drums=view.is_drums)
        what = f"{name} chord" if len(pitches) > 1 else name
        self._editor.apply(f"Draw {what}", self._after, edits.new_ids(self._before, self._after))

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
            for each in self._pitches(pitch):
                self._editor.preview_note(each, self._editor.pencil_velocity)
        self._shape = (end, pitch)
        self._after = edits.add_notes(self._before, self._note(end, pitch))
        self._editor.preview(self._after, edits.new_ids(self._before, self._after))

    def _note(self, end: int, pitch: int) -> Notes:
        pitches = self._pitches(pitch)
        starts, durations = [self._start] * len(pitches), [max(1, end - self._start)] * len(pitches)
        return make_notes(starts, durations, pitches, self._editor.pencil_velocity)

    def _pitches(self, pitch: int) -> tuple[int, ...]:
        view = self._editor.view
        return (pitch,) if view.is_drums else view.rules.drawn_pitches(pitch, view.scale)
