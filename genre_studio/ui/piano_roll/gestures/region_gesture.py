"""Spanning, moving and stretching the region. It keeps to bar lines; Alt frees it to the grid."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange

_EDGE_PX = 6


class RegionPart(Enum):
    START = "start"
    BODY = "body"
    END = "end"


def region_part_at(view: RollView, pointer: Pointer) -> RegionPart | None:
    """What of the region a press here would grab; None beside it."""
    if view.region is None:
        return None
    left, right = (view.coordinates.x_at(tick) for tick in view.region)
    if abs(pointer.x - right) <= _EDGE_PX:
        return RegionPart.END
    if abs(pointer.x - left) <= _EDGE_PX:
        return RegionPart.START
    return RegionPart.BODY if left < pointer.x < right else None


class RegionGesture:
    """Shows the region while it is dragged and hands the last one to `finished`."""

    def __init__(
        self, model: RollModel, pointer: Pointer, finished: Callable[[TickRange | None], None]
    ) -> None:
        self._model, self._pressed, self._finished = model, pointer, finished
        self._before = model.view.region
        self._part = region_part_at(model.view, pointer)
        self._region = self._before

    def drag(self, pointer: Pointer) -> None:
        self._region = self._region_at(pointer)
        self._model.show(replace(self._model.view, region=self._region))

    def release(self, pointer: Pointer) -> None:
        if abs(pointer.x - self._pressed.x) >= 2:
            self.drag(pointer)
        elif self._part is None:
            self._region = self._bar_at(pointer)
        if self._region == self._before:
            self._model.show(replace(self._model.view, region=self._before))
        else:
            self._finished(self._region)

    def cancel(self) -> None:
        self._model.show(replace(self._model.view, region=self._before))

    def _bar_at(self, pointer: Pointer) -> TickRange:
        """A click beside the region marks one bar."""
        meters, tick = self._model.view.song.meter_map, max(0, round(pointer.tick))
        return meters.bar_start_at(tick), meters.bar_end_at(tick)

    def _region_at(self, pointer: Pointer) -> TickRange | None:
        if self._part is None or self._before is None:
            return self._spanned(self._pressed.tick, pointer)
        start, end = self._before
        if self._part is RegionPart.START:
            return self._between(self._line(start + pointer.tick - self._pressed.tick, pointer), end)
        if self._part is RegionPart.END:
            return self._between(start, self._line(end + pointer.tick - self._pressed.tick, pointer))
        moved = self._line(start + pointer.tick - self._pressed.tick, pointer)
        return moved, moved + end - start

    def _spanned(self, anchor: float, pointer: Pointer) -> TickRange | None:
        """From the line before the leftmost to the line behind the rightmost place of the drag."""
        low, high = sorted((max(0.0, anchor), max(0.0, pointer.tick)))
        if pointer.is_free:
            return self._model.view.snapping.floor(low), self._model.view.snapping.ceil(high)
        meters = self._model.view.song.meter_map
        return meters.bar_start_at(int(low)), meters.bar_end_at(int(high))

    def _between(self, start: int, end: int) -> TickRange | None:
        """The region with one edge dragged; an edge stops before it passes the other."""
        return (start, end) if start < end else self._region

    def _line(self, tick: float, pointer: Pointer) -> int:
        snapping = self._model.view.snapping
        return snapping.nearest(tick) if pointer.is_free else snapping.nearest_bar(tick)
