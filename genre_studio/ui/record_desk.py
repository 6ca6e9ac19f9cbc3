"""Recording: from a press of the button to notes in the song, takes on the shelf, or inked notes."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QWidget

from genre_studio.music.document import Document
from genre_studio.music.recorded_song import (
    RecordChoices,
    RecordedSong,
    early_ticks,
    live_lap,
    recorded_song,
    sounding_song,
    take_records,
)
from genre_studio.music.recording import Played, RecordMode, Stretch
from genre_studio.music.scales import Scale
from genre_studio.music.take_record import with_takes
from genre_studio.playback.journal import Journal, read_journal
from genre_studio.playback.live_messages import (
    Record,
    Recorded,
    RecordingBegan,
    RecordingEnded,
    StopRecording,
)
from genre_studio.ui.action_ticks import ActionTicks
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.transport_bar import TransportBar
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.playing import Playing
from genre_studio.ui.recording_files import RecordingFiles
from genre_studio.ui.take_shelf import TakeShelf

MOST_LATENCY_MS = 200.0
_SHOW_INTERVAL_S = 0.08
_MODE_WORDS = {
    RecordMode.OVERDUB: "Recording adds to what is there.",
    RecordMode.REPLACE: "Recording replaces what is there; locked notes stay.",
    RecordMode.TAKES: "Each time round the loop is a take; the last one is kept.",
    RecordMode.INK: "What you play gives the drawn notes its velocity and timing.",
}


class RecordDesk(QObject):
    """One recording at a time, into the track that the roll shows.

    Signals: said(str): what happens. recording_changed(bool): armed or recording, or not any more.
    """

    said = Signal(str)
    recording_changed = Signal(bool)

    def __init__(
        self,
        document: Document,
        roll: PianoRoll,
        playing: Playing,
        shelf: TakeShelf,
        transport: TransportBar,
        scale: Callable[[], Scale],
        files: RecordingFiles,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document, self._roll, self._playing, self._shelf = document, roll, playing, shelf
        self._transport, self._scale, self._files, self._window = transport, scale, files, parent
        self.mode = RecordMode.OVERDUB
        self.quantizes = False
        self.latency_ms = 0.0
        self._path: Path | None = None
        self._track = -1
        self._played: list[Played] = []
        self._stretch: Stretch | None = None
        self._shown_s = 0.0
        self.ticks = ActionTicks(self._states, self)
        playing.live_said.connect(self._hear)
        playing.engine_lost.connect(self._engine_lost)

    @property
    def is_recording(self) -> bool:
        """Whether it records, or waits for the song to start."""
        return self._path is not None

    @property
    def choices(self) -> RecordChoices:
        grid = round(self._roll.display.grid.step_ticks(self._document.song.ppq)) if self.quantizes else 0
        return RecordChoices(self.mode, grid)

    def restore(self, mode: str, latency_ms: float, *, quantizes: bool) -> None:
        """As it was when the studio was closed."""
        self.mode = RecordMode(mode) if mode in set(RecordMode) else RecordMode.OVERDUB
        self.latency_ms = min(max(latency_ms, 0.0), MOST_LATENCY_MS)
        self.quantizes = quantizes
        self.ticks.show()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {
            "record": self.toggle,
            "record_overdub": lambda: self.set_mode(RecordMode.OVERDUB),
            "record_replace": lambda: self.set_mode(RecordMode.REPLACE),
            "record_takes": lambda: self.set_mode(RecordMode.TAKES),
            "record_ink": lambda: self.set_mode(RecordMode.INK),
            "record_quantize": self.toggle_quantize,
            "record_latency": self.ask_latency,
        }

    def set_mode(self, mode: RecordMode) -> None:
        self.mode = mode
        self.ticks.show()
        self.said.emit(_MODE_WORDS[mode])

    @Slot()
    def toggle_quantize(self) -> None:
        self.quantizes = not self.quantizes
        self.ticks.show()
        on = f"Recorded notes start on the grid, {self._roll.display.grid.title}."
        self.said.emit(on if self.quantizes else "Recorded notes stay where they were played.")

    @Slot()
    def ask_latency(self) -> None:
        """How late the keyboard's notes reach us: they are placed so much earlier."""
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Keyboard latency")
        dialog.setLabelText("Place recorded notes earlier by, in milliseconds:")
        dialog.setInputMode(QInputDialog.InputMode.DoubleInput)
        dialog.setDoubleRange(0.0, MOST_LATENCY_MS)
        dialog.setDoubleDecimals(1)
        dialog.setDoubleValue(self.latency_ms)
        dialog.doubleValueSelected.connect(self._set_latency)
        dialog.open()  # returns at once: the music, and whatever else, goes on

    @Slot(float)
    def _set_latency(self, latency_ms: float) -> None:
        self.latency_ms = latency_ms
        self.said.emit(f"Recorded notes are placed {latency_ms:g} ms earlier.")

    @Slot()
    def toggle(self) -> None:
        """Record, starting the song on its bar where it stands; or end the recording and play on."""
        if self.is_recording:
            self._playing.send_live(StopRecording())
        elif not 0 <= self._roll.track < len(self._document.song.tracks):
            self.said.emit("Add a track to record into.")
        else:
            self._begin()

    def finish_now(self) -> None:
        """Put what has been played so far into the song: the window closes and waits for nobody."""
        if self._path is not None and self._stretch is not None:
            self._playing.send_live(StopRecording())
            self._playing.poll()
        if self._path is not None and self._stretch is not None:  # poll may have brought its end
            self._finish(self._stretch, began=True)

    def _begin(self) -> None:
        song, self._track = self._document.song, self._roll.track
        track = song.tracks[self._track]
        start = song.meter_map.bar_start_at(self._playing.tick)
        self._path, self._played, self._stretch = self._files.new_path(), [], None
        self._playing.send_live(
            Record(
                journal=self._path,
                mode=self.mode,
                early_ticks=early_ticks(song.meter_map, start),
                latency_s=self.latency_ms / 1000,
                track_index=self._track,
                track_name=track.name,
                channel=track.channel,
                program=track.program,
                song_title=song.title,
            )
        )
        self._show_recording()
        if self._playing.is_playing:
            return
        if self._playing.waits_for_master:
            self.said.emit("Ready to record: it begins when the clock that you follow starts.")
        else:
            self._playing.play_to_record(start)

    @Slot(object)
    def _hear(self, event: object) -> None:
        match event:
            case RecordingBegan(start) if self.is_recording:
                self._sound(Stretch(start, start, event.loop))
                bar = self._document.song.meter_map.bar_index_at(start) + 1
                self.said.emit(f"Recording from bar {bar}. R ends it, and the song plays on.")
            case Recorded(played, stretch) if self.is_recording:
                before, self._stretch = self._stretch, stretch
                self._played += played
                if before is not None and before.last_lap != stretch.last_lap:
                    self._sound(stretch)
                self._show_played()
            case RecordingEnded(stretch, was_begun) if self.is_recording:
                self._finish(stretch, began=was_begun)

    def _sound(self, stretch: Stretch) -> None:
        """Let be heard what this lap is played to."""
        song = self._document.song
        if 0 <= self._track < len(song.tracks):
            early = early_ticks(song.meter_map, stretch.start)
            heard = sounding_song(song, self._track, self._played, stretch, early, self.choices)
            self._playing.sound_instead(heard if heard is not song else None)

    def _finish(self, stretch: Stretch, *, began: bool) -> None:
        path, played = self._path, self._played
        self._path, self._played, self._stretch = None, [], None
        self._roll.display.set_proposal(None)
        self._playing.sound_instead(None)
        self._show_recording()
        early = early_ticks(self._document.song.meter_map, stretch.start)
        inked = self._roll.selection or None
        if not began or not self._put(self._track, played, stretch, early, self.choices, inked):
            self.said.emit("Nothing was recorded.")
        if path is not None:
            self._files.forget(path)

    def _put(
        self,
        track: int,
        played: list[Played],
        stretch: Stretch,
        early: int,
        choices: RecordChoices,
        inked: frozenset[int] | None = None,
    ) -> bool:
        """Make it part of the document, as one step; whether there was anything."""
        song = self._document.song
        if not 0 <= track < len(song.tracks):
            return False
        recorded = recorded_song(song, track, played, stretch, early, choices, inked)
        if recorded is None:
            return False
        if choices.mode is RecordMode.TAKES and len(recorded.laps) > 1:
            self._put_takes(recorded, track)
        else:
            self._document.apply(recorded.name, recorded.song)
        self.said.emit(recorded.said)
        return True

    def _put_takes(self, recorded: RecordedSong, track: int) -> None:
        first_id, batch = self._shelf.reserve(len(recorded.laps))
        records = take_records(recorded, track, self._scale(), first_id, batch, time.time())
        kept = {take.id: take for take in records}
        takes = with_takes(self._document.takes, kept)
        self._document.apply(recorded.name, recorded.song, takes)

    @Slot()
    def _engine_lost(self) -> None:
        """The engine died: its journal has what was played."""
        if self._path is None:
            return
        journal = read_journal(self._path)
        if journal is None:
            self._finish(self._stretch or Stretch(0, 0.0), began=self._stretch is not None)
            return
        self._played = list(journal.played)
        self._finish(journal.stretch, began=True)

    # After a crash.

    def offer_left_behind(self, banner: Banner) -> None:
        """Ask what becomes of a recording that a crash has kept from the song: the oldest first."""
        for path, journal in self._files.left_behind()[:1]:
            count = sum(1 for each in journal.played if each.message[0] & 0xF0 == 0x90 and each.message[2])
            notes = "1 note" if count == 1 else f"{count:,} notes"
            began = datetime.fromtimestamp(journal.header.began_at_epoch_s).strftime("%d %B, %H:%M")
            banner.show_message(
                f"A recording of {notes} from {began} was cut short; everything that was played is there.",
                [
                    ("Put it into the song", partial(self.recover, path, journal)),
                    ("Throw it away", partial(self.throw_away, path)),
                ],
            )

    def recover(self, path: Path, journal: Journal) -> None:
        """Put one of them into the song: into its track, or one of that name and channel."""
        header = journal.header
        choices = RecordChoices(header.mode)
        track = self._track_of(journal)
        if track is None or not self._put(
            track, list(journal.played), journal.stretch, header.early_ticks, choices
        ):
            self.said.emit(
                f"Open the song with a track '{header.track_name}' for the recording; it is kept until then."
            )
            return
        self._files.forget(path)

    def throw_away(self, path: Path) -> None:
        self._files.forget(path)
        self.said.emit("The recording is gone.")

    def _track_of(self, journal: Journal) -> int | None:
        header, tracks = journal.header, self._document.song.tracks
        if header.ppq != self._document.song.ppq:
            return None
        here = header.track_index
        if here < len(tracks) and tracks[here].channel == header.channel:
            return here
        named = [i for i, track in enumerate(tracks) if track.name == header.track_name]
        return named[0] if named else None

    def _show_recording(self) -> None:
        self._transport.show_recording(self.is_recording)
        self.recording_changed.emit(self.is_recording)

    def _show_played(self) -> None:
        """What was played so far, as a proposal on the roll; not more often than an eye needs."""
        now_s = time.monotonic()
        if self._stretch is None or now_s - self._shown_s < _SHOW_INTERVAL_S:
            return
        self._shown_s = now_s
        early = early_ticks(self._document.song.meter_map, self._stretch.start)
        lap = live_lap(self._played, self._stretch, early, self.choices)
        self._roll.display.set_proposal({self._track: lap.notes})

    def _states(self) -> dict[str, bool]:
        modes = {f"record_{mode}": self.mode is mode for mode in RecordMode}
        return {**modes, "record_quantize": self.quantizes}
