"""One track in the list: its colour, its name to rename in place, its instrument, mute and solo."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from genre_studio.music.general_midi import DRUM_KIT, INSTRUMENT_NAMES
from genre_studio.music.song import Track
from genre_studio.ui.spoken import track_title
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme, mix

_LOWEST_PX = 48
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class TrackRow(QWidget):
    """One track. The keyboard reaches the shown track's row alone; the arrows go from row to row.

    Signals:
        pressed(int), renamed(int, str), muted(int, bool), soloed(int, bool), menu_asked(int, QPoint).
        stepped(int): the row so many places below is wanted; above where negative.
        dragged(int, int): its index, and the height within the list to which it is being dragged.
        dropped(int, bool): its index, and whether the drag counts; Escape and a mere click do not.
    """

    pressed = Signal(int)
    renamed = Signal(int, str)
    muted = Signal(int, bool)
    soloed = Signal(int, bool)
    menu_asked = Signal(int, QPoint)
    stepped = Signal(int)
    dragged = Signal(int, int)
    dropped = Signal(int, bool)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = index
        self._is_current = False
        self._pressed_at: QPoint | None = None
        self._is_dragged = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name = _name_field()
        self.instrument = QLabel()
        self.instrument.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_role(self.instrument, "caption")
        self.mute, self.solo = (_letter(*each) for each in (("M", "mute"), ("S", "letter")))
        self._arrange()
        self.name.editingFinished.connect(self._rename)
        self.mute.clicked.connect(self._mute)
        self.solo.clicked.connect(self._solo)

    def show_track(self, track: Track, theme: Theme, *, current: bool) -> None:
        self._track, self._theme, self._is_current = track, theme, current
        title = track_title(track, self.index)
        if self.name.isReadOnly():
            self.name.setText(title)
            self.name.setCursorPosition(0)
        instrument = DRUM_KIT if track.is_drums else INSTRUMENT_NAMES[track.program]
        self.instrument.setText(instrument)
        for button, on, word in ((self.mute, track.muted, "Mute"), (self.solo, track.soloed, "Solo")):
            button.setChecked(on)
            button.setAccessibleName(f"{word} {title}")
        where = f"{instrument}, channel {track.channel + 1}, {len(track.notes):,} notes"
        states = [word for on, word in ((track.muted, "muted"), (track.soloed, "solo")) if on]
        self.setAccessibleName(f"Track {self.index + 1}, {title}")
        self.setAccessibleDescription(", ".join([where, *states]))
        self.setToolTip(f"{where}\nDouble-click renames, dragging moves it.")
        policy = Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        for button in (self.mute, self.solo):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if current else Qt.FocusPolicy.NoFocus)
        self.update()

    def show_keys(self, mute: str, solo: str) -> None:
        """What the two buttons' tooltips say."""
        self.mute.setToolTip(mute)
        self.solo.setToolTip(solo)

    def begin_renaming(self) -> None:
        self.name.setReadOnly(False)
        self.name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.name.setFocus()
        self.name.selectAll()

    def sizeHint(self) -> QSize:
        words = self.name.fontMetrics().height() + self.instrument.fontMetrics().height()
        return QSize(0, max(_LOWEST_PX, words + 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_current:
            painter.fillRect(self.rect(), mix(self._theme.window, self._theme.accent, 0.14))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.accent, 1))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.track_colour(self._track.colour))
        painter.drawRoundedRect(12, 10, 4, self.height() - 20, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.index)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        at = event.position().toPoint()
        if (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._is_dragged = True
        if self._is_dragged:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.index, self.mapToParent(at).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end_drag(counts=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.begin_renaming()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.index, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_dragged:
            self._end_drag(counts=False)
        elif event.key() in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _end_drag(self, *, counts: bool) -> None:
        was_dragged, self._is_dragged, self._pressed_at = self._is_dragged, False, None
        if was_dragged:
            self.unsetCursor()
            self.dropped.emit(self.index, counts)

    @Slot()
    def _rename(self) -> None:
        if not self.name.isReadOnly():
            self.name.setReadOnly(True)
            self.name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.name.deselect()
            self.renamed.emit(self.index, self.name.text().strip())

    @Slot(bool)
    def _mute(self, on: bool) -> None:
        self.muted.emit(self.index, on)

    @Slot(bool)
    def _solo(self, on: bool) -> None:
        self.soloed.emit(self.index, on)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.instrument)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 0, 12, 0)
        row.setSpacing(4)
        row.addLayout(words, 1)
        row.addWidget(self.mute)
        row.addWidget(self.solo)


def _name_field() -> QLineEdit:
    """Looks like a label, and lets the mouse through to the row, until it is renamed."""
    name = QLineEdit()
    name.setReadOnly(True)
    name.setFrame(False)
    name.setTextMargins(-2, 0, 0, 0)  # a line edit draws 2 px in; the label below does not
    name.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")
    name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    name.setAccessibleName("Name of the track")
    return name


def _letter(letter: str, role: str) -> QToolButton:
    button = QToolButton()
    button.setText(letter)
    button.setCheckable(True)
    button.setMinimumSize(22, 22)
    set_role(button, role)
    return button
