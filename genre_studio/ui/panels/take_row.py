"""One take: its name and what can be done with it on the left, its notes on the roll's time axis."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QToolButton, QToolTip, QVBoxLayout, QWidget

from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord
from genre_studio.ui.commands import Keymap, command
from genre_studio.ui.icons import icon
from genre_studio.ui.piano_roll.mini_roll import MiniRoll
from genre_studio.ui.piano_roll.roll_view import TickRange
from genre_studio.ui.sizing import fix_size, scaled
from genre_studio.ui.style import set_role
from genre_studio.ui.take_words import about_text, amount_text, row_text, title_text
from genre_studio.ui.theme import Theme, mix

ROW_HEIGHT_PX = 56
_BUTTONS = ("star_take", "audition_take", "keep_take", "discard_take", "about_take")
_MARGIN_PX = 12
_INDENT_PX = 12  # for each generation
_MOST_INDENTS = 3


class TakeRow(QWidget):
    """Shows one TakeRecord, and another one when it is needed elsewhere in the list.

    Signals:
        asked(str, int): the id of a command and the take's id.
        selected(int): the take's id.
        drag_began(int): the pointer has left with the take.
        menu_asked(int, QPoint): where, on the screen.
    """

    asked = Signal(str, int)
    selected = Signal(int)
    drag_began = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, theme: Theme, head_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = 0
        self._theme, self._head_px = theme, head_px
        self._is_current = self._is_sounding = False
        self._generation = 0
        self._pressed_at: QPoint | None = None
        self._take: TakeRecord | None = None
        self._song = Song()
        fix_size(self, height=ROW_HEIGHT_PX)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.mini = MiniRoll(theme)
        self.title, self.caption, self.details = QLabel(), QLabel(), QLabel()
        set_role(self.title, "heading")
        for label in (self.caption, self.details):
            set_role(label, "caption")
        self.buttons = {id: self._button(id) for id in _BUTTONS}
        self._arrange()
        self.show_keys(Keymap())
        self.set_theme(theme)

    def show_take(self, take: TakeRecord, generation: int, song: Song, visible: TickRange) -> None:
        """The take as it is now, for this song, over the ticks that the roll shows."""
        self.id, self._take, self._song = take.id, take, song
        self._indent(generation)
        self.title.setText(title_text(take))
        self.setAccessibleName(f"{title_text(take)}, {amount_text(take, song)}")
        self._say(self.caption, amount_text(take, song))
        self._say(self.details, row_text(take, song))
        self.mini.set_region(take.asked.region)
        self.buttons["audition_take"].setEnabled(take.is_whole)
        self.buttons["star_take"].setEnabled(take.is_whole)
        self.buttons["keep_take"].setEnabled(take.is_whole and not take.is_kept)
        self._show_icons()
        self.show_span(visible)

    def show_span(self, visible: TickRange) -> None:
        if self._take is not None:
            self.mini.set_take(self._song, self._take.notes, visible)

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

    def show_keys(self, keymap: Keymap) -> None:
        """Name the keys of the buttons in their tooltips."""
        for id, button in self.buttons.items():
            button.setToolTip(keymap.hint(id))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._take is not None:
            QToolTip.showText(event.globalPos(), about_text(self._take, self._song), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = self._theme.window
        if self._is_current:
            painter.fillRect(self.rect(), mix(ground, self._theme.accent, 0.14))
            painter.fillRect(0, 0, 3, self.height(), self._theme.accent)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.line)
        if self._generation:
            self._paint_family(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
            self.selected.emit(self.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            self.drag_began.emit(self.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.asked.emit("audition_take", self.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.selected.emit(self.id)
        self.menu_asked.emit(self.id, event.globalPos())

    def _paint_family(self, painter: QPainter) -> None:
        """A small elbow from the parent above to this take."""
        x = _MARGIN_PX + _INDENT_PX * (min(self._generation, _MOST_INDENTS) - 1) + 2
        middle = self.height() // 2
        colour = mix(self._theme.window, self._theme.text_dim, 0.6)
        painter.fillRect(x, 0, 1, middle, colour)
        painter.fillRect(x, middle, _INDENT_PX - 5, 1, colour)

    def _indent(self, generation: int) -> None:
        self._generation = generation
        steps = min(generation, _MOST_INDENTS)
        self._words.setContentsMargins(_INDENT_PX * steps, 0, 4, 0)

    def _say(self, label: QLabel, text: str) -> None:
        """Cut short where it is too long: the card holds all of it."""
        steps = min(self._generation, _MOST_INDENTS)
        width = self._head_px - _MARGIN_PX - 4 - _INDENT_PX * steps - 8 - scaled(_BUTTON_PX) * len(_BUTTONS)
        label.setText(QFontMetrics(label.font()).elidedText(text, Qt.TextElideMode.ElideRight, width))

    def _show_icons(self) -> None:
        dim, text, accent = self._theme.text_dim, self._theme.text, self._theme.accent
        starred = self._take is not None and self._take.is_starred
        icons = {
            "star_take": icon("star-full" if starred else "star", self._theme.locked if starred else dim),
            "audition_take": icon(
                "stop" if self._is_sounding else "play", accent if self._is_sounding else text
            ),
            "keep_take": icon("check", accent if self._is_current else text),
            "discard_take": icon("x", dim),
            "about_take": icon("info", dim),
        }
        for id, shown in icons.items():
            self.buttons[id].setIcon(shown)

    def _button(self, id: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(id)
        button.setIconSize(QSize(16, 16))
        fix_size(button, width=_BUTTON_PX, height=28)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAccessibleName(command(id).title)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._ask)
        return button

    @Slot()
    def _ask(self) -> None:
        self.selected.emit(self.id)
        self.asked.emit(self.sender().objectName(), self.id)

    def _arrange(self) -> None:
        self._words = words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for label in (self.title, self.caption, self.details):
            words.addWidget(label)
        words.addStretch(1)
        head = QWidget()
        head.setFixedWidth(self._head_px)
        row = QHBoxLayout(head)
        row.setContentsMargins(_MARGIN_PX, 0, 8, 0)
        row.setSpacing(0)
        row.addLayout(words, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 1)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self.mini, 1)


_BUTTON_PX = 24
