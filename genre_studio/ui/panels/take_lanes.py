"""The list of takes: as many rows as show, whatever number of takes there is."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from genre_studio.music.song import Song
from genre_studio.ui.commands import Keymap
from genre_studio.ui.panels.take_row import ROW_HEIGHT_PX, TakeRow
from genre_studio.ui.piano_roll.piano_roll import PianoRoll
from genre_studio.ui.piano_roll.wheel import turn_axis
from genre_studio.ui.sizing import scaled
from genre_studio.ui.take_shelf import TakeShelf
from genre_studio.ui.theme import Theme

_ROLL_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class TakeLanes(QAbstractScrollArea):
    """Shows the lines of a TakeShelf under a roll, `head_px` left of its time axis.

    Rows are widgets that are used again: scrolling moves them, and only what comes into sight is drawn.

    Signals: asked, selected, drag_began, menu_asked: as those of TakeRow.
    """

    asked = Signal(str, int)
    selected = Signal(int)
    drag_began = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(
        self, shelf: TakeShelf, roll: PianoRoll, theme: Theme, head_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf, self._roll, self._theme, self._head_px = shelf, roll, theme, head_px
        self._keymap = Keymap()
        self._row_px = scaled(ROW_HEIGHT_PX)
        self._sounding = 0
        self._playhead: int | None = None
        self._shown_as: object = None
        self.rows: dict[int, TakeRow] = {}
        self._spare: list[TakeRow] = []
        self.setAccessibleName("Takes, one a row")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(self._row_px // 2)
        self.verticalScrollBar().valueChanged.connect(self._place)
        shelf.rows_changed.connect(self.refresh)
        shelf.take_changed.connect(self._show_take)
        shelf.selected.connect(self._show_selected)
        roll.viewport.scrolled.connect(self.share_axis)

    def sizeHint(self) -> QSize:
        return QSize(400, min(len(self._shelf.lines), 4) * self._row_px)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._row_px if self._shelf.lines else 0)

    def set_head(self, head_px: int) -> None:
        """After the text has changed its size: rows of their new height, whose heads are so wide."""
        if (head_px, scaled(ROW_HEIGHT_PX)) == (self._head_px, self._row_px):
            return
        self._head_px, self._row_px = head_px, scaled(ROW_HEIGHT_PX)
        for row in (*self.rows.values(), *self._spare):
            row.hide()
            row.deleteLater()
        self.rows, self._spare = {}, []
        self.verticalScrollBar().setSingleStep(self._row_px // 2)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for row in (*self.rows.values(), *self._spare):
            row.set_theme(theme)

    def show_keys(self, keymap: Keymap) -> None:
        self._keymap = keymap
        for row in (*self.rows.values(), *self._spare):
            row.show_keys(keymap)

    def show_sounding(self, id: int) -> None:
        self._sounding = id
        self._show_states()

    def show_song(self, song: Song) -> None:
        """Where bars or colours have changed, draw the takes anew."""
        shown_as = (song.ppq, song.meters, [(track.colour, track.is_drums) for track in song.tracks])
        if shown_as != self._shown_as:
            self._shown_as = shown_as
            self.refresh()

    def show_playhead(self, tick: int | None) -> None:
        self._playhead = tick
        for row in self.rows.values():
            row.mini.set_playhead(tick)

    def picture_of(self, id: int) -> QPixmap:
        """The head of a take's row, as it is dragged. An empty picture where the row does not show."""
        row = self.rows.get(id)
        return row.grab(row.rect().adjusted(0, 0, self._head_px - row.width(), 0)) if row else QPixmap()

    def place_of(self, id: int) -> QPoint:
        """The upper left corner of a take's row on the screen; of the list where it does not show."""
        row = self.rows.get(id)
        return row.mapToGlobal(QPoint(0, 0)) if row else self.mapToGlobal(QPoint(0, 0))

    def refresh(self) -> None:
        """Other takes, another order, or another song: show what there is now."""
        self._set_range()
        for row in self.rows.values():
            row.id = 0  # show it anew
        self._place()
        self._show_states()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_range()
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing below the rows: the panel's ground shows."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & _ROLL_KEYS:  # the keys that turn the roll's wheel sideways, or zoom
            turn_axis(self._roll.viewport, event, event.position().x() - self._head_px)
        else:
            super().wheelEvent(event)

    def _set_range(self) -> None:
        height = len(self._shelf.lines) * self._row_px
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setRange(0, max(0, height - self.viewport().height()))

    def _place(self) -> None:
        """Put a row wherever a take shows, and keep those that are not needed for later."""
        top, lines = self.verticalScrollBar().value(), self._shelf.lines
        first = top // self._row_px
        last = (top + self.viewport().height()) // self._row_px
        shown = lines[first : last + 1]
        needed = {take.id for take, _ in shown}
        for id in [id for id in self.rows if id not in needed]:
            row = self.rows.pop(id)
            row.hide()
            self._spare.append(row)
        song, visible = self._roll.song, self._visible_ticks()
        for number, (take, generation) in enumerate(shown, first):
            row = self.rows.get(take.id) or self._row()
            self.rows[take.id] = row
            if row.id != take.id:
                row.show_take(take, generation, song, visible)
                row.mini.set_playhead(self._playhead)
            row.setGeometry(0, number * self._row_px - top, self.viewport().width(), self._row_px)
            row.show()
        self._show_states()

    def _row(self) -> TakeRow:
        if self._spare:
            row = self._spare.pop()
            row.id = 0
            return row
        row = TakeRow(self._theme, self._head_px, self.viewport())
        row.show_keys(self._keymap)
        row.asked.connect(self.asked)
        row.selected.connect(self.selected)
        row.drag_began.connect(self.drag_began)
        row.menu_asked.connect(self.menu_asked)
        return row

    def _show_take(self, id: int) -> None:
        take, row = self._shelf.get(id), self.rows.get(id)
        if take is not None and row is not None:
            generation = next((g for line, g in self._shelf.lines if line.id == id), 0)
            row.show_take(take, generation, self._roll.song, self._visible_ticks())

    def _show_selected(self) -> None:
        current = self._shelf.current
        ids = [take.id for take in self._shelf.takes]
        if current is not None and current.id in ids:
            top = ids.index(current.id) * self._row_px
            bar = self.verticalScrollBar()
            bar.setValue(min(max(bar.value(), top + self._row_px - self.viewport().height()), top))
        self._show_states()

    def _show_states(self) -> None:
        current = self._shelf.current
        for id, row in self.rows.items():
            row.set_state(current=current is not None and id == current.id, sounding=id == self._sounding)

    def share_axis(self) -> None:
        """Draw the takes over the ticks that the roll shows above them."""
        visible = self._visible_ticks()
        for row in self.rows.values():
            row.show_span(visible)

    def _visible_ticks(self) -> tuple[int, int]:
        """The lanes' axis need not begin where the roll's paper does: the tracks may be folded."""
        first = self._roll.paper_x(self.viewport(), self._head_px)
        return self._roll.viewport.visible_ticks(max(1, self.viewport().width() - self._head_px), first)
