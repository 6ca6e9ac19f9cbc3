"""Pulling the paper along under the pointer."""

from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.viewport import Viewport


class PanGesture:
    def __init__(self, viewport: Viewport, pointer: Pointer) -> None:
        self._viewport, self._pressed = viewport, pointer
        self._before = viewport.coordinates

    def drag(self, pointer: Pointer) -> None:
        x = self._before.scroll_x + self._pressed.x - pointer.x
        y = self._before.scroll_y + self._pressed.y - pointer.y
        self._viewport.scroll_to(x, y)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)

    def cancel(self) -> None:
        self._viewport.scroll_to(self._before.scroll_x, self._before.scroll_y)
