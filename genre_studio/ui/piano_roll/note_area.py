"""The paper on which notes are drawn: paints the layers, hands presses to the tool."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.erase_gesture import EraseGesture
from genre_studio.ui.piano_roll.gestures.pan_gesture import PanGesture
from genre_studio.ui.piano_roll.layers import paint_layers
from genre_studio.ui.piano_roll.layers.note_names import sticking_px
from genre_studio.ui.piano_roll.layers.playhead_layer import PLAYHEAD_REACH_PX
from genre_studio.ui.piano_roll.pointer import Pointer, pointer_at
from genre_studio.ui.piano_roll.readout import Readout
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.piano_roll.tools import TOOLS, Tool
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import pinch, turn_wheel

_UNPAINTED = frozenset(
    {"hovered_pitch", "lane", "points", "lane_draft", "lane_marquee", "dragged_mark", "loop"}
)
"""Changes of the view that this widget does not draw."""
_SHIFTING = _UNPAINTED | {"coordinates", "across", "down"}
"""Changes after which what is painted may be right, only in another place."""


class NoteArea(QWidget):
    """Signals:
    hovered(object): the Pointer over the paper, or None when it has left.
    gesture_ended(): a press has done what it does, or was cancelled.
    menu_asked(QPoint): a key asks for the menu of the selection, at a place on the screen.
    """

    hovered = Signal(object)
    gesture_ended = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: RollModel, editor: RollEditor, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._editor, self._viewport = model, editor, viewport
        self._tool = Tool.PENCIL
        self._gesture: Gesture | None = None
        self._drawn = model.view
        self._readout = Readout(self)
        self.setAccessibleName("Notes")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 96)
        model.changed.connect(self._update_changed)

    @property
    def tool(self) -> Tool:
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        self.cancel_gesture()
        self._tool = tool

    @property
    def has_gesture(self) -> bool:
        return self._gesture is not None

    def cancel_gesture(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
            self._readout.hide()
            self.gesture_ended.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view = QPainter(self), self._model.view
        # After scrolling it is strips, whose bounding rectangle would be everything. PySide's stubs do not
        # say that a region is iterable (6.8).
        for part in cast(Iterable[QRect], event.region()):
            paint_layers(painter, view, part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._viewport.resize(event.size())

    def event(self, event: QEvent) -> bool:
        return pinch(self._viewport, event) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._gesture is None:
            self._gesture = self._begin(event, is_double=False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._gesture is None:
            self._gesture = self._begin(event, is_double=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._viewport.reveal(event.position().x(), event.position().y())
            self._gesture.drag(self._pointer(event))
            self._readout.tell(self._gesture, event.position().x(), event.position().y())
            return
        self._hover(self._pointer(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None and not event.buttons():
            gesture, self._gesture = self._gesture, None
            gesture.release(self._pointer(event))
            self._readout.hide()
            self._hover(self._pointer(event))
        if self._gesture is None:
            self.gesture_ended.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self.cancel_gesture()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By key only: the right button erases."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(self.mapToGlobal(self.rect().center()))

    def _begin(self, event: QMouseEvent, *, is_double: bool) -> Gesture | None:
        self._editor.end_preview()  # of a panel: the hand takes hold of what is written
        pointer, button = self._pointer(event), event.button()
        if button == Qt.MouseButton.MiddleButton:
            return PanGesture(self._viewport, pointer)
        if not self._editor.can_edit:
            return None
        tool = TOOLS[self._tool]
        if button == Qt.MouseButton.RightButton and tool.erases_by_right_button:
            return EraseGesture(self._editor, pointer)
        if button != Qt.MouseButton.LeftButton:
            return None
        return (tool.double_press if is_double else tool.press)(self._editor, pointer)

    def _hover(self, pointer: Pointer) -> None:
        self.setCursor(TOOLS[self._tool].cursor(self._editor, pointer))
        self.hovered.emit(pointer)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return pointer_at(self._model.view, event.position(), event.modifiers())

    def _update_changed(self, changed: frozenset[str]) -> None:
        view = self._model.view
        if changed == {"playhead"}:
            for tick in (self._drawn.playhead, view.playhead):
                if tick is not None:
                    self.update(self._playhead_strip(tick))
        elif changed <= _SHIFTING and self._may_shift(view) and self._shift(view, self._drawn):
            pass
        elif changed - _UNPAINTED:
            self.update()
        self._drawn = view

    @staticmethod
    def _may_shift(view: RollView) -> bool:
        """Whether all that is painted moves with the paper: a step's flag stays at the top."""
        return view.marquee is None and view.step is None

    def _shift(self, view: RollView, before: RollView) -> bool:
        """Move what is painted, and paint only what appears; returns whether that is all it takes."""
        moved = view.coordinates.moved_px(before.coordinates)
        is_sharp = self.devicePixelRatioF() == round(self.devicePixelRatioF())
        if moved is None or not is_sharp or abs(moved[0]) >= self.width() or abs(moved[1]) >= self.height():
            return False
        if moved != (0, 0):
            self.scroll(*moved, self.rect())
            if moved[0]:
                self.update(QRect(0, 0, max(moved[0], 0) + sticking_px(view), self.height()))
        return True

    def _playhead_strip(self, tick: int) -> QRect:
        x = self._model.view.coordinates.px_at(tick)
        return QRect(x - PLAYHEAD_REACH_PX, 0, 2 * PLAYHEAD_REACH_PX + 1, self.height())
