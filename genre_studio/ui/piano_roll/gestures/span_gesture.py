"""Spanning, moving and stretching the region or the loop: by bar lines, with Alt by the grid."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange

_EDGE_PX = 6


class SpanPart(Enum):
    START = "start"
    BODY = "body"
    END = "end"


class Span(Enum):
    """Which of the ruler's spans; the value is its field of RollView."""

    REGION = "region"
    LOOP = "loop"

    def of(self, view: RollView) -> TickRange | None:
        return view.region if self is Span.REGION else view.loop

    def put(self, view: RollView, ticks: TickRange | None) -> RollView:
        return replace(view, region=ticks) if self is Span.REGION else replace(view, loop=ticks)


def span_part_at(view: RollView, span: Span, pointer: Pointer) -> SpanPart | None:
    """What of the span a press here would grab; None beside it."""
    ticks = span.of(view)
    if ticks is None:
        return None
    left, right = (view.coordinates.x_at(tick) for tick in ticks)
    if abs(pointer.x - right) <= _EDGE_PX:
        return SpanPart.END
    if abs(pointer.x - left) <= _EDGE_PX:
        return SpanPart.START
    return SpanPart.BODY if left < pointer.x < right else None


class SpanGesture:
    """Shows the span while it is dragged and hands the last one to `finished`."""

    def __init__(
        self, model: RollModel, span: Span, pointer: Pointer, finished: Callable[[TickRange | None], None]
    ) -> None:
        self._model, self._span, self._pressed, self._finished = model, span, pointer, finished
        self._before = span.of(model.view)
        self._part = span_part_at(model.view, span, pointer)
        self._ticks = self._before

    def drag(self, pointer: Pointer) -> None:
        self._ticks = self._ticks_at(pointer)
        self._show(self._ticks)

    def release(self, pointer: Pointer) -> None:
        if abs(pointer.x - self._pressed.x) >= 2:
            self.drag(pointer)
        elif self._part is None:
            self._ticks = self._bar_at(pointer)
        if self._ticks == self._before:
            self._show(self._before)
        else:
            self._finished(self._ticks)

    def cancel(self) -> None:
        self._show(self._before)

    def _show(self, ticks: TickRange | None) -> None:
        self._model.show(self._span.put(self._model.view, ticks))

    def _bar_at(self, pointer: Pointer) -> TickRange:
        """A click beside the span marks one bar."""
        meters, tick = self._model.view.song.meter_map, max(0, round(pointer.tick))
        return meters.bar_start_at(tick), meters.bar_end_at(tick)

    def _ticks_at(self, pointer: Pointer) -> TickRange | None:
        if self._part is None or self._before is None:
            return self._spanned(self._pressed.tick, pointer)
        start, end = self._before
        if self._part is SpanPart.START:
            return self._between(self._line(start + pointer.tick - self._pressed.tick, pointer), end)
        if self._part is SpanPart.END:
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
        """The span with one edge dragged; an edge stops before it passes the other."""
        return (start, end) if start < end else self._ticks

    def _line(self, tick: float, pointer: Pointer) -> int:
        snapping = self._model.view.snapping
        return snapping.nearest(tick) if pointer.is_free else snapping.nearest_bar(tick)
