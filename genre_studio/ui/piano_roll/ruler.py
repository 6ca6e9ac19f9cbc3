"""The ruler above the paper: a click on its upper half locates, a drag on its lower half spans the region."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QLine, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygon, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.ui.piano_roll.gestures import Gesture
from genre_studio.ui.piano_roll.gestures.locate_gesture import LocateGesture
from genre_studio.ui.piano_roll.gestures.region_gesture import RegionGesture, RegionPart, region_part_at
from genre_studio.ui.piano_roll.grid_lines import LineKind, bar_stride, lines_within
from genre_studio.ui.piano_roll.pointer import Pointer, pointer_at
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import turn_wheel
from genre_studio.ui.theme import UNIT, with_alpha

RULER_HEIGHT = 5 * UNIT
_UPPER = 3 * UNIT  # the numbers; below it the region's brace
_NUMBERS_APART_PX = 48.0
_PAINTED = frozenset({"song", "theme", "coordinates", "grid", "region", "playhead"})


class Ruler(QWidget):
    """Signals:
    region_changed(object): the region (start, end) ticks or None, when a drag has ended.
    located(int): the tick at which playing should go on.
    """

    region_changed = Signal(object)
    located = Signal(int)

    def __init__(self, model: RollModel, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._viewport = model, viewport
        self._gesture: Gesture | None = None
        self.setAccessibleName("Ruler")
        self.setAccessibleDescription("Click to locate; drag along the lower half to span the region")
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
        painter, view, area = QPainter(self), self._model.view, event.rect()
        painter.fillRect(area, view.theme.window)
        _paint_region(painter, view)
        _paint_lines(painter, view, self.rect())
        _paint_numbers(painter, view, self.rect())
        _paint_playhead(painter, view)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._gesture is not None:
            return
        pointer = self._pointer(event)
        if pointer.y < _UPPER:
            self._gesture = LocateGesture(self._model, pointer, self.located.emit)
        else:
            self._gesture = RegionGesture(self._model, pointer, self._finish_region)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() >= _UPPER and self._model.view.region is not None:
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

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return pointer_at(self._model.view, event.position(), event.modifiers())

    def _update_changed(self, changed: frozenset[str]) -> None:
        if changed & _PAINTED:
            self.update()


def _cursor_at(view: RollView, pointer: Pointer) -> Qt.CursorShape:
    if pointer.y < _UPPER:
        return Qt.CursorShape.ArrowCursor
    part = region_part_at(view, pointer)
    if part in (RegionPart.START, RegionPart.END):
        return Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.OpenHandCursor if part is RegionPart.BODY else Qt.CursorShape.IBeamCursor


def _paint_region(painter: QPainter, view: RollView) -> None:
    """A bar in the accent with firm ends: the part of the song that a generator may write."""
    if view.region is None:
        return
    left, right = (round(view.coordinates.x_at(tick)) for tick in view.region)
    brace = QRect(left, _UPPER + 2, right - left, RULER_HEIGHT - _UPPER - 5)
    painter.fillRect(brace, with_alpha(view.theme.accent, 0.45))
    for x in (left, right - 2):
        painter.fillRect(x, brace.top(), 3, brace.height(), view.theme.accent)


def _paint_lines(painter: QPainter, view: RollView, area: QRect) -> None:
    coordinates, theme = view.coordinates, view.theme
    ticks = coordinates.tick_at(-1), coordinates.tick_at(area.width() + 1)
    lengths = {LineKind.BEAT: 4, LineKind.BAR: _UPPER - 8}
    for kind, lines in lines_within(view.song.meter_map, view.grid, coordinates.px_per_tick, ticks).items():
        if kind in lengths:
            painter.setPen(theme.line_bar)
            xs = [round(coordinates.x_at(tick)) for tick in lines]
            painter.drawLines([QLine(x, _UPPER - lengths[kind], x, _UPPER - 1) for x in xs])
    painter.fillRect(0, area.bottom(), area.width(), 1, theme.line)


def _paint_numbers(painter: QPainter, view: RollView, area: QRect) -> None:
    """Bar numbers, and beats behind a dot where there is room."""
    coordinates, meters, theme = view.coordinates, view.song.meter_map, view.theme
    font = painter.font()
    font.setPointSizeF(theme.small_pt)
    painter.setFont(font)
    first_tick = max(0, int(coordinates.tick_at(-_NUMBERS_APART_PX)))
    stride = bar_stride(meters, coordinates.px_per_tick, first_tick, _NUMBERS_APART_PX)
    first = meters.bar_index_at(first_tick)
    last = meters.bar_index_at(max(0, int(coordinates.tick_at(area.width()))))
    for bar in range(first - first % stride, last + 1, stride):
        start = meters.bar_start(bar)
        _write(painter, view, start, f"{bar + 1}", is_bar=True)
        beat = meters.meter_at(start).beat_ticks(meters.ppq)
        if beat * coordinates.px_per_tick >= _NUMBERS_APART_PX:
            for number, tick in enumerate(range(start + beat, meters.bar_end_at(start), beat), 2):
                _write(painter, view, tick, f"{bar + 1}.{number}", is_bar=False)


def _write(painter: QPainter, view: RollView, tick: int, text: str, *, is_bar: bool) -> None:
    painter.setPen(view.theme.text if is_bar else view.theme.text_dim)
    x = round(view.coordinates.x_at(tick)) + 4
    painter.drawText(QRect(x, 0, 64, _UPPER - 4), Qt.AlignmentFlag.AlignVCenter, text)


def _paint_playhead(painter: QPainter, view: RollView) -> None:
    if view.playhead is None:
        return
    x = round(view.coordinates.x_at(view.playhead))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(view.theme.text)
    top = _UPPER - 8
    painter.drawPolygon(QPolygon([QPoint(x - 5, top), QPoint(x + 6, top), QPoint(x, top + 7)]))
    painter.fillRect(x, top, 1, RULER_HEIGHT - top, view.theme.text)
