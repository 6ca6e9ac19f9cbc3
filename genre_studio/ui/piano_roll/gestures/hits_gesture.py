"""Drumming with the pencil: a click puts a hit on the grid, a drag one on every grid line it passes."""

from genre_studio.music import edits
from genre_studio.music.notes import make_notes
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes


class HitsGesture:
    """Stays in the lane in which it began; a hit lasts one grid step."""

    def __init__(self, editor: RollEditor, pointer: Pointer) -> None:
        self._editor, self._pressed = editor, pointer
        self._before = self._after = editor.notes
        self._taken = set(self._before["start"][self._before["pitch"] == pointer.pitch].tolist())
        self._starts: list[int] = []
        self.drag(pointer)
        editor.preview_note(pointer.pitch, editor.pencil_velocity)

    def drag(self, pointer: Pointer) -> None:
        starts = self._starts_to(pointer)
        if starts == self._starts:
            return
        self._starts = starts
        step = self._editor.view.snapping.step
        pitches, lengths = [self._pressed.pitch] * len(starts), [step] * len(starts)
        added = make_notes(starts, lengths, pitches, self._editor.pencil_velocity)
        self._after = edits.add_notes(self._before, added)
        self._editor.preview(self._after, edits.new_ids(self._before, self._after))

    @property
    def readout(self) -> str:
        """How many hits there will be."""
        count = len(self._starts)
        return f"{count} hits" if count > 1 else ""

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        name = row_name(self._pressed.pitch, is_drums=True)
        count = len(self._starts)
        what = f"Draw {name}" if count == 1 else f"Draw {count_notes(count)} of {name}"
        self._editor.apply(what, self._after, edits.new_ids(self._before, self._after))

    def cancel(self) -> None:
        self._editor.end_preview()

    def _starts_to(self, pointer: Pointer) -> list[int]:
        """The grid lines from the press to the pointer that hold no hit yet; with Alt the place itself."""
        snapping = self._editor.view.snapping
        if pointer.is_free or not snapping.grid.snaps:
            return [max(0, round(self._pressed.tick))]
        low, high = sorted((self._pressed.tick, pointer.tick))
        line, starts = snapping.floor(low), []
        while line <= high:
            if line not in self._taken:
                starts.append(line)
            line = snapping.ceil(line)
        return starts
