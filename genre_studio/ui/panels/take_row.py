"""One take: its name and what can be done with it on the left, its notes on the roll's time axis."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from genre_studio.ui.commands import Keymap, command
from genre_studio.ui.icons import icon
from genre_studio.ui.piano_roll.mini_roll import MiniRoll
from genre_studio.ui.piano_roll.roll_view import TickRange
from genre_studio.ui.request_plan import genre_title
from genre_studio.ui.style import set_role
from genre_studio.ui.take_shelf import ShelvedTake
from genre_studio.ui.take_words import about_text, amount_text, pitch_text
from genre_studio.ui.theme import Theme, mix

ROW_HEIGHT_PX = 56
_BUTTONS = ("star_take", "audition_take", "keep_take", "discard_take")


class TakeRow(QWidget):
    """Shows one ShelvedTake.

    Signals:
        asked(str, int): the id of a command and the take's key.
        selected(int): the take's key.
        drag_began(int): the pointer has left with the take.
        menu_asked(int, QPoint): where, on the screen.
    """

    asked = Signal(str, int)
    selected = Signal(int)
    drag_began = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, key: int, theme: Theme, head_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._theme = theme
        self._is_current = self._is_sounding = False
        self._pressed_at: QPoint | None = None
        self._take: ShelvedTake | None = None
        self.setFixedHeight(ROW_HEIGHT_PX)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.mini = MiniRoll(theme)
        self.title, self.caption, self.pitches = QLabel(), QLabel(), QLabel()
        set_role(self.title, "heading")
        for label in (self.caption, self.pitches):
            set_role(label, "caption")
        self.buttons = {id: self._button(id) for id in _BUTTONS}
        self._arrange(head_px)
        self.set_theme(theme)

    def show_take(self, take: ShelvedTake, visible: TickRange) -> None:
        """The take as it is now, over the ticks that the roll shows."""
        self._take = take
        words = (f"Take {take.number}", genre_title(take.request.genre), "kept" if take.is_kept else "")
        self.title.setText(" · ".join(filter(None, words)))
        self.caption.setText(amount_text(take))
        self.pitches.setText(pitch_text(take))
        self.pitches.setVisible(bool(self.pitches.text()))
        self.setToolTip(about_text(take))
        self.buttons["audition_take"].setEnabled(take.is_whole)
        self.buttons["keep_take"].setEnabled(take.is_whole and not take.is_kept)
        self._show_icons()
        self.show_span(visible)

    def show_span(self, visible: TickRange) -> None:
        if self._take is not None:
            self.mini.set_take(self._take.request.song, self._take.notes, visible)

    def set_state(self, *, current: bool, sounding: bool) -> None:
        if (current, sounding) != (self._is_current, self._is_sounding):
            self._is_current, self._is_sounding = current, sounding
            self._show_icons()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.mini.set_theme(theme)
        self._show_icons()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = self._theme.window
        if self._is_current:
            painter.fillRect(self.rect(), mix(ground, self._theme.accent, 0.14))
            painter.fillRect(0, 0, 3, self.height(), self._theme.accent)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            self.selected.emit(self.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            self.drag_began.emit(self.key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.asked.emit("audition_take", self.key)

    def show_keys(self, keymap: Keymap) -> None:
        """Name the keys of the buttons in their tooltips."""
        for id, button in self.buttons.items():
            button.setToolTip(keymap.hint(id))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.selected.emit(self.key)
        self.menu_asked.emit(self.key, event.globalPos())

    def _show_icons(self) -> None:
        dim, text, accent = self._theme.text_dim, self._theme.text, self._theme.accent
        starred = self._take is not None and self._take.is_starred
        self.buttons["star_take"].setIcon(
            icon("star-full" if starred else "star", self._theme.locked if starred else dim)
        )
        self.buttons["audition_take"].setIcon(
            icon("stop" if self._is_sounding else "play", accent if self._is_sounding else text)
        )
        self.buttons["keep_take"].setIcon(icon("check", accent if self._is_current else text))
        self.buttons["discard_take"].setIcon(icon("x", dim))

    def _button(self, id: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(id)
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(26, 28)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(command(id).title)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._ask)
        return button

    @Slot()
    def _ask(self) -> None:
        self.selected.emit(self.key)
        self.asked.emit(self.sender().objectName(), self.key)

    def _arrange(self, head_px: int) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.caption)
        words.addWidget(self.pitches)
        words.addStretch(1)
        head = QWidget()
        head.setFixedWidth(head_px)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(0)
        row.addLayout(words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 1)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self.mini, 1)
