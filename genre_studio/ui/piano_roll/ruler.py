"""The ruler, from above: marks, the loop, the numbers of bars where a press locates, the region."""

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.music.document import Document
from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.locate_gesture import LocateGesture
from genre_studio.ui.piano_roll.gestures.pan_gesture import PanGesture
from genre_studio.ui.piano_roll.gestures.span_gesture import Span, SpanGesture, SpanPart, span_part_at
from genre_studio.ui.piano_roll.layers.marks_layer import MARKS_HEIGHT
from genre_studio.ui.piano_roll.layers.ruler_layer import NUMBERS_TOP, REGION_TOP, RULER_HEIGHT, paint_ruler
from genre_studio.ui.piano_roll.marks.mark_editor import MarkEditor
from genre_studio.ui.piano_roll.pointer import Pointer, pointer_at
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import pinch, turn_wheel

_PAINTED = frozenset({"song", "theme", "across", "grid", "region", "loop", "playhead", "dragged_mark"})


class RulerRow(Enum):
    """The rows of the ruler; the value is what a press there is for."""

    MARKS = "marks"
    LOOP = "loop"
    NUMBERS = "locating"
    REGION = "region"


def row_at(pointer: Pointer) -> RulerRow:
    """The row under the pointer. With Shift the numbers are the loop's."""
    if pointer.y < MARKS_HEIGHT:
        return RulerRow.MARKS
    if pointer.y >= REGION_TOP:
        return RulerRow.REGION
    return RulerRow.LOOP if pointer.y < NUMBERS_TOP or pointer.adds else RulerRow.NUMBERS


class Ruler(QWidget):
    """Signals:
    region_changed(object): the region (start, end) ticks or None, when a drag has ended.
    loop_changed(object): the loop (start, end) ticks or None, when a drag has ended.
    located(int): the tick at which playing should go on.
    described(str): what the pointer is over, in words; empty when it has left.
    """

    loop_changed = Signal(object)
    region_changed = Signal(object)
    located = Signal(int)
    described = Signal(str)

    def __init__(self, document: Document, model: RollModel, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._viewport = model, viewport
        self._gesture: Gesture | None = None
        self.marks = MarkEditor(document, model, self)
        self.marks.located.connect(self.located)
        self.setAccessibleName("Ruler")
        self.setAccessibleDescription(
            "From above: markers with changes of meter and tempo; the loop; bar numbers, where a click "
            "locates and a double click loops the bar; the region"
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

    def event(self, event: QEvent) -> bool:
        return pinch(self._viewport, event) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            return
        pointer = self._pointer(event)
        if event.button() == Qt.MouseButton.MiddleButton:
            self._gesture = PanGesture(self._viewport, pointer)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gesture = self._begun(pointer)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type a mark; loop the bar, or no more where it is the loop; remove the region."""
        pointer = self._pointer(event)
        match row_at(pointer):
            case RulerRow.MARKS:
                self.marks.double_press(pointer)
            case RulerRow.LOOP | RulerRow.NUMBERS:
                bar = self._bar_at(pointer)
                self._finish_loop(None if self._model.view.loop == bar else bar)
            case RulerRow.REGION if self._model.view.region is not None:
                self._finish_region(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        pointer = pointer_at(self._model.view, event.pos().toPointF(), Qt.KeyboardModifier.NoModifier)
        self.marks.offer_menu(pointer, event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        if self._gesture is not None:
            self._viewport.reveal(pointer.x, self._viewport.size.height() / 2)
            self._gesture.drag(self._pointer(event))
        else:
            self.setCursor(self._cursor_at(pointer))
        self.described.emit(self._describe(pointer))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None and not event.buttons():
            gesture, self._gesture = self._gesture, None
            gesture.release(self._pointer(event))

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()
        self.described.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self.cancel_gesture()
        else:
            super().keyPressEvent(event)

    def _begun(self, pointer: Pointer) -> Gesture | None:
        match row_at(pointer):
            case RulerRow.MARKS:
                return self.marks.press(pointer) or LocateGesture(self._model, pointer, self.located.emit)
            case RulerRow.LOOP:
                return SpanGesture(self._model, Span.LOOP, pointer, self._finish_loop)
            case RulerRow.REGION:
                return SpanGesture(self._model, Span.REGION, pointer, self._finish_region)
            case _:
                return LocateGesture(self._model, pointer, self.located.emit)

    def _finish_region(self, region: TickRange | None) -> None:
        self._model.show(replace(self._model.view, region=region))
        self.region_changed.emit(region)

    def _finish_loop(self, loop: TickRange | None) -> None:
        self._model.show(replace(self._model.view, loop=loop))
        self.loop_changed.emit(loop)

    def _bar_at(self, pointer: Pointer) -> TickRange:
        meters, tick = self._model.view.song.meter_map, max(0, round(pointer.tick))
        return meters.bar_start_at(tick), meters.bar_end_at(tick)

    def _describe(self, pointer: Pointer) -> str:
        view, row = self._model.view, row_at(pointer)
        place = view.song.meter_map.position_at(max(0, int(pointer.tick)))
        here = f"bar {place.bar} beat {place.beat}"
        if row is RulerRow.MARKS:
            return f"{self.marks.describe(pointer)}  {here}"
        if row is RulerRow.NUMBERS:
            return f"Click to play from {here}"
        ticks = view.loop if row is RulerRow.LOOP else view.region
        return (
            f"{_bars(view, ticks)}{row.value}  {here}" if ticks else f"Drag to span the {row.value}  {here}"
        )

    def _cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        row = row_at(pointer)
        if row is RulerRow.MARKS:
            box = self.marks.box_at(pointer)
            is_movable = box is not None and not box.mark.is_fixed
            return Qt.CursorShape.OpenHandCursor if is_movable else Qt.CursorShape.ArrowCursor
        if row is RulerRow.NUMBERS:
            return Qt.CursorShape.ArrowCursor
        part = span_part_at(self._model.view, Span.LOOP if row is RulerRow.LOOP else Span.REGION, pointer)
        if part in (SpanPart.START, SpanPart.END):
            return Qt.CursorShape.SizeHorCursor
        return Qt.CursorShape.OpenHandCursor if part is SpanPart.BODY else Qt.CursorShape.IBeamCursor

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return pointer_at(self._model.view, event.position(), event.modifiers())

    def _update_changed(self, changed: frozenset[str]) -> None:
        if "across" in changed:
            self.marks.end_typing()
        if changed & _PAINTED:
            self.update()


def _bars(view: RollView, ticks: TickRange) -> str:
    """Bars 3 to 6: ..."""
    first, last = (view.song.meter_map.bar_index_at(tick) + 1 for tick in (ticks[0], ticks[1] - 1))
    return f"Bar {first}: " if first == last else f"Bars {first} to {last}: "
