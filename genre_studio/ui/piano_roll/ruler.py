"""The ruler: a press on its upper half locates, with Shift it spans the loop; below, the region."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.locate_gesture import LocateGesture
from genre_studio.ui.piano_roll.gestures.span_gesture import Span, SpanGesture, SpanPart, span_part_at
from genre_studio.ui.piano_roll.layers.ruler_layer import RULER_HEIGHT, UPPER_HEIGHT, paint_ruler
from genre_studio.ui.piano_roll.pointer import Pointer, pointer_at
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import turn_wheel

_PAINTED = frozenset({"song", "theme", "across", "grid", "region", "loop", "playhead"})


class Ruler(QWidget):
    """Signals:
    region_changed(object): the region (start, end) ticks or None, when a drag has ended.
    loop_changed(object): the loop (start, end) ticks or None, when a drag has ended.
    located(int): the tick at which playing should go on.
    """

    loop_changed = Signal(object)
    region_changed = Signal(object)
    located = Signal(int)

    def __init__(self, model: RollModel, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._viewport = model, viewport
        self._gesture: Gesture | None = None
        self.setAccessibleName("Ruler")
        self.setAccessibleDescription(
            "Click to locate; drag with Shift to span the loop; drag along the lower half to span the region"
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.changed.connect(self._update_changed)

    def sizeHint(self) -> QSize:
        return QSize(320, RULER_HEIGHT)

    def cancel_gesture(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        paint_ruler(painter, self._model.view, self.rect())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._gesture is not None:
            return
        pointer = self._pointer(event)
        if pointer.y >= UPPER_HEIGHT:
            self._gesture = SpanGesture(self._model, Span.REGION, pointer, self._finish_region)
        elif pointer.adds:
            self._gesture = SpanGesture(self._model, Span.LOOP, pointer, self._finish_loop)
        else:
            self._gesture = LocateGesture(self._model, pointer, self.located.emit)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() >= UPPER_HEIGHT and self._model.view.region is not None:
            self._finish_region(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        if self._gesture is not None:
            self._viewport.reveal(pointer.x, self._viewport.size.height() / 2)
            self._gesture.drag(self._pointer(event))
        else:
            self.setCursor(_cursor_at(self._model.view, pointer))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None and not event.buttons():
            gesture, self._gesture = self._gesture, None
            gesture.release(self._pointer(event))

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self.cancel_gesture()
        else:
            super().keyPressEvent(event)

    def _finish_region(self, region: TickRange | None) -> None:
        self._model.show(replace(self._model.view, region=region))
        self.region_changed.emit(region)

    def _finish_loop(self, loop: TickRange | None) -> None:
        self._model.show(replace(self._model.view, loop=loop))
        self.loop_changed.emit(loop)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return pointer_at(self._model.view, event.position(), event.modifiers())

    def _update_changed(self, changed: frozenset[str]) -> None:
        if changed & _PAINTED:
            self.update()


def _cursor_at(view: RollView, pointer: Pointer) -> Qt.CursorShape:
    if pointer.y < UPPER_HEIGHT and not pointer.adds:
        return Qt.CursorShape.ArrowCursor
    part = span_part_at(view, Span.LOOP if pointer.y < UPPER_HEIGHT else Span.REGION, pointer)
    if part in (SpanPart.START, SpanPart.END):
        return Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.OpenHandCursor if part is SpanPart.BODY else Qt.CursorShape.IBeamCursor
