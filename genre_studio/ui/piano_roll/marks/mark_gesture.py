"""Dragging a mark along the ruler: meters from bar line to bar line, the others by the grid."""

from collections.abc import Callable
from dataclasses import replace

from genre_studio.ui.piano_roll.marks.mark import Mark, MarkKind
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_model import RollModel

_SLACK_PX = 3


class MarkGesture:
    """`moved(mark, tick)` is called at the end of a drag, `clicked(mark)` where there was none."""

    def __init__(
        self,
        model: RollModel,
        mark: Mark,
        pointer: Pointer,
        moved: Callable[[Mark, int], None],
        clicked: Callable[[Mark], None],
    ) -> None:
        self._model, self._mark, self._pressed = model, mark, pointer
        self._moved, self._clicked = moved, clicked
        self._tick = mark.tick
        self._has_moved = False

    def drag(self, pointer: Pointer) -> None:
        self._has_moved = self._has_moved or abs(pointer.x - self._pressed.x) > _SLACK_PX
        if not self._has_moved or self._mark.is_fixed:
            return
        self._tick = self._tick_at(pointer)
        self._model.show(replace(self._model.view, dragged_mark=(self._mark, self._tick)))

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self.cancel()
        if not self._has_moved:
            self._clicked(self._mark)
        elif self._tick != self._mark.tick:
            self._moved(self._mark, self._tick)

    def cancel(self) -> None:
        self._model.show(replace(self._model.view, dragged_mark=None))

    def _tick_at(self, pointer: Pointer) -> int:
        snapping = self._model.view.snapping
        wanted = max(0.0, self._mark.tick + pointer.tick - self._pressed.tick)
        if self._mark.kind is MarkKind.METER:
            # A meter inside a bar would cut it short.
            return max(snapping.nearest_bar(wanted), snapping.meters.bar_end_at(0))
        tick = round(wanted) if pointer.is_free else snapping.nearest(wanted)
        return max(tick, 1) if self._mark.kind is MarkKind.TEMPO else tick
