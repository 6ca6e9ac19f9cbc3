"""Making notes louder or softer on the paper: by dragging one up or down, or by wiping over many."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.music import edits
from genre_studio.music.notes import Notes
from genre_studio.ui.piano_roll.gestures.wiping import points_between
from genre_studio.ui.piano_roll.pointer import Hit, Pointer, hit_at, is_selected
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes

_FINE = 4
"""With Alt, as many pixels as this change a velocity by one."""


class LoudnessGesture:
    """Up is louder, a pixel a step; a selected note takes the selection with it."""

    def __init__(self, editor: RollEditor, pointer: Pointer, hit: Hit) -> None:
        self._editor, self._pressed, self._hit = editor, pointer, hit
        self._before = self._after = editor.notes
        self._amount = 0
        selected = is_selected(editor.view, hit.id)
        self._ids: NDArray[np.int64] = editor.selected if selected else np.array([hit.id], np.int64)
        editor.preview_note(hit.pitch, hit.velocity)

    def drag(self, pointer: Pointer) -> None:
        up = (self._pressed.y - pointer.y) / (_FINE if pointer.is_free else 1)
        amount = round(up)
        if amount == self._amount:
            return
        self._amount = amount
        self._after = edits.shift_velocity(self._before, self._ids, amount)
        self._editor.preview(self._after, self._editor.selected)

    @property
    def readout(self) -> str:
        """The velocity of the grabbed note."""
        return f"Velocity {self._velocity}"

    @property
    def _velocity(self) -> int:
        return min(max(self._hit.velocity + self._amount, 1), 127)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        velocity = self._editor.pencil_velocity = self._velocity
        if self._amount == 0:
            self._editor.end_preview()
            return
        self._editor.apply(f"Set velocity of {count_notes(len(self._ids))}", self._after)
        self._editor.preview_note(self._hit.pitch, velocity)

    def cancel(self) -> None:
        self._editor.end_preview()


class LoudnessBrush:
    """Begun on the paper: every note that the pointer passes gets the velocity set last."""

    def __init__(self, editor: RollEditor, pointer: Pointer) -> None:
        self._editor, self._last = editor, pointer
        self._before = editor.notes
        self._painted: dict[int, int] = {}

    def drag(self, pointer: Pointer) -> None:
        last, self._last = self._last, pointer
        for place in points_between(self._editor.view, last, pointer):
            hit = hit_at(self._editor.view, place)
            if hit is not None and hit.id not in self._painted:
                self._painted[hit.id] = self._editor.pencil_velocity
                self._editor.preview(self._after, self._editor.selected)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        if self._painted:
            self._editor.apply(f"Set velocity of {count_notes(len(self._painted))}", self._after)
        self._editor.end_preview()

    def cancel(self) -> None:
        self._editor.end_preview()

    @property
    def _after(self) -> Notes:
        return edits.set_velocities(self._before, self._painted)
