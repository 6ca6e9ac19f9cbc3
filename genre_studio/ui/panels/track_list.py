"""The tracks: a click or an arrow shows one in the roll, a drag moves it; below stands what it is."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from genre_studio.music.instruments import Family
from genre_studio.music.song import Song
from genre_studio.ui.commands import Keymap
from genre_studio.ui.icons import icon
from genre_studio.ui.panels.layout import line
from genre_studio.ui.panels.track_inspector import TrackInspector
from genre_studio.ui.panels.track_row import TrackRow
from genre_studio.ui.sizing import fix_size
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme

LIST_WIDTH_PX = 216


class TrackList(QWidget):
    """Shows a song's tracks and says what is wanted of them; it edits nothing itself.

    Signals:
        chosen(int): the track to show in the roll.
        renamed(int, str), muted(int, bool), soloed(int, bool): a track, and how it shall be.
        moved(int, int): a track, and the place in the list where it shall be.
        add_pressed(object): a track of this Family is wanted.
        menu_asked(int, QPoint): the menu of a track, at a place on the screen.
    """

    chosen = Signal(int)
    renamed = Signal(int, str)
    muted = Signal(int, bool)
    soloed = Signal(int, bool)
    moved = Signal(int, int)
    add_pressed = Signal(object)
    menu_asked = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Tracks")
        fix_size(self, width=LIST_WIDTH_PX)
        self._theme, self._song, self._current = theme, Song(), -1
        self._keymap = Keymap()
        self._drop_at: int | None = None
        self.rows: list[TrackRow] = []
        self.add_button = QPushButton("Add track")
        set_role(self.add_button, "flat")
        self.add_button.setIconSize(QSize(14, 14))
        self.add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.families = QMenu(self.add_button)
        for family in Family:
            action = self.families.addAction(family.title)
            action.setData(family)
            action.triggered.connect(self._ask_for_track)
        self.add_button.clicked.connect(self.offer_families)
        self.inspector = TrackInspector(theme)
        self._arrange()
        self.set_theme(theme)

    def show_song(self, song: Song, current: int) -> None:
        self._song, self._current = song, current
        while len(self.rows) > len(song.tracks):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.deleteLater()
        while len(self.rows) < len(song.tracks):
            self._add_row()
        for row, track in zip(self.rows, song.tracks, strict=True):
            row.show_track(track, self._theme, current=row.index == current)
        self.inspector.show_track(song.tracks[current] if 0 <= current < len(song.tracks) else None)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._marker.set_colour(theme.accent)
        self.add_button.setIcon(icon("plus", theme.text_dim))
        self.inspector.set_theme(theme)
        self.show_song(self._song, self._current)

    def show_keys(self, keymap: Keymap) -> None:
        """Say these keys in the tooltips."""
        self._keymap = keymap
        self.add_button.setToolTip(keymap.hint("add_track"))
        self.inspector.show_keys(keymap)
        for row in self.rows:
            row.show_keys(keymap.hint("mute_track", "Mute"), keymap.hint("solo_track", "Solo"))

    def focus_row(self, index: int | None = None) -> None:
        """Give the keyboard to a row; to the shown track's where none is named."""
        at = self._current if index is None else index
        if 0 <= at < len(self.rows):
            self.rows[at].setFocus()
            self._scroll.ensureWidgetVisible(self.rows[at], 0, 0)
        else:
            self.add_button.setFocus()

    def begin_renaming(self, index: int) -> None:
        if 0 <= index < len(self.rows):
            self._scroll.ensureWidgetVisible(self.rows[index], 0, 0)
            self.rows[index].begin_renaming()

    @Slot()
    def offer_families(self) -> None:
        self.families.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    @Slot()
    def _ask_for_track(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.add_pressed.emit(Family(action.data()))

    def _add_row(self) -> None:
        row = TrackRow(len(self.rows), self)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        row.show_keys(self._keymap.hint("mute_track", "Mute"), self._keymap.hint("solo_track", "Solo"))
        row.pressed.connect(self.chosen)
        row.renamed.connect(self.renamed)
        row.muted.connect(self.muted)
        row.soloed.connect(self.soloed)
        row.menu_asked.connect(self.menu_asked)
        row.stepped.connect(self._step)
        row.dragged.connect(self._show_drop)
        row.dropped.connect(self._drop)

    @Slot(int)
    def _step(self, places: int) -> None:
        wanted = min(max(self._current + places, 0), len(self.rows) - 1)
        self.chosen.emit(wanted)
        self.focus_row(wanted)

    @Slot(int, int)
    def _show_drop(self, _index: int, y: int) -> None:
        """Mark the gap between two rows into which the dragged one would go."""
        self._drop_at = sum(y > row.geometry().center().y() for row in self.rows)
        below = self.rows[self._drop_at].y() if self._drop_at < len(self.rows) else self.add_button.y()
        self._marker.setGeometry(0, below - 1, self._content.width(), 2)
        self._marker.raise_()
        self._marker.show()
        self._scroll.ensureVisible(0, y, 0, 24)

    @Slot(int, bool)
    def _drop(self, index: int, counts: bool) -> None:
        at, self._drop_at = self._drop_at, None
        self._marker.hide()
        if at is not None and counts:
            to = at - 1 if at > index else at
            if to != index:
                self.moved.emit(index, to)

    def _arrange(self) -> None:
        self._content = QWidget()
        self._marker = _DropMarker(self._content)
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        heading = QLabel("Tracks")
        set_role(heading, "heading")
        heading.setContentsMargins(12, 8, 0, 8)
        self._column.addWidget(self.add_button)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(heading)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(line())
        outer.addWidget(self.inspector)


class _DropMarker(QWidget):
    """A line between two rows, over them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = QColor()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_colour(self, colour: QColor) -> None:
        self._colour = colour

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._colour)
