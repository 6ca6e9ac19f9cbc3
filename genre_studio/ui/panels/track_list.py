"""The tracks: colour, name, mute, solo; a click shows one in the roll."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from genre_studio.music.general_midi import DRUM_KIT, INSTRUMENT_NAMES
from genre_studio.music.instruments import Family
from genre_studio.music.song import Song, Track
from genre_studio.ui.icons import icon
from genre_studio.ui.panels.track_checks import track_title
from genre_studio.ui.style import set_role
from genre_studio.ui.theme import Theme, mix

LIST_WIDTH_PX = 216
_ROW_HEIGHT_PX = 48


class TrackRow(QWidget):
    """One track.

    Signals: pressed(int), renamed(int, str), muted(int, bool), soloed(int, bool), menu_asked(int, QPoint).
    """

    pressed = Signal(int)
    renamed = Signal(int, str)
    muted = Signal(int, bool)
    soloed = Signal(int, bool)
    menu_asked = Signal(int, QPoint)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = index
        self._is_current = False
        self.setFixedHeight(_ROW_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name = QLineEdit()
        self.name.setReadOnly(True)
        self.name.setFrame(False)
        self.name.setTextMargins(-2, 0, 0, 0)  # a line edit draws 2 px in; the label below does not
        self.name.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")
        self.name.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.name.installEventFilter(self)
        self.instrument = QLabel()
        set_role(self.instrument, "caption")
        self.mute, self.solo = (_letter(*each) for each in (("M", "mute", "Mute"), ("S", "letter", "Solo")))
        self._arrange()
        self.name.editingFinished.connect(self._rename)
        self.mute.clicked.connect(self._mute)
        self.solo.clicked.connect(self._solo)

    def show_track(self, track: Track, theme: Theme, *, current: bool) -> None:
        self._track, self._theme, self._is_current = track, theme, current
        if self.name.isReadOnly():
            self.name.setText(track_title(track, self.index))
            self.name.setCursorPosition(0)
        instrument = DRUM_KIT if track.is_drums else INSTRUMENT_NAMES[track.program]
        self.instrument.setText(instrument)
        self.mute.setChecked(track.muted)
        self.solo.setChecked(track.soloed)
        self.setToolTip(
            f"{instrument}, channel {track.channel + 1}, {len(track.notes):,} notes\nDouble-click renames."
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._is_current:
            painter.fillRect(self.rect(), mix(self._theme.window, self._theme.accent, 0.14))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.track_colour(self._track.colour))
        painter.drawRoundedRect(12, 10, 4, self.height() - 20, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(self.index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.index, event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._begin_renaming()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self._begin_renaming()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and self.name.isReadOnly():
            self.pressed.emit(self.index)
        elif event.type() == QEvent.Type.MouseButtonDblClick and self.name.isReadOnly():
            self._begin_renaming()
            return True
        return super().eventFilter(watched, event)

    def _begin_renaming(self) -> None:
        self.name.setReadOnly(False)
        self.name.setFocus()
        self.name.selectAll()

    @Slot()
    def _rename(self) -> None:
        if not self.name.isReadOnly():
            self.name.setReadOnly(True)
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


class TrackList(QWidget):
    """Shows a song's tracks and emits edited songs; it applies none itself.

    Signals:
        chosen(int): the track to show in the roll.
        edited(str, object): the name of an edit and the Song that it makes.
        add_pressed(object): a track of this Family is wanted.
        menu_asked(int, QPoint): the menu of a track, at a place on the screen.
    """

    chosen = Signal(int)
    edited = Signal(str, object)
    add_pressed = Signal(object)
    menu_asked = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(LIST_WIDTH_PX)
        self._theme, self._song, self._current = theme, Song(), -1
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
        self.add_button.clicked.connect(self._offer_families)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        heading = QLabel("Tracks")
        set_role(heading, "heading")
        heading.setContentsMargins(12, 0, 0, 0)
        heading.setFixedHeight(32)
        self._column.addWidget(heading)
        self._column.addWidget(self.add_button)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
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

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.add_button.setIcon(icon("plus", theme.text_dim))
        self.show_song(self._song, self._current)

    @Slot()
    def _offer_families(self) -> None:
        self.families.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    @Slot()
    def _ask_for_track(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.add_pressed.emit(Family(action.data()))

    def _add_row(self) -> None:
        row = TrackRow(len(self.rows), self)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows), row)
        row.pressed.connect(self.chosen)
        row.renamed.connect(self._rename)
        row.muted.connect(self._mute)
        row.soloed.connect(self._solo)
        row.menu_asked.connect(self.menu_asked)

    @Slot(int, str)
    def _rename(self, index: int, name: str) -> None:
        track = self._song.tracks[index]
        if name and name != track_title(track, index):
            self._edit(f"Rename track to {name}", index, replace(track, name=name))
        else:
            self.show_song(self._song, self._current)

    @Slot(int, bool)
    def _mute(self, index: int, on: bool) -> None:
        track = self._song.tracks[index]
        self._edit(
            f"{'Mute' if on else 'Unmute'} {track_title(track, index)}", index, replace(track, muted=on)
        )

    @Slot(int, bool)
    def _solo(self, index: int, on: bool) -> None:
        track = self._song.tracks[index]
        self._edit(
            f"{'Solo' if on else 'Unsolo'} {track_title(track, index)}", index, replace(track, soloed=on)
        )

    def _edit(self, name: str, index: int, track: Track) -> None:
        self.edited.emit(name, self._song.with_track(index, track))


def _letter(letter: str, role: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(letter)
    button.setCheckable(True)
    button.setFixedSize(22, 22)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(button, role)
    return button
