"""Selecting, moving, scaling and erasing points of a lane."""

import numpy as np
from PySide6.QtCore import QPoint, QRect

from genre_studio.music.controller_lane import erase_values, lane_events, move_points, scale_points
from genre_studio.music.controller_names import lane_words, resting_value
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_points import points_of
from genre_studio.ui.piano_roll.lanes.lane_press import LanePress
from genre_studio.ui.piano_roll.lanes.value_scale import ValueScale
from genre_studio.ui.piano_roll.pointer import Pointer
from genre_studio.ui.piano_roll.roll_view import NO_IDS

_SLACK_PX = 3
_ERASER_PX = 3


class PointMarqueeGesture:
    """Selecting points by a rectangle, which never snaps. With Shift it adds."""

    def __init__(self, editor: LaneEditor, press: LanePress) -> None:
        self._editor, self._pressed = editor, press.pointer
        self._scale = ValueScale(editor.lane, press.height)
        self._before = editor.points
        self._kept = self._before if press.pointer.adds else NO_IDS
        editor.select(self._kept)

    def drag(self, pointer: Pointer) -> None:
        view = self._editor.view
        corner = QPoint(round(view.coordinates.x_at(self._pressed.tick)), round(self._pressed.y))
        rectangle = QRect(corner, QPoint(round(pointer.x), round(pointer.y))).normalized()
        self._editor.show_marquee(rectangle)
        start, end = sorted((self._pressed.tick, pointer.tick))
        points = points_of(view)
        ys = self._scale.ys_at(points.values)
        inside = (points.ticks >= start) & (points.ticks <= end)
        inside &= (ys >= rectangle.top()) & (ys <= rectangle.bottom())
        self._editor.select(np.union1d(self._kept, points.ticks[inside]))

    def release(self, pointer: Pointer) -> None:
        if (pointer.x, pointer.y) != (self._pressed.x, self._pressed.y):
            self.drag(pointer)
        self._editor.end_preview()

    def cancel(self) -> None:
        self._editor.end_preview(self._before)


class PointMoveGesture:
    """Moving the selected points in time, where the grid holds them, and in value."""

    def __init__(self, editor: LaneEditor, press: LanePress, tick: int, *, keeps_value: bool = False) -> None:
        self._editor, self._pressed, self._tick = editor, press.pointer, tick
        self._lane, self._before, self._points = editor.lane, editor.events, editor.points
        self._scale = ValueScale(self._lane, press.height)
        self._keeps_value = keeps_value
        self._has_moved = False
        self._after, self._moved = self._before, self._points

    def drag(self, pointer: Pointer) -> None:
        away = max(abs(pointer.x - self._pressed.x), abs(pointer.y - self._pressed.y))
        self._has_moved = self._has_moved or away > _SLACK_PX
        if not self._has_moved:
            return
        ticks = pointer.tick - self._pressed.tick
        by_ticks = round(ticks) if pointer.is_free else self._editor.view.snapping.moved(self._tick, ticks)
        by_ticks = max(by_ticks, -int(self._points.min()))
        by_value = self._scale.value_at(pointer.y) - self._scale.value_at(self._pressed.y)
        if self._keeps_value:
            by_value = 0
        self._after = move_points(self._before, self._lane, self._points, by_ticks, by_value)
        self._moved = self._points + by_ticks
        self._editor.preview(self._after, self._moved)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        if not self._has_moved:
            self._editor.end_preview()
            return
        name = f"Move {count_points(len(self._points))} of {lane_words(self._lane)}"
        self._editor.apply(name, self._after, self._moved)

    def cancel(self) -> None:
        self._editor.end_preview(self._points)


class PointScaleGesture:
    """Pulling the selected points' handle: their values grow away from where the curve rests, or shrink."""

    def __init__(self, editor: LaneEditor, press: LanePress) -> None:
        self._editor, self._pressed = editor, press.pointer
        self._lane, self._before, self._points = editor.lane, editor.events, editor.points
        self._after, self._height = self._before, press.height

    def drag(self, pointer: Pointer) -> None:
        # The lane's own height means twice as much, or nothing.
        factor = max(0.0, 1 + (self._pressed.y - pointer.y) / max(self._height, 1))
        around = resting_value(self._lane)
        self._after = scale_points(self._before, self._lane, self._points, factor, around)
        self._editor.preview(self._after)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        name = f"Scale {count_points(len(self._points))} of {lane_words(self._lane)}"
        self._editor.apply(name, self._after, self._points)

    def cancel(self) -> None:
        self._editor.end_preview()


class PointEraseGesture:
    """Wiping along the lane: every point whose tick the pointer passes goes."""

    def __init__(self, editor: LaneEditor, press: LanePress) -> None:
        self._editor, self._lane = editor, editor.lane
        self._before = self._after = editor.events
        self._last = press.pointer
        self._wipe(press.pointer)

    def drag(self, pointer: Pointer) -> None:
        self._wipe(pointer)
        self._last = pointer

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        gone = len(lane_events(self._before, self._lane)) - len(lane_events(self._after, self._lane))
        if gone:
            self._editor.apply(f"Erase {count_points(gone)} of {lane_words(self._lane)}", self._after)
        else:
            self._editor.end_preview()

    def cancel(self) -> None:
        self._editor.end_preview()

    def _wipe(self, pointer: Pointer) -> None:
        reach = _ERASER_PX / self._editor.view.coordinates.px_per_tick
        start, end = sorted((self._last.tick, pointer.tick))
        self._after = erase_values(self._after, self._lane, round(start - reach), round(end + reach) + 1)
        self._editor.preview(self._after)


def count_points(count: int) -> str:
    """1 point, 12 points, 1,200 points."""
    return "1 point" if count == 1 else f"{count:,} points"
