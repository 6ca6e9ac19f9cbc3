"""A hand on the roll: real mouse and key events, aimed in ticks and pitches."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.piano_roll.lanes.lane_area import LaneArea
from genre_studio.ui.piano_roll.note_area import NoteArea
from genre_studio.ui.piano_roll.ruler import Ruler

LEFT = Qt.MouseButton.LeftButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def small_song() -> Song:
    """Two pitched tracks and drums: C4, E4, G4 on beats 1 to 3 of the lead, 96 loud, a beat long."""
    lead = Track("Lead", 0, make_notes([0, 480, 960], [480, 480, 480], [60, 64, 67]), colour=0)
    keys = Track("Keys", 1, make_notes([0], [1920], [72]), colour=1)
    drums = Track("Drums", 9, make_notes([0, 960], [120, 120], [36, 38]), colour=2)
    return Song(480, (lead, keys, drums))


class RollHand:
    """Drives a shown roll with real mouse and key events, in ticks and pitches."""

    def __init__(self, roll: PianoRoll) -> None:
        self.roll = roll
        self.document = roll._document
        self.area = roll.findChild(NoteArea)
        self.ruler = roll.findChild(Ruler)
        self.lane = roll.findChild(LaneArea)

    @property
    def notes(self) -> list[tuple[int, int, int, int]]:
        """(start, duration, pitch, velocity) of the edited track in the document."""
        track = self.document.song.tracks[self.roll.track]
        return [
            tuple(int(note[f]) for f in ("start", "duration", "pitch", "velocity")) for note in track.notes
        ]

    @property
    def shown(self) -> list[tuple[int, int, int]]:
        """(start, duration, pitch) of what the roll shows, drafts included."""
        return [tuple(int(n[f]) for f in ("start", "duration", "pitch")) for n in self.roll._model.view.notes]

    def place(self, tick: float, pitch: int) -> QPoint:
        """The middle of a row at a tick."""
        coordinates = self.roll._model.view.coordinates
        return QPoint(round(coordinates.x_at(tick)), int(coordinates.y_at(pitch)) + coordinates.row_px // 2)

    def x(self, tick: float) -> int:
        return round(self.roll._model.view.coordinates.x_at(tick))

    def press(
        self,
        at: QPoint,
        *,
        on: QWidget | None = None,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_MODIFIER,
    ) -> None:
        QTest.mousePress(on or self.area, button, keys, at)

    def drag_to(
        self,
        *ways: QPoint,
        on: QWidget | None = None,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_MODIFIER,
    ) -> None:
        for at in ways:
            # QTest.mouseMove sends no buttons or modifiers: a drag needs both.
            _send_move(on or self.area, at, button, keys)

    def release(
        self,
        at: QPoint,
        *,
        on: QWidget | None = None,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_MODIFIER,
    ) -> None:
        QTest.mouseRelease(on or self.area, button, keys, at)

    def drag(
        self,
        start: QPoint,
        end: QPoint,
        *,
        on: QWidget | None = None,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NO_MODIFIER,
    ) -> None:
        self.press(start, on=on, button=button, keys=keys)
        self.drag_to((start + end) / 2, end, on=on, button=button, keys=keys)
        self.release(end, on=on, button=button, keys=keys)

    def click(self, at: QPoint, *, keys: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        QTest.mouseClick(self.area, LEFT, keys, at)

    def double_click(self, at: QPoint, *, keys: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """As a window system sends it; QTest.mouseDClick alone is only the third of its four events."""
        self.click(at)
        QTest.mouseDClick(self.area, LEFT, keys, at)
        self.release(at)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        QTest.keyClick(self.area, key, keys)

    def wheel(self, at: QPoint, notches: int, keys: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        event = QWheelEvent(
            QPointF(at), QPointF(self.area.mapToGlobal(at)), QPoint(0, 0), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.area, event)


def _send_move(widget: QWidget, at: QPoint, button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        button,
        keys,
    )
    QApplication.sendEvent(widget, event)
