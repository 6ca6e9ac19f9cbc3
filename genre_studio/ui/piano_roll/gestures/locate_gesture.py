"""Dragging the playhead along the ruler."""

from collections.abc import Callable
from dataclasses import replace

from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_model import RollModel


class LocateGesture:
    """The playhead goes where the pointer is; `located` is told at the end."""

    def __init__(self, model: RollModel, pointer: Pointer, located: Callable[[int], None]) -> None:
        self._model, self._located = model, located
        self._before = model.view.playhead
        self.drag(pointer)

    def drag(self, pointer: Pointer) -> None:
        self._model.show(replace(self._model.view, playhead=self._tick_at(pointer)))

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        self._located(self._tick_at(pointer))

    def cancel(self) -> None:
        self._model.show(replace(self._model.view, playhead=self._before))

    def _tick_at(self, pointer: Pointer) -> int:
        if pointer.is_free:
            return max(0, round(pointer.tick))
        return self._model.view.snapping.nearest(pointer.tick)
