"""What is done with whole tracks, each a named edit: by command, in the list, in the inspector."""

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.music.channel_events import Controller
from genre_studio.music.document import Document
from genre_studio.music.general_midi import INSTRUMENT_NAMES
from genre_studio.music.instruments import Family
from genre_studio.music.song import Song
from genre_studio.music.song_tracks import with_band, with_new_track
from genre_studio.music.track_edits import (
    track_after_move,
    with_channel,
    with_colour,
    with_duplicate,
    with_moved_track,
    with_muted,
    with_name,
    with_output,
    with_program,
    with_soloed,
    with_start_value,
    without_track,
)
from genre_studio.ui.panels.instrument_picker import InstrumentPicker
from genre_studio.ui.panels.track_list import TrackList
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.spoken import listed, track_title

# The commands that a track's own menu offers.
TRACK_COMMANDS = ("rename_track", "duplicate_track", "track_up", "track_down", "remove_track")


class TrackDesk(QObject):
    """Carries out what is asked of tracks; commands are about the shown one.

    Signals: said(str): what was done, or why nothing was. chosen(int): the track to show now.
    """

    said = Signal(str)
    chosen = Signal(int)

    def __init__(self, document: Document, roll: PianoRoll, tracks: TrackList, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._roll, self._tracks = document, roll, tracks
        self._picker = InstrumentPicker(window)
        self._connect()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "add_track": self._tracks.offer_families,
            "new_band": self.add_band,
            "duplicate_track": self.duplicate,
            "rename_track": self.begin_renaming,
            "choose_instrument": self.choose_instrument,
            "mute_track": self.toggle_muted,
            "solo_track": self.toggle_soloed,
            "previous_track": partial(self.step, -1),
            "next_track": partial(self.step, 1),
            "track_up": partial(self.move, -1),
            "track_down": partial(self.move, 1),
            "remove_track": self.remove,
        }

    @Slot(object)
    def add(self, family: Family) -> None:
        song = with_new_track(self._document.song, family)
        name = song.tracks[-1].name
        self.apply(f"Add {name} track", song)
        self.chosen.emit(len(song.tracks) - 1)
        self.said.emit(f"Added {name}. Draw notes, or let the generator write it.")

    @Slot()
    def add_band(self) -> None:
        """An empty track for every part of a band that the song lacks, all in one step."""
        before, song = self._document.song, with_band(self._document.song)
        if song is before:
            self.said.emit("The song has drums, bass, keys, guitar and strings already.")
            return
        added = listed([track.name for track in song.tracks[len(before.tracks) :]])
        self.apply("Add a band", song)
        if not before.tracks:
            self.chosen.emit(0)
        self.said.emit(f"Added {added}, still empty. Undo takes them back.")

    def duplicate(self) -> None:
        index = self._index()
        if index is not None:
            self.apply(f"Duplicate {self.title(index)}", with_duplicate(self._document.song, index))
            self.chosen.emit(index + 1)

    def remove(self) -> None:
        index = self._index()
        if index is None:
            return
        title = self.title(index)
        song = without_track(self._document.song, index)
        self._roll.focused.select_none()  # another track's notes may have the same ids
        self.apply(f"Remove {title}", song)
        self.chosen.emit(min(index, len(song.tracks) - 1))
        self.said.emit(f"Removed {title}. Undo brings it back.")

    def move(self, places: int) -> None:
        """Up in the list where negative."""
        index = self._index()
        if index is not None:
            self.move_to(index, index + places)

    @Slot(int, int)
    def move_to(self, index: int, to: int) -> None:
        """The track `index` to the place `to` of the list; the shown track stays shown."""
        if not 0 <= to < len(self._document.song.tracks):
            return
        shown = self._roll.track
        self.apply(f"Move {self.title(index)}", with_moved_track(self._document.song, index, to))
        self.chosen.emit(track_after_move(index, to, shown))

    def step(self, places: int) -> None:
        """Show the track so many places below; above where negative."""
        count = len(self._document.song.tracks)
        if count:
            self.chosen.emit(min(max(self._roll.track + places, 0), count - 1))
            self.said.emit(f"Track {self._roll.track + 1}: {self.title(self._roll.track)}.")

    def begin_renaming(self) -> None:
        index = self._index()
        if index is not None:
            self._tracks.begin_renaming(index)

    @Slot(int, str)
    def rename(self, index: int, name: str) -> None:
        if name and name != self.title(index):
            self.apply(f"Rename track to {name}", with_name(self._document.song, index, name))
        else:
            self._tracks.show_song(self._document.song, self._roll.track)

    def toggle_muted(self) -> None:
        index = self._index()
        if index is not None:
            self.mute(index, not self._document.song.tracks[index].muted)

    def toggle_soloed(self) -> None:
        index = self._index()
        if index is not None:
            self.solo(index, not self._document.song.tracks[index].soloed)

    @Slot(int, bool)
    def mute(self, index: int, on: bool) -> None:
        verb = "Mute" if on else "Unmute"
        self.apply(f"{verb} {self.title(index)}", with_muted(self._document.song, index, on))

    @Slot(int, bool)
    def solo(self, index: int, on: bool) -> None:
        verb = "Solo" if on else "Unsolo"
        self.apply(f"{verb} {self.title(index)}", with_soloed(self._document.song, index, on))

    @Slot()
    def choose_instrument(self) -> None:
        """Let an instrument be found by name; drums have none of their own."""
        index = self._index()
        if index is None:
            return
        track = self._document.song.tracks[index]
        if track.is_drums:
            self.said.emit("Channel 10 plays drums. Choose another channel to give the track an instrument.")
        else:
            self._picker.choose(track.program, self.set_instrument)

    def set_instrument(self, program: int) -> None:
        self._set(f"to {INSTRUMENT_NAMES[program]}", with_program, program)

    @Slot(str)
    def set_output(self, output_id: str) -> None:
        where = self._tracks.inspector.title_of(output_id) if output_id else "the song's output"
        self._set(f"to {where}", with_output, output_id)

    @Slot(int)
    def set_channel(self, channel: int) -> None:
        self._set(f"to channel {channel + 1}", with_channel, channel)

    @Slot(int)
    def set_volume(self, value: int) -> None:
        self._set_level("Volume", Controller.VOLUME, value)

    @Slot(int)
    def set_pan(self, value: int) -> None:
        self._set_level("Pan", Controller.PAN, value)

    @Slot(int)
    def set_colour(self, colour: int) -> None:
        index = self._index()
        if index is not None:
            song = with_colour(self._document.song, index, colour)
            self.apply(f"Colour {self.title(index)}", song, run=("colour", index))

    def apply(self, name: str, song: Song, run: Hashable | None = None) -> None:
        self._roll.cancel_gesture()
        self._document.apply(name, song, run=run)

    def title(self, index: int) -> str:
        return track_title(self._document.song.tracks[index], index)

    def _set(self, words: str, edit: Callable[..., Song], value: object) -> None:
        index = self._index()
        if index is not None:
            self.apply(f"Set {self.title(index)} {words}", edit(self._document.song, index, value))

    def _set_level(self, words: str, controller: Controller, value: int) -> None:
        """Steps by key or wheel that follow each other at once are one gesture."""
        index = self._index()
        if index is not None:
            song = with_start_value(self._document.song, index, controller, value)
            self.apply(f"{words} of {self.title(index)}", song, run=(controller, index))

    def _index(self) -> int | None:
        if 0 <= self._roll.track < len(self._document.song.tracks):
            return self._roll.track
        self.said.emit("There is no track yet.")
        return None

    def _connect(self) -> None:
        tracks, inspector = self._tracks, self._tracks.inspector
        tracks.add_pressed.connect(self.add)
        tracks.renamed.connect(self.rename)
        tracks.muted.connect(self.mute)
        tracks.soloed.connect(self.solo)
        tracks.moved.connect(self.move_to)
        inspector.instrument_pressed.connect(self.choose_instrument)
        inspector.output_chosen.connect(self.set_output)
        inspector.channel_chosen.connect(self.set_channel)
        inspector.volume_set.connect(self.set_volume)
        inspector.pan_set.connect(self.set_pan)
        inspector.colour_chosen.connect(self.set_colour)
