"""The keys left of the paper: a piano's, or the names of the drums. A press sounds the key."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.music.notes import DEFAULT_VELOCITY
from genre_studio.ui.piano_roll.pitch_names import drum_name, is_black_key, pitch_name
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import turn_wheel
from genre_studio.ui.theme import UNIT, mix

STRIP_WIDTH = 12 * UNIT
_BLACK_LENGTH = 0.62
_NAMES_FROM_PX = 10
_EVERY_NAME_FROM_PX = 16
_PAINTED = frozenset({"song", "theme", "coordinates", "track", "hovered_pitch"})


class KeyboardStrip(QWidget):
    """Signals: note_previewed(int, int): pitch and velocity of a pressed key; louder to the right."""

    note_previewed = Signal(int, int)

    def __init__(self, model: RollModel, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._viewport = model, viewport
        self._pressed: int | None = None
        self.setAccessibleName("Keyboard")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        model.changed.connect(self._update_changed)

    def sizeHint(self) -> QSize:
        return QSize(STRIP_WIDTH, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view = QPainter(self), self._model.view
        painter.fillRect(event.rect(), view.theme.window)
        paint = _paint_drums if view.is_drums else _paint_keys
        paint(painter, view, self.rect(), self._pressed)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), view.theme.line)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pitch = self._pitch_at(event)
        self._model.show(replace(self._model.view, hovered_pitch=pitch))
        if self._pressed is not None and pitch != self._pressed:
            self._press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._model.show(replace(self._model.view, hovered_pitch=None))

    def _press(self, event: QMouseEvent) -> None:
        self._pressed = self._pitch_at(event)
        self.note_previewed.emit(self._pressed, DEFAULT_VELOCITY)
        self.update()

    def _pitch_at(self, event: QMouseEvent) -> int:
        return self._model.view.coordinates.pitch_at(event.position().y())

    def _update_changed(self, changed: frozenset[str]) -> None:
        if changed & _PAINTED:
            self.update()


def _rows(view: RollView, area: QRect) -> Iterator[tuple[int, QRect]]:
    """The visible pitches and their rows."""
    coordinates = view.coordinates
    highest, lowest = coordinates.pitch_at(0), coordinates.pitch_at(area.height())
    for pitch in range(lowest, highest + 1):
        if coordinates.rows.row_of[pitch] >= 0:
            yield pitch, QRect(0, int(coordinates.y_at(pitch)), area.width(), coordinates.row_px)


def _paint_keys(painter: QPainter, view: RollView, area: QRect, pressed: int | None) -> None:
    theme = view.theme
    _set_font(painter, view)
    for pitch, row in _rows(view, area):
        key = theme.key_black if is_black_key(pitch) else theme.key_white
        if pitch in (pressed, view.hovered_pitch):
            key = mix(key, theme.accent, 0.75 if pitch == pressed else 0.35)
        painter.fillRect(row, theme.key_white)
        if is_black_key(pitch):
            length = round(row.width() * _BLACK_LENGTH)
            painter.fillRect(0, row.center().y(), row.width(), 1, mix(theme.key_white, theme.key_black, 0.3))
            painter.fillRect(row.left(), row.top(), length, row.height(), key)
        else:
            painter.fillRect(row, key)
        if pitch % 12 in (0, 5):  # two white keys meet below C and F
            edge = mix(theme.key_white, theme.key_black, 0.3)
            painter.fillRect(row.left(), row.bottom(), row.width(), 1, edge)
        if _is_named(view, pitch):
            painter.setPen(theme.ink_on(key))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(row.adjusted(0, 0, -UNIT + 2, 0), flags, pitch_name(pitch))


def _is_named(view: RollView, pitch: int) -> bool:
    row_px = view.coordinates.row_px
    if pitch % 12 == 0:
        return row_px * 7 >= _NAMES_FROM_PX * 4
    is_under_pointer = pitch == view.hovered_pitch and row_px >= _NAMES_FROM_PX
    return not is_black_key(pitch) and (row_px >= _EVERY_NAME_FROM_PX or is_under_pointer)


def _paint_drums(painter: QPainter, view: RollView, area: QRect, pressed: int | None) -> None:
    theme = view.theme
    _set_font(painter, view)
    for pitch, row in _rows(view, area):
        ground = theme.window
        if pitch in (pressed, view.hovered_pitch):
            ground = mix(ground, theme.accent, 0.5 if pitch == pressed else 0.2)
        painter.fillRect(row, ground)
        painter.fillRect(row.left(), row.bottom(), row.width(), 1, theme.line)
        if row.height() >= _NAMES_FROM_PX:
            has_drum = drum_name(pitch) != pitch_name(pitch)
            painter.setPen(theme.text if has_drum else theme.text_dim)
            painter.drawText(row.adjusted(UNIT, 0, -2, 0), Qt.AlignmentFlag.AlignVCenter, drum_name(pitch))


def _set_font(painter: QPainter, view: RollView) -> None:
    font = QFont(painter.font())
    font.setPixelSize(min(max(view.coordinates.row_px - 3, 8), 11))
    painter.setFont(font)
