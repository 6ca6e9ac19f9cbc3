"""Drawing a controller's values: freely, as a line, or as a curve that leans as the hand leans."""

from genre_studio.music.controller_lane import put_values, thin
from genre_studio.music.controller_names import lane_words
from genre_studio.music.curve_shape import CurveShape, Place, follow, straight_values
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_press import LanePress
from genre_studio.ui.piano_roll.lanes.value_scale import ValueScale
from genre_studio.ui.piano_roll.pointer import Pointer

_STEPS_PER_QUARTER = 48
"""Finer than this no ear hears a controller move, and a MIDI cable chokes on it."""

_NAMES = {CurveShape.FREE: "Draw", CurveShape.LINE: "Draw a line of", CurveShape.CURVE: "Draw a curve of"}


class CurveDrawGesture:
    """What lay under the drawn ticks is drawn over. Lines, curves and single clicks keep to the grid."""

    def __init__(self, editor: LaneEditor, press: LanePress) -> None:
        self._editor, self._shape, self._pressed = editor, press.shape, press.pointer
        self._lane, self._before = editor.lane, editor.events
        self._scale = ValueScale(self._lane, press.height)
        px_per_tick = editor.view.coordinates.px_per_tick
        self._step = max(1, editor.view.song.ppq // _STEPS_PER_QUARTER, round(1 / px_per_tick))
        self._way: list[Place] = [self._snapped(press.pointer)]
        self._values = {round(self._way[0][0]): round(self._way[0][1])}
        self._show()

    def drag(self, pointer: Pointer) -> None:
        if (pointer.x, pointer.y) == (self._pressed.x, self._pressed.y) and len(self._way) == 1:
            return
        if self._shape is CurveShape.FREE:
            place = pointer.tick, self._scale.value_at(pointer.y)
            if len(self._way) == 1:
                # A hand that goes on draws freely, also from where it began.
                self._way, self._values = [(self._pressed.tick, self._scale.value_at(self._pressed.y))], {}
            self._values = follow(self._values, self._way[-1], place, self._step)
        else:
            place = self._snapped(pointer)
            self._values = straight_values([*self._way, place], self._shape, self._step)
        self._way.append(place)
        self._show()

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self._editor.apply(f"{_NAMES[self._shape]} {lane_words(self._lane)}", self._after)

    def cancel(self) -> None:
        self._editor.end_preview()

    def _show(self) -> None:
        start, end = min(self._values), max(self._values) + 1
        self._after = put_values(self._before, self._lane, start, end, thin(self._values))
        self._editor.preview(self._after)

    def _snapped(self, pointer: Pointer) -> Place:
        tick = pointer.tick if pointer.is_free else self._editor.view.snapping.nearest(pointer.tick)
        return max(0.0, tick), self._scale.value_at(pointer.y)
