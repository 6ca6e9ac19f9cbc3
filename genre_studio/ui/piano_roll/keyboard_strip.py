"""The keys left of the paper: a piano's, or the names of the drums. A press sounds the key."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from genre_studio.music.notes import DEFAULT_VELOCITY
from genre_studio.ui.piano_roll.layers.keys_layer import KeyLights, paint_drum_names, paint_keys
from genre_studio.ui.piano_roll.note_index import index_of
from genre_studio.ui.piano_roll.roll_model import RollModel
from genre_studio.ui.piano_roll.roll_view import RollView
from genre_studio.ui.piano_roll.viewport import Viewport
from genre_studio.ui.piano_roll.wheel import pinch, turn_wheel
from genre_studio.ui.theme import UNIT

STRIP_WIDTH = 12 * UNIT
_PAINTED = frozenset({"song", "theme", "down", "track", "hovered_pitch"})


class KeyboardStrip(QWidget):
    """Signals:
    note_previewed(int, int): pitch and velocity of a pressed key, or of one that the pointer glides to.
    key_pressed(int, int), key_released(int): a key went down and up; with Shift it stays down.
    """

    note_previewed = Signal(int, int)
    key_pressed = Signal(int, int)
    key_released = Signal(int)

    def __init__(self, model: RollModel, viewport: Viewport, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._viewport = model, viewport
        self._lights = KeyLights()
        self._down: set[int] = set()
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
        paint = paint_drum_names if view.is_drums else paint_keys
        paint(painter, view, self.rect(), self._lights)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), view.theme.line)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._viewport, event, zooms_rows=True)

    def event(self, event: QEvent) -> bool:
        return pinch(self._viewport, event, zooms_rows=True) or super().event(event)

    def show_sounding(self, pitches: Collection[int]) -> None:
        """Light the keys of notes that play now."""
        self._light(replace(self._lights, sounding=frozenset(pitches)))

    def show_incoming(self, pitches: Collection[int]) -> None:
        """Light the keys that are held on a MIDI keyboard."""
        self._light(replace(self._lights, incoming=frozenset(pitches)))

    def _light(self, lights: KeyLights) -> None:
        if lights != self._lights:
            self._lights = lights
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(event)
            self._down.add(self._pitch_at(event))
            self.key_pressed.emit(self._pitch_at(event), DEFAULT_VELOCITY)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pitch = self._pitch_at(event)
        self._model.show(replace(self._model.view, hovered_pitch=pitch))
        if self._lights.pressed is not None and pitch != self._lights.pressed:
            self._press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._light(replace(self._lights, pressed=None))
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            down, self._down = self._down, set()
            for pitch in sorted(down):
                self.key_released.emit(pitch)

    def leaveEvent(self, event: QEvent) -> None:
        self._model.show(replace(self._model.view, hovered_pitch=None))

    def _press(self, event: QMouseEvent) -> None:
        pitch = self._pitch_at(event)
        self._light(replace(self._lights, pressed=pitch))
        self.note_previewed.emit(pitch, DEFAULT_VELOCITY)

    def _pitch_at(self, event: QMouseEvent) -> int:
        return self._model.view.coordinates.pitch_at(event.position().y())

    def _update_changed(self, changed: frozenset[str]) -> None:
        if changed & _PAINTED:
            self.update()


def sounding_pitches(view: RollView, tick: int) -> frozenset[int]:
    """The pitches of the edited track's notes that sound at `tick`."""
    track = view.edited_track
    if track is None or track.muted:
        return frozenset()
    index = index_of(track.notes)
    return frozenset(index.pitches[index.within(tick, tick + 1)].tolist())
