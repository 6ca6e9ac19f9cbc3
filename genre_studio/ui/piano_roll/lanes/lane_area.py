"""The paper of the lane below the roll: paints what the lane holds and hands presses to it."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.music.channel_events import ChannelEventKind
from genre_studio.music.controller_lane import Lane
from genre_studio.music.controller_names import is_switch
from genre_studio.music.curve_shape import CurveShape
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.pan_gesture import PanGesture
from genre_studio.ui.piano_roll.lanes.curve_content import CurveContent
from genre_studio.ui.piano_roll.lanes.lane_editor import LaneEditor
from genre_studio.ui.piano_roll.lanes.lane_press import LaneContent, LanePress
from genre_studio.ui.piano_roll.lanes.pedal_content import PedalContent
from genre_studio.ui.piano_roll.lanes.program_content import ProgramContent
from genre_studio.ui.piano_roll.lanes.value_tip import paint_value_tip, tip_rectangle
from genre_studio.ui.piano_roll.lanes.velocity_content import VelocityContent
from genre_studio.ui.piano_roll.layers.grid_layer import paint_lines
from genre_studio.ui.piano_roll.layers.marquee_layer import paint_rectangle
from genre_studio.ui.piano_roll.layers.playhead_layer import paint_playhead
from genre_studio.ui.piano_roll.layers.stems_layer import VelocityScale
from genre_studio.ui.piano_roll.pointer import Pointer, pointer_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.tools import Tool
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import pinch, turn_wheel
from genre_studio.ui.theme import UNIT

LANE_HEIGHT = 11 * UNIT
_UNPAINTED = frozenset({"coordinates", "down", "hovered_pitch", "marquee", "scale", "proposal", "loop"})


class LaneArea(QWidget):
    """Signals: described(str): what the pointer is over, in words; empty when it has left."""

    described = Signal(str)

    def __init__(
        self, model: RollModel, editor: RollEditor, lanes: LaneEditor, viewport: Viewport, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model, self._editor, self._viewport = model, editor, viewport
        self._velocities = VelocityContent(editor)
        self._curves, self._pedals = CurveContent(lanes), PedalContent(lanes)
        self._programs = ProgramContent(lanes)
        self._gesture: Gesture | None = None
        self._hovered: LanePress | None = None
        self._drawn_playhead: int | None = None
        self.tool, self.shape = Tool.PENCIL, CurveShape.FREE
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)  # the right button erases
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.changed.connect(self._update_changed)

    def sizeHint(self) -> QSize:
        return QSize(320, LANE_HEIGHT)

    @property
    def scale(self) -> VelocityScale:
        return VelocityScale(self.height())

    @property
    def content(self) -> LaneContent:
        """How the shown lane is drawn and edited."""
        return self._content_of(self._model.view.lane)

    def _content_of(self, lane: Lane | None) -> LaneContent:
        if lane is None:
            return self._velocities
        if lane.kind is ChannelEventKind.PROGRAM:
            return self._programs
        return self._pedals if is_switch(lane) else self._curves

    def cancel_gesture(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view, area = QPainter(self), self._model.view, event.rect()
        painter.fillRect(area, view.theme.surface)
        paint_lines(painter, view, area, self.height())
        for quarter in (1, 2, 3):
            painter.fillRect(area.left(), self._quarter_y(quarter), area.width(), 1, view.theme.line_sub)
        self.content.paint(painter, view, area, self.height())
        if view.lane_marquee is not None:
            paint_rectangle(painter, view.theme, view.lane_marquee)
        paint_playhead(painter, view, area)
        painter.fillRect(QRect(area.left(), 0, area.width(), 1), view.theme.line)
        if self._hovered is not None:
            paint_value_tip(painter, view.theme, self._tip(), self.rect(), self._at(self._hovered))

    def event(self, event: QEvent) -> bool:
        return pinch(self._viewport, event) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begin(event, is_double=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._begin(event, is_double=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._viewport.reveal(event.position().x(), self._viewport.size.height() / 2)
            self._gesture.drag(self._pointer(event))
        self._hover(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None and not event.buttons():
            gesture, self._gesture = self._gesture, None
            gesture.release(self._pointer(event))
            self._hover(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._show_tip(None)
        self.described.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self.cancel_gesture()
        else:
            super().keyPressEvent(event)

    def _begin(self, event: QMouseEvent, *, is_double: bool) -> None:
        if self._gesture is not None or not self._editor.can_edit:
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self._gesture = PanGesture(self._viewport, self._pointer(event))
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            is_right = event.button() == Qt.MouseButton.RightButton
            self._gesture = self.content.press(self._press(event, is_right=is_right, is_double=is_double))
        self._hover(event)

    def _press(self, event: QMouseEvent, *, is_right: bool = False, is_double: bool = False) -> LanePress:
        pointer = self._pointer(event)
        return LanePress(pointer, self.height(), self.tool, self.shape, is_right, is_double)

    def _hover(self, event: QMouseEvent) -> None:
        press = self._press(event)
        self.setCursor(self.content.cursor(press))
        self._show_tip(press)
        place = self._model.view.song.meter_map.position_at(max(0, int(press.pointer.tick)))
        self.described.emit(f"{self._tip()}  bar {place.bar} beat {place.beat}")

    def _tip(self) -> str:
        return self.content.describe(self._hovered) if self._hovered is not None else ""

    def _show_tip(self, press: LanePress | None) -> None:
        for each in (self._hovered, press):
            self._hovered = each
            if each is not None:
                self.update(tip_rectangle(self._model.view.theme, self._tip(), self.rect(), self._at(each)))

    @staticmethod
    def _at(press: LanePress) -> QPoint:
        return QPoint(round(press.pointer.x), round(press.pointer.y))

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return pointer_at(self._model.view, event.position(), event.modifiers())

    def _quarter_y(self, quarter: int) -> int:
        return UNIT + (self.height() - 2 * UNIT) * quarter // 4

    def _update_changed(self, changed: frozenset[str]) -> None:
        if changed & {"lane", "track"}:
            self._hovered = None
            if len(self._model.view.points):
                self._model.show(replace(self._model.view, points=self._model.view.points[:0]))
        view = self._model.view
        if changed == {"playhead"}:
            for tick in (self._drawn_playhead, view.playhead):
                if tick is not None:
                    self.update(view.coordinates.px_at(tick), 0, 1, self.height())
        elif changed - _UNPAINTED:
            self.update()
        self._drawn_playhead = view.playhead
