"""Moving or, with Ctrl, copying the selected notes."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.music import edits
from genre_studio.ui.piano_roll.pitch_names import row_name
from genre_studio.ui.piano_roll.pointer import Hit, Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes
from genre_studio.ui.piano_roll.roll_view import NO_IDS

_SLACK_PX = 3
"""A press that wanders less than this is a click."""


class MoveGesture:
    """Begun on a selected note. A click without a drag selects it (`narrows`) or deletes it (`toggles`)."""

    def __init__(
        self, editor: RollEditor, pointer: Pointer, hit: Hit, *, narrows: bool = False, toggles: bool = False
    ) -> None:
        self._editor, self._pressed, self._hit = editor, pointer, hit
        self._narrows, self._toggles = narrows, toggles
        self._before = editor.notes
        self._ids = editor.selected
        self._ladder = editor.view.ladder  # rows, or degrees of the scale that notes are held in
        self._after = self._before
        self._step: tuple[int, int, bool] = (0, 0, False)
        self._has_moved = False
        editor.preview_note(hit.pitch, hit.velocity)

    def drag(self, pointer: Pointer) -> None:
        away = max(abs(pointer.x - self._pressed.x), abs(pointer.y - self._pressed.y))
        self._has_moved = self._has_moved or away > _SLACK_PX
        if not self._has_moved:
            return
        ticks = pointer.tick - self._pressed.tick
        snapping = self._editor.view.snapping
        whole = round(ticks) if pointer.is_free else snapping.moved(self._hit.start, ticks)
        rungs = edits.rungs_between(self._pressed.pitch, pointer.pitch, self._ladder)
        step = (whole, rungs, pointer.copies)
        if step != self._step:
            self._show(step)

    @property
    def readout(self) -> str:
        """Where the grabbed note is now."""
        view, (ticks, rungs, copies) = self._editor.view, self._step
        if not self._has_moved:
            return ""
        lands = view.held_scale is not None
        (pitch,) = edits.climb(np.array([self._hit.pitch]), rungs, self._ladder, lands=lands).tolist()
        place = view.song.meter_map.position_at(max(0, self._hit.start + ticks))
        text = f"{row_name(pitch, is_drums=view.is_drums)}  {place}"
        return f"{text}  copy" if copies else text

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        if not self._has_moved and self._toggles:
            after = edits.remove_notes(self._before, [self._hit.id])
            self._editor.apply(f"Delete {count_notes(1)}", after, NO_IDS)
            return
        if not self._has_moved and self._narrows:
            self._editor.select([self._hit.id])
        if self._after is self._before:
            self._editor.end_preview()
            return
        verb = "Copy" if self._step[2] else "Move"
        self._editor.apply(f"{verb} {count_notes(len(self._ids))}", self._after, self._moved_ids())

    def cancel(self) -> None:
        self._editor.end_preview()

    def _show(self, step: tuple[int, int, bool]) -> None:
        (ticks, rungs, copies), before = step, self._step
        self._step = step
        lands = self._editor.view.held_scale is not None
        if ticks == rungs == 0:
            self._after = self._before
        else:
            edit = edits.copy_along if copies else edits.move_along
            self._after = edit(self._before, self._ids, ticks, rungs, self._ladder, lands=lands)
        self._editor.preview(self._after, self._moved_ids())
        if rungs != before[1]:
            (pitch,) = edits.climb(np.array([self._hit.pitch]), rungs, self._ladder, lands=lands).tolist()
            self._editor.preview_note(pitch, self._hit.velocity)

    def _moved_ids(self) -> NDArray[np.int64]:
        return edits.new_ids(self._before, self._after) if self._step[2] else self._ids
