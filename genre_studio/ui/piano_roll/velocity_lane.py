"""Velocities below the paper, one stem a note. Drags set those of the selection, where there is one."""

import numpy as np
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.velocity_gesture import VelocityGesture
from genre_studio.ui.piano_roll.layers.grid_layer import paint_lines
from genre_studio.ui.piano_roll.layers.playhead_layer import paint_playhead
from genre_studio.ui.piano_roll.layers.stems_layer import VelocityScale, paint_stems
from genre_studio.ui.piano_roll.pointer import Pointer, pointer_at
from genre_studio.ui.piano_roll.roll_editor import RollEditor
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import turn_wheel
from genre_studio.ui.theme import UNIT

LANE_HEIGHT = 11 * UNIT
_UNPAINTED = frozenset({"coordinates", "down", "hovered_pitch", "marquee", "scale", "proposal"})


class VelocityLane(QWidget):
    """Signals: described(str): what the pointer is over, in words."""

    described = Signal(str)

    def __init__(self, model: RollModel, editor: RollEditor, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._editor, self._viewport = model, editor, viewport
        self._gesture: Gesture | None = None
        self.setAccessibleName("Velocity")
        self.setAccessibleDescription("Drag to set the velocity of the selected notes, or of all you pass")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.changed.connect(self._update_changed)

    def sizeHint(self) -> QSize:
        return QSize(320, LANE_HEIGHT)

    @property
    def scale(self) -> VelocityScale:
        return VelocityScale(self.height())

    def cancel_gesture(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view, area = QPainter(self), self._model.view, event.rect()
        painter.fillRect(area, view.theme.surface)
        paint_lines(painter, view, area, self.height())
        for velocity in (32, 64, 96):
            painter.fillRect(area.left(), self.scale.y_at(velocity), area.width(), 1, view.theme.line_sub)
        paint_stems(painter, view, area, self.scale)
        paint_playhead(painter, view, area)
        painter.fillRect(QRect(area.left(), 0, area.width(), 1), view.theme.line)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._gesture is None and self._editor.can_edit:
            self._gesture = VelocityGesture(self._editor, self._pointer(event), self.scale)
            self._describe(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._gesture.drag(self._pointer(event))
        self._describe(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None and not event.buttons():
            gesture, self._gesture = self._gesture, None
            gesture.release(self._pointer(event))

    def leaveEvent(self, event: QEvent) -> None:
        self.described.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self.cancel_gesture()
        else:
            super().keyPressEvent(event)

    def _describe(self, event: QMouseEvent) -> None:
        count = len(np.unique(self._editor.selected))
        of_what = f" for {count} selected" if count else ""
        self.described.emit(f"Velocity {self.scale.velocity_at(event.position().y())}{of_what}")

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return pointer_at(self._model.view, event.position(), event.modifiers())

    def _update_changed(self, changed: frozenset[str]) -> None:
        if changed - _UNPAINTED:
            self.update()
