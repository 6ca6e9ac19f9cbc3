"""The takes under the roll: a heading with what can be filtered, and the lanes on the roll's time axis."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from genre_studio.music.song import Song
from genre_studio.plugin_api import PluginInfo
from genre_studio.ui.commands import Command, Keymap, Scope
from genre_studio.ui.icons import icon
from genre_studio.ui.panels.take_card import TakeCard
from genre_studio.ui.panels.take_lanes import TakeLanes
from genre_studio.ui.panels.take_row import TakeRow
from genre_studio.ui.panels.track_list import LIST_WIDTH_PX
from genre_studio.ui.piano_roll.keyboard_strip import STRIP_WIDTH
from genre_studio.ui.piano_roll.piano_roll import PianoRoll
from genre_studio.ui.sizing import fix_size, scaled
from genre_studio.ui.style import set_role
from genre_studio.ui.take_shelf import TakeOrder, TakeShelf
from genre_studio.ui.take_words import facts_of, row_text
from genre_studio.ui.theme import Theme

_HEADING_PX = 32
_TEACHING = "Takes appear here. Press the main button, then listen, keep one, or drag it out as a .mid."
_NONE_STARRED = "No take is starred. Press * on one that you like, or show all of them."
_SHORT = {
    "next_take": "next",
    "audition_take": "listen",
    "keep_take": "keep",
    "more_like_take": "more like it",
    "discard_take": "discard",
}


class TakesPanel(QWidget):
    """Shows a TakeShelf. While it has the focus, the keys of the TAKES commands work.

    `info_of` finds a generator's description by its id, for the names of its settings.

    Signals:
        asked(str, int): the id of a command and of the take that it is for.
        selected(int): the id of a take that was clicked.
        drag_began(int): the id of a take that is being dragged out.
        menu_asked(int, QPoint).
    """

    asked = Signal(str, int)
    selected = Signal(int)
    drag_began = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(
        self,
        shelf: TakeShelf,
        roll: PianoRoll,
        theme: Theme,
        info_of: Callable[[str], PluginInfo | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Takes")
        self._shelf, self._roll, self._theme, self._info_of = shelf, roll, theme, info_of
        self._keymap = Keymap()
        self.lanes = TakeLanes(shelf, roll, theme, head_px())
        self.card = TakeCard(self)
        self.hint, self.count, self.keys = QLabel(_TEACHING), QLabel(), QLabel()
        self.starred, self.order = QToolButton(), QToolButton()
        self._arrange()
        self._connect()
        self.show_keys(self._keymap)
        self._show_rows()

    @property
    def rows(self) -> dict[int, TakeRow]:
        """The rows that show, by the id of their take."""
        return self.lanes.rows

    def sizeHint(self) -> QSize:
        return QSize(400, _HEADING_PX + self.lanes.sizeHint().height() + 2)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.lanes.set_head(head_px())
        self.lanes.set_theme(theme)
        self._show_icon()
        self.update()

    def show_keys(self, keymap: Keymap) -> None:
        """Understand these keys, and say them."""
        self._keymap = keymap
        said = (f"{keymap.text(id)}  {short}" for id, short in _SHORT.items() if keymap.key(id))
        self.keys.setText("    ".join(said))
        self.lanes.show_keys(keymap)

    def show_song(self, song: Song) -> None:
        """The document's song, whose bars and colours the takes share."""
        self.lanes.show_song(song)

    @Slot(int)
    def show_sounding(self, id: int) -> None:
        """Which take is auditioned; 0 for none."""
        self.lanes.show_sounding(id)

    @Slot(int, bool)
    def show_playhead(self, tick: int, playing: bool) -> None:
        self.lanes.show_playhead(tick if playing else None)

    @Slot(int)
    def show_about(self, id: int) -> None:
        """Everything about a take, on a card above its row; asked again for the same, it goes."""
        take = self._shelf.get(id)
        if take is None or (self.card.isVisible() and self.card.take_id == id):
            self.card.hide()
            return
        facts = facts_of(take, self._roll.song, self._info_of(take.asked.plugin_id))
        window = self.window()
        at = window.mapFromGlobal(self.lanes.place_of(id) + QPoint(head_px() + 8, 0))
        self.card.show_facts(take, facts, window, at)

    @Slot()
    def toggle_starred(self) -> None:
        self.starred.setChecked(not self.starred.isChecked())

    @Slot()
    def toggle_order(self) -> None:
        """Newest first, or starred first."""
        newest = self._shelf.order is TakeOrder.NEWEST
        self._shelf.sort(TakeOrder.STARRED if newest else TakeOrder.NEWEST)
        self.order.setText(self._shelf.order.value)

    def picture_of(self, id: int) -> QPixmap:
        """What is drawn under the pointer while a take is dragged."""
        return self.lanes.picture_of(id)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._shelf.count and self._meant(event):
                event.accept()  # ours, before the window's shortcut for the same key
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            meant = self._meant(event)
            if meant is not None and self._shelf.count:  # Tab included, which would move the focus
                current = self._shelf.current
                self.asked.emit(meant.id, current.id if current else 0)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Down: "next_take", Qt.Key.Key_Up: "previous_take"}
        if event.key() in ways and not event.modifiers() and self._shelf.count:
            self.asked.emit(ways[Qt.Key(event.key())], 0)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By key: rows have none of their own, for the keyboard is with all of them."""
        current = self._shelf.current
        if event.reason() == QContextMenuEvent.Reason.Keyboard and current is not None:
            self.menu_asked.emit(current.id, self.lanes.place_of(current.id))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.accent)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def _meant(self, event: QKeyEvent) -> Command | None:
        return self._keymap.meant(Scope.TAKES, QKeySequence(plain_key(event)))

    def _arrange(self) -> None:
        heading = QLabel("Takes")
        set_role(heading, "heading")
        for label in (self.hint, self.count, self.keys):
            set_role(label, "caption")
        self.starred.setCheckable(True)
        self.starred.setText("Starred")
        self.starred.setToolTip("Show only starred takes")
        self.starred.setIconSize(QSize(14, 14))
        self.order.setText(self._shelf.order.value)
        self.order.setToolTip("Sort the takes another way")
        for button in (self.starred, self.order):
            set_role(button, "filter")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._show_icon()
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(12)
        self.hint.setWordWrap(True)
        for widget in (heading, self.count, self.starred, self.order):
            top.addWidget(widget)
        top.addWidget(self.hint, 1)
        top.addStretch(0)
        top.addWidget(self.keys)
        holder = QWidget()
        fix_size(holder, height=_HEADING_PX)
        holder.setLayout(top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(holder)
        column.addWidget(self.lanes, 1)

    def _connect(self) -> None:
        self._shelf.rows_changed.connect(self._show_rows)
        self._shelf.selected.connect(self._describe)
        self.starred.toggled.connect(self._shelf.show_only_starred)
        self.starred.toggled.connect(self._show_icon)
        self.order.clicked.connect(self.toggle_order)
        self.lanes.asked.connect(self.asked)
        self.lanes.selected.connect(self._select)
        self.lanes.drag_began.connect(self.drag_began)
        self.lanes.menu_asked.connect(self.menu_asked)
        self.card.asked.connect(self._ask_from_card)
        self.card.closed.connect(self.setFocus)

    @Slot()
    def _describe(self) -> None:
        """Tell a screen reader which take the keys are about."""
        take = self._shelf.current
        self.setAccessibleDescription(row_text(take, self._roll.song) if take is not None else "")

    @Slot()
    def _show_icon(self) -> None:
        only = self.starred.isChecked()
        colour = self._theme.locked if only else self._theme.text_dim
        self.starred.setIcon(icon("star-full" if only else "star", colour, colour))

    @Slot(str)
    def _ask_from_card(self, command: str) -> None:
        self.asked.emit(command, self.card.take_id)

    @Slot(int)
    def _select(self, id: int) -> None:
        self.setFocus()
        self.selected.emit(id)

    @Slot()
    def _show_rows(self) -> None:
        count, shown = self._shelf.count, len(self._shelf.lines)
        self.hint.setText(_TEACHING if not count else _NONE_STARRED)
        self.hint.setVisible(not shown)
        self.keys.setVisible(bool(shown))
        self.lanes.setVisible(bool(shown))
        for button in (self.starred, self.order):
            button.setVisible(bool(count))
        self.count.setText("" if not count else str(count) if shown == count else f"{shown} of {count}")
        self.updateGeometry()


def plain_key(event: QKeyEvent) -> QKeyCombination:
    """What was pressed as the table of commands writes it, whatever keyboard it came from.

    Qt says Backtab for Shift+Tab, Enter for the number pad's Return, and Shift for an asterisk that
    needs it on this keyboard.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    modifiers &= ~Qt.KeyboardModifier.KeypadModifier
    if key == Qt.Key.Key_Backtab:
        return QKeyCombination(modifiers | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Tab)
    if key == Qt.Key.Key_Enter:
        return QKeyCombination(modifiers, Qt.Key.Key_Return)
    if key == Qt.Key.Key_Asterisk:
        return QKeyCombination(modifiers & ~Qt.KeyboardModifier.ShiftModifier, key)
    return QKeyCombination(modifiers, key)


def head_px() -> int:
    """How far from the left the takes' time axis begins: under the roll's, beside the list of tracks."""
    return scaled(LIST_WIDTH_PX) + 1 + STRIP_WIDTH
