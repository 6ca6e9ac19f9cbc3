"""The lane of instrument changes: flags that can be moved and erased."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from genre_studio.music.general_midi import INSTRUMENT_NAMES
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.point_gestures import PointEraseGesture, PointMoveGesture
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_points import points_of
from genre_studio.ui.piano_roll.lanes.lane_press import LanePress
from genre_studio.ui.piano_roll.layers.program_layer import paint_programs
from genre_studio.ui.piano_roll.roll_view import NO_IDS, RollView

_FLAG_REACH_PX = 16


class ProgramContent:
    teaching = "Drag a change of instrument to move it; the right button erases it"
    draws_shapes = False

    def __init__(self, editor: LaneEditor) -> None:
        self._editor = editor

    def paint(self, painter: QPainter, view: RollView, area: QRect, height: int) -> None:
        paint_programs(painter, view, area, height)

    def press(self, press: LanePress) -> Gesture | None:
        if press.erases:
            return PointEraseGesture(self._editor, press)
        tick = self._flag_at(press)
        if tick is None or press.is_right:
            self._editor.select(NO_IDS)
            return None
        self._editor.select(np.array([tick], np.int64))
        return PointMoveGesture(self._editor, press, tick, keeps_value=True)

    def describe(self, press: LanePress) -> str:
        program = points_of(self._editor.view).value_at(press.pointer.tick)
        return "No instrument is named yet" if program is None else INSTRUMENT_NAMES[program]

    def cursor(self, press: LanePress) -> Qt.CursorShape:
        if press.erases:
            return Qt.CursorShape.CrossCursor
        return Qt.CursorShape.ArrowCursor if self._flag_at(press) is None else Qt.CursorShape.SizeHorCursor

    def _flag_at(self, press: LanePress) -> int | None:
        """The tick of the change whose flag's left part is under the pointer."""
        reach = _FLAG_REACH_PX / self._editor.view.coordinates.px_per_tick
        ticks = points_of(self._editor.view).ticks
        near = ticks[(ticks <= press.pointer.tick + reach / 8) & (ticks >= press.pointer.tick - reach)]
        return int(near[-1]) if len(near) else None
