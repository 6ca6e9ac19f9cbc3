"""Lanes of pedals and other switches: bars where they are down."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.controller_names import lane_name, lane_words
from genre_studio.music.pedal import PedalSpan, lift_pedal, pedal_spans
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.pedal_gestures import PedalPaintGesture, PedalSpanGesture
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_press import LanePress
from genre_studio.ui.piano_roll.layers.pedal_layer import paint_pedal, span_rectangle
from genre_studio.ui.piano_roll.pointer import NotePart
from genre_studio.ui.piano_roll.roll_view import RollView

_EDGE_PX = 6


class PedalContent:
    teaching = "Drag to press the pedal; drag its ends to change it; the right button lifts it"
    draws_shapes = False

    def __init__(self, editor: LaneEditor) -> None:
        self._editor = editor

    def paint(self, painter: QPainter, view: RollView, area: QRect, height: int) -> None:
        assert view.lane is not None
        paint_pedal(painter, view, area, pedal_spans(view.events, view.lane), height)

    def press(self, press: LanePress) -> Gesture | None:
        editor = self._editor
        if press.erases:
            return PedalPaintGesture(editor, press, lifts=True)
        hit = self._span_at(press)
        if hit is None:
            return None if press.is_right else PedalPaintGesture(editor, press, lifts=False)
        if press.is_right:
            return None
        span, part = hit
        if not press.is_double:
            return PedalSpanGesture(editor, press, span, part)
        end = span.end if span.end is not None else editor.view.end_tick
        lifted = lift_pedal(editor.events, editor.lane, span.start, end)
        editor.apply(f"Lift the {lane_words(editor.lane)}", lifted)
        return None

    def describe(self, press: LanePress) -> str:
        name, hit = lane_name(self._editor.lane), self._span_at(press)
        if hit is None:
            return f"{name} up"
        depth = "" if hit[0].depth == 127 else f" ({hit[0].depth} of 127)"
        return f"{name} down{depth}"

    def cursor(self, press: LanePress) -> Qt.CursorShape:
        hit = None if press.erases else self._span_at(press)
        if hit is None:
            return Qt.CursorShape.CrossCursor
        return Qt.CursorShape.SizeAllCursor if hit[1] is NotePart.BODY else Qt.CursorShape.SizeHorCursor

    def _span_at(self, press: LanePress) -> tuple[PedalSpan, NotePart] | None:
        """The span under the pointer, and what of it a press would grab. Height does not matter."""
        view, x = self._editor.view, press.pointer.x
        for span in pedal_spans(view.events, self._editor.lane):
            where = span_rectangle(view, span, press.height)
            if not where.left() - _EDGE_PX / 2 <= x <= where.right() + _EDGE_PX / 2:
                continue
            edge = min(_EDGE_PX, where.width() / 3)
            if x - where.left() < edge:
                return span, NotePart.START
            return span, NotePart.END if where.right() - x < edge else NotePart.BODY
        return None
