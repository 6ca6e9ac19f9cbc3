"""Drawing velocities: notes that start under the pointer's way get the pointer's height."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.music import edits
from genre_studio.music.controller_lane import curved
from genre_studio.music.curve_shape import CurveShape, lean_of
from genre_studio.ui.piano_roll.layers.stems_layer import STEM_REACH_PX, VelocityScale
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_editor import RollEditor, count_notes
from genre_studio.ui.piano_roll.roll_view import are_in


class VelocityGesture:
    """With a selection only its notes change; Shift sets all of them to one value.

    A line or a curve runs from the press to where the pointer is now, and leans as the hand leant.
    """

    def __init__(
        self,
        editor: RollEditor,
        pointer: Pointer,
        scale: VelocityScale,
        shape: CurveShape = CurveShape.FREE,
    ) -> None:
        self._editor, self._scale, self._last, self._shape = editor, scale, pointer, shape
        self._way = [pointer]
        self._before = self._after = editor.notes
        self._ids = editor.selected
        self._drawn: dict[int, int] = {}
        self.drag(pointer)

    def drag(self, pointer: Pointer) -> None:
        if pointer.adds and len(self._ids):
            self._drawn = dict.fromkeys(self._ids.tolist(), self._scale.velocity_at(pointer.y))
        elif self._shape is CurveShape.FREE:
            self._draw_line(self._last, pointer)
        else:
            self._way.append(pointer)
            self._drawn = {}
            self._draw_line(self._way[0], pointer, self._lean)
        self._last = pointer
        self._after = edits.set_velocities(self._before, self._drawn)
        self._editor.preview(self._after, self._ids)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        if not self._drawn:
            self._editor.end_preview()
            return
        self._editor.apply(f"Set velocity of {count_notes(len(self._drawn))}", self._after)

    def cancel(self) -> None:
        self._editor.end_preview()

    @property
    def _lean(self) -> float:
        if self._shape is CurveShape.LINE:
            return 0.0
        return lean_of([(pointer.tick, -pointer.y) for pointer in self._way])

    def _draw_line(self, start: Pointer, end: Pointer, lean: float = 0.0) -> None:
        left, right = sorted((start, end), key=lambda pointer: pointer.x)
        view = self._editor.view
        reach = STEM_REACH_PX / view.coordinates.px_per_tick
        index = view.index
        found = index.starting_within(left.tick - reach, right.tick + reach)
        if len(self._ids):
            found = found[are_in(index.ids[found], self._ids)]
        if start is end or left.x == right.x:
            found, left, right = self._nearest(found, end), end, end
        span = max(right.tick - left.tick, 1e-9)
        way = curved(np.clip((index.starts[found] - left.tick) / span, 0.0, 1.0), lean)
        ys = left.y + (right.y - left.y) * way
        for note_id, y in zip(index.ids[found].tolist(), ys.tolist(), strict=True):
            self._drawn[note_id] = self._scale.velocity_at(y)

    def _nearest(self, found: NDArray[np.int64], pointer: Pointer) -> NDArray[np.int64]:
        """A still pointer means the nearest stem, with all notes of its chord."""
        starts = self._editor.view.index.starts[found]
        if not len(starts):
            return found
        away = np.abs(starts - pointer.tick)
        nearest: NDArray[np.int64] = found[away == away.min()]
        return nearest
