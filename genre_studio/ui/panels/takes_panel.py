"""The takes under the roll: one row each, on the roll's time axis."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from genre_studio.ui.commands import Command, Keymap, Scope
from genre_studio.ui.panels.take_row import ROW_HEIGHT_PX, TakeRow
from genre_studio.ui.panels.track_list import LIST_WIDTH_PX
from genre_studio.ui.piano_roll.keyboard_strip import STRIP_WIDTH
from genre_studio.ui.piano_roll.piano_roll import PianoRoll
from genre_studio.ui.style import set_role
from genre_studio.ui.take_shelf import ShelvedTake, TakeShelf
from genre_studio.ui.theme import Theme

HEAD_PX = LIST_WIDTH_PX + 1 + STRIP_WIDTH
_TEACHING = "Takes appear here. Press the main button, then listen, keep one, or drag it out as a .mid."
_SHORT = {"next_take": "next", "audition_take": "listen", "keep_take": "keep", "discard_take": "discard"}


class TakesPanel(QWidget):
    """Shows a TakeShelf. While it has the focus, the keys of the TAKES commands work.

    Signals:
        asked(str, int): the id of a command and the key of the take that it is for.
        drag_began(int): the key of a take that is being dragged out.
        menu_asked(int, QPoint).
    """

    asked = Signal(str, int)
    drag_began = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(
        self, shelf: TakeShelf, roll: PianoRoll, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Takes")
        self._shelf, self._roll, self._theme = shelf, roll, theme
        self._sounding = 0
        self._keymap = Keymap()
        self.rows: dict[int, TakeRow] = {}
        self.hint = QLabel(_TEACHING)
        self.count = QLabel()
        self._arrange()
        self.show_keys(self._keymap)
        shelf.rows_changed.connect(self._show_rows)
        shelf.take_changed.connect(self._show_take)
        shelf.selected.connect(self._show_selected)
        roll.scrolled.connect(self._share_axis)
        self._show_rows()

    def sizeHint(self) -> QSize:
        rows = min(len(self.rows), 4)
        return QSize(400, 32 + rows * ROW_HEIGHT_PX + 2)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for row in self.rows.values():
            row.set_theme(theme)
        self.update()

    def show_keys(self, keymap: Keymap) -> None:
        """Understand these keys, and say them."""
        self._keymap = keymap
        said = (f"{keymap.text(id)}  {short}" for id, short in _SHORT.items() if keymap.key(id))
        self.keys.setText("    ".join(said))
        for row in self.rows.values():
            row.show_keys(keymap)

    @Slot(int)
    def show_sounding(self, key: int) -> None:
        """Which take is auditioned; 0 for none."""
        self._sounding = key
        self._show_states()

    @Slot(int, bool)
    def show_playhead(self, tick: int, playing: bool) -> None:
        for row in self.rows.values():
            row.mini.set_playhead(tick if playing else None)

    def picture_of(self, key: int) -> QPixmap:
        """What is drawn under the pointer while a take is dragged."""
        return self.rows[key].grab(self.rows[key].rect().adjusted(0, 0, -self.rows[key].width() + HEAD_PX, 0))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._shelf.takes and self._meant(event):
                event.accept()  # ours, before the window's shortcut for the same key
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            meant = self._meant(event)
            if meant is not None and self._shelf.takes:  # Tab included, which would move the focus
                current = self._shelf.current
                self.asked.emit(meant.id, current.key if current else 0)
                return True
        return super().event(event)

    def _meant(self, event: QKeyEvent) -> Command | None:
        return self._keymap.meant(Scope.TAKES, QKeySequence(event.keyCombination()))

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

    def resizeEvent(self, event: QEvent) -> None:
        self._share_axis()

    def _arrange(self) -> None:
        heading = QLabel("Takes")
        set_role(heading, "heading")
        set_role(self.hint, "caption")
        set_role(self.count, "caption")
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.setSpacing(12)
        for widget in (heading, self.count, self.hint):
            widget.setFixedHeight(32)
            top.addWidget(widget)
        top.addStretch(1)
        self.keys = QLabel()
        set_role(self.keys, "caption")
        top.addWidget(self.keys)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)

    @Slot()
    def _show_rows(self) -> None:
        takes = {take.key: take for take in self._shelf.takes}
        for key in [key for key in self.rows if key not in takes]:
            row = self.rows.pop(key)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, take in enumerate(takes.values()):
            if take.key not in self.rows:
                self._add_row(take)
            if self._column.indexOf(self.rows[take.key]) != place:
                self._column.insertWidget(place, self.rows[take.key])
            self._show_take(take.key)
        self.hint.setVisible(not takes)
        self.keys.setVisible(bool(takes))
        self.count.setText(str(len(takes)) if takes else "")
        self._scroll.setVisible(bool(takes))
        self._show_states()
        self.updateGeometry()

    def _add_row(self, take: ShelvedTake) -> None:
        row = TakeRow(take.key, self._theme, HEAD_PX, self)
        row.show_keys(self._keymap)
        row.asked.connect(self.asked)
        row.selected.connect(self._select)
        row.drag_began.connect(self.drag_began)
        row.menu_asked.connect(self.menu_asked)
        self.rows[take.key] = row

    @Slot(int)
    def _show_take(self, key: int) -> None:
        take = self._shelf.get(key)
        if take is not None and key in self.rows:
            self.rows[key].show_take(take, self._visible_ticks())

    @Slot(int)
    def _select(self, key: int) -> None:
        self.setFocus()
        self._shelf.select(key)

    @Slot(object)
    def _show_selected(self, take: ShelvedTake | None) -> None:
        self._show_states()
        if take is not None and take.key in self.rows:
            self._scroll.ensureWidgetVisible(self.rows[take.key], 0, 0)

    def _show_states(self) -> None:
        current = self._shelf.current
        for key, row in self.rows.items():
            row.set_state(current=current is not None and key == current.key, sounding=key == self._sounding)

    @Slot()
    def _share_axis(self) -> None:
        visible = self._visible_ticks()
        for row in self.rows.values():
            row.show_span(visible)

    def _visible_ticks(self) -> tuple[int, int]:
        return self._roll.visible_ticks(max(1, self._scroll.viewport().width() - HEAD_PX))
