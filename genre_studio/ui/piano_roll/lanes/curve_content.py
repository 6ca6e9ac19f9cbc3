"""Lanes of controllers, bends and pressures: a curve of steps."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.controller_lane import remove_points
from genre_studio.music.controller_names import lane_name, lane_words, value_text
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.curve_draw_gesture import CurveDrawGesture
from genre_studio.ui.piano_roll.gestures.point_gestures import (
    PointEraseGesture,
    PointMarqueeGesture,
    PointMoveGesture,
    PointScaleGesture,
)
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_points import point_at, points_of
from genre_studio.ui.piano_roll.lanes.lane_press import LanePress
from genre_studio.ui.piano_roll.lanes.selection_handle import handle_rectangle, paint_handle
from genre_studio.ui.piano_roll.lanes.value_scale import ValueScale
from genre_studio.ui.piano_roll.layers.curve_layer import paint_curve
from genre_studio.ui.piano_roll.roll_view import RollView, are_in


class CurveContent:
    teaching = "Draw with the pencil; with the select tool, select points and move them"
    draws_shapes = True

    def __init__(self, editor: LaneEditor) -> None:
        self._editor = editor

    def paint(self, painter: QPainter, view: RollView, area: QRect, height: int) -> None:
        paint_curve(painter, view, area, height)
        paint_handle(painter, view)

    def press(self, press: LanePress) -> Gesture | None:
        editor = self._editor
        if press.erases:
            return PointEraseGesture(editor, press)
        if not press.selects:
            return CurveDrawGesture(editor, press)
        if press.is_right:
            return None
        if self._is_on_handle(press):
            return PointScaleGesture(editor, press)
        hit = point_at(editor.view, press.pointer, press.height)
        if hit is None:
            return CurveDrawGesture(editor, press) if press.is_double else PointMarqueeGesture(editor, press)
        return self._press_point(press, hit[0])

    def describe(self, press: LanePress) -> str:
        lane = self._editor.lane
        hit = point_at(self._editor.view, press.pointer, press.height)
        if hit is not None:
            return f"{lane_name(lane)} {value_text(lane, hit[1])}"
        drawn = round(ValueScale(lane, press.height).value_at(press.pointer.y))
        now = points_of(self._editor.view).value_at(press.pointer.tick)
        stands = f", now {now}" if now is not None else ""
        return f"{lane_name(lane)} {value_text(lane, drawn)}{stands}"

    def cursor(self, press: LanePress) -> Qt.CursorShape:
        if not press.selects or press.erases:
            return Qt.CursorShape.CrossCursor
        if self._is_on_handle(press):
            return Qt.CursorShape.SizeVerCursor
        hit = point_at(self._editor.view, press.pointer, press.height)
        return Qt.CursorShape.ArrowCursor if hit is None else Qt.CursorShape.SizeAllCursor

    def _is_on_handle(self, press: LanePress) -> bool:
        handle = handle_rectangle(self._editor.view)
        return handle is not None and handle.contains(round(press.pointer.x), round(press.pointer.y))

    def _press_point(self, press: LanePress, tick: int) -> Gesture | None:
        editor, ticks = self._editor, points_of(self._editor.view).ticks
        own = ticks[ticks == tick][:1]
        if press.is_double:
            after = remove_points(editor.events, editor.lane, own)
            editor.apply(f"Erase 1 point of {lane_words(editor.lane)}", after)
            return None
        is_selected = bool(are_in(own, editor.points).all())
        if press.pointer.adds:
            kept = editor.points[editor.points != tick]
            editor.select(kept if is_selected else np.union1d(kept, own))
            return None
        if not is_selected:
            editor.select(own)
        return PointMoveGesture(editor, press, tick)
