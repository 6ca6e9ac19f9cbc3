"""What is done with whole tracks: copy, remove, reorder, and their instrument, channel and colour."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from genre_studio.music.document import Document
from genre_studio.music.general_midi import INSTRUMENT_NAMES
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.song import Song, Track
from genre_studio.ui.panels.track_checks import track_title
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.theme import Theme
from genre_studio.ui.track_edits import (
    track_after_move,
    with_channel,
    with_colour,
    with_duplicate,
    with_moved_track,
    with_program,
    without_track,
)

TRACK_COMMANDS = ("duplicate_track", "track_up", "track_down", "remove_track")
_GROUPS = (
    *("Piano", "Chromatic percussion", "Organ", "Guitar", "Bass", "Strings", "Ensemble", "Brass", "Reed"),
    *("Pipe", "Synth lead", "Synth pad", "Synth effects", "World", "Percussive", "Sound effects"),
)
"""The sixteen groups of General MIDI, eight programs each (GM Level 1, MIDI Manufacturers Association)."""


class TrackDesk(QObject):
    """Carries out the commands on the shown track, each as one named edit.

    Signals: said(str): why nothing was done. chosen(int): the track that should be shown now.
    """

    said = Signal(str)
    chosen = Signal(int)

    def __init__(self, document: Document, roll: PianoRoll, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._roll, self._window = document, roll, window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "duplicate_track": self.duplicate,
            "track_up": partial(self.move, -1),
            "track_down": partial(self.move, 1),
            "remove_track": self.remove,
        }

    def duplicate(self) -> None:
        index = self._index()
        if index is not None:
            self._apply(f"Duplicate {self._title(index)}", with_duplicate(self._document.song, index))
            self.chosen.emit(index + 1)

    def remove(self) -> None:
        index = self._index()
        if index is None:
            return
        title = self._title(index)
        song = without_track(self._document.song, index)
        self._roll.select_none()  # another track's notes may have the same ids
        self._apply(f"Remove {title}", song)
        self.chosen.emit(min(index, len(song.tracks) - 1))
        self.said.emit(f"Removed {title}. Undo brings it back.")

    def move(self, places: int) -> None:
        """Up in the list where negative."""
        index = self._index()
        if index is None or not 0 <= index + places < len(self._document.song.tracks):
            return
        title = self._title(index)
        self._apply(f"Move {title}", with_moved_track(self._document.song, index, index + places))
        self.chosen.emit(track_after_move(index, index + places, index))

    def offer_menu(self, index: int, at: QPoint, actions: list[QAction], theme: Theme) -> None:
        """The menu of one track."""
        menu = self.menu_of(index, actions, theme)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def menu_of(self, index: int, actions: list[QAction], theme: Theme) -> QMenu:
        track = self._document.song.tracks[index]
        menu = QMenu(self._window)
        self._add_instruments(menu.addMenu("Instrument"), index, track)
        self._add_channels(menu.addMenu("Channel"), index, track)
        self._add_colours(menu.addMenu("Colour"), index, track, theme)
        menu.addSeparator()
        menu.addActions(actions)
        return menu

    def _add_instruments(self, menu: QMenu, index: int, track: Track) -> None:
        menu.setEnabled(not track.is_drums)
        for group, title in enumerate(_GROUPS):
            programs = menu.addMenu(title)
            for program in range(8 * group, 8 * group + 8):
                name = INSTRUMENT_NAMES[program]
                self._add(
                    programs,
                    name,
                    f"Set {self._title(index)} to {name}",
                    partial(with_program, index=index, program=program),
                    is_now=program == track.program,
                )

    def _add_channels(self, menu: QMenu, index: int, track: Track) -> None:
        for channel in range(16):
            drums = " (drums)" if channel == DRUM_CHANNEL else ""
            self._add(
                menu,
                f"{channel + 1}{drums}",
                f"Set {self._title(index)} to channel {channel + 1}",
                partial(with_channel, index=index, channel=channel),
                is_now=channel == track.channel,
            )

    def _add_colours(self, menu: QMenu, index: int, track: Track, theme: Theme) -> None:
        for colour, hue in enumerate(theme.tracks):
            swatch = QPixmap(14, 14)
            swatch.fill(hue)
            action = self._add(
                menu,
                f"Colour {colour + 1}",
                f"Colour {self._title(index)}",
                partial(with_colour, index=index, colour=colour),
                is_now=colour == track.colour % len(theme.tracks),
            )
            action.setIcon(QIcon(swatch))

    def _add(
        self, menu: QMenu, text: str, name: str, edit: Callable[[Song], Song], *, is_now: bool
    ) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(is_now)
        action.triggered.connect(lambda _checked=False: self._apply(name, edit(self._document.song)))
        return action

    def _apply(self, name: str, song: Song) -> None:
        self._roll.cancel_gesture()
        self._document.apply(name, song)

    def _index(self) -> int | None:
        if 0 <= self._roll.track < len(self._document.song.tracks):
            return self._roll.track
        self.said.emit("There is no track yet.")
        return None

    def _title(self, index: int) -> str:
        return track_title(self._document.song.tracks[index], index)
