"""Painting a pedal down or up, and moving where it goes down and comes up."""

from genre_studio.music.controller_names import lane_words
from genre_studio.music.pedal import PedalSpan, lift_pedal, press_pedal
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_press import LanePress
from genre_studio.ui.piano_roll.pointer import NotePart, Pointer


class PedalPaintGesture:
    """Down, or up where it `lifts`, along the drag: by grid steps, with Alt freely."""

    def __init__(self, editor: LaneEditor, press: LanePress, *, lifts: bool) -> None:
        self._editor, self._pressed, self._lifts = editor, press.pointer, lifts
        self._lane, self._before = editor.lane, editor.events
        self.drag(press.pointer)

    def drag(self, pointer: Pointer) -> None:
        start, end = self._ticks_to(pointer)
        paint = lift_pedal if self._lifts else press_pedal
        self._after = paint(self._before, self._lane, start, end)
        self._editor.preview(self._after)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        name = lane_words(self._lane)
        self._editor.apply(f"Lift the {name}" if self._lifts else f"Press the {name}", self._after)

    def cancel(self) -> None:
        self._editor.end_preview()

    def _ticks_to(self, pointer: Pointer) -> tuple[int, int]:
        low, high = sorted((max(0.0, self._pressed.tick), max(0.0, pointer.tick)))
        if pointer.is_free:
            return round(low), max(round(high), round(low) + 1)
        snapping = self._editor.view.snapping
        return snapping.floor(low), snapping.ceil(high)


class PedalSpanGesture:
    """Dragging one end of a span, or all of it."""

    def __init__(self, editor: LaneEditor, press: LanePress, span: PedalSpan, part: NotePart) -> None:
        self._editor, self._pressed, self._span, self._part = editor, press.pointer, span, part
        self._lane, self._before = editor.lane, editor.events
        self._after = self._before
        self._end = span.end if span.end is not None else editor.view.end_tick

    def drag(self, pointer: Pointer) -> None:
        start, end = self._moved(pointer)
        lifted = lift_pedal(self._before, self._lane, self._span.start, self._end)
        self._after = press_pedal(lifted, self._lane, start, end)
        self._editor.preview(self._after)

    def release(self, pointer: Pointer) -> None:
        if pointer.x == self._pressed.x:
            self._editor.end_preview()
            return
        self.drag(pointer)
        verb = "Move" if self._part is NotePart.BODY else "Change"
        self._editor.apply(f"{verb} the {lane_words(self._lane)}", self._after)

    def cancel(self) -> None:
        self._editor.end_preview()

    def _moved(self, pointer: Pointer) -> tuple[int, int]:
        start, end = self._span.start, self._end
        held = end if self._part is NotePart.END else start
        ticks = pointer.tick - self._pressed.tick
        by = round(ticks) if pointer.is_free else self._editor.view.snapping.moved(held, ticks)
        if self._part is NotePart.START:
            return min(max(start + by, 0), end - 1), end
        if self._part is NotePart.END:
            return start, max(end + by, start + 1)
        by = max(by, -start)
        return start + by, end + by
