"""The lane of velocities, one stem a note."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.velocity_gesture import VelocityGesture
from genre_studio.ui.piano_roll.lanes.lane_press import LanePress
from genre_studio.ui.piano_roll.layers.stems_layer import VelocityScale, paint_stems
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_view import RollView


class VelocityContent:
    teaching = "Drag to set the velocity of the selected notes, or of all you pass; Shift sets one for all"
    draws_shapes = True

    def __init__(self, editor: RollEditor) -> None:
        self._editor = editor

    def paint(self, painter: QPainter, view: RollView, area: QRect, height: int) -> None:
        paint_stems(painter, view, area, VelocityScale(height))

    def press(self, press: LanePress) -> Gesture | None:
        if press.is_right:
            return None
        return VelocityGesture(self._editor, press.pointer, VelocityScale(press.height), press.shape)

    def describe(self, press: LanePress) -> str:
        count = len(self._editor.selected)
        of_what = f" for {count:,} selected" if count else ""
        return f"Velocity {VelocityScale(press.height).velocity_at(press.pointer.y)}{of_what}"

    def cursor(self, press: LanePress) -> Qt.CursorShape:
        return Qt.CursorShape.SizeVerCursor
