"""Playing: drives the engine process, hears what it says, and auditions takes in place."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from genre_studio.music.song import Song
from genre_studio.music.timing import DEFAULT_PPQ
from genre_studio.playback.live_messages import LiveCommand, SetSync, SyncSource
from genre_studio.playback.messages import (
    Activity,
    EngineEvent,
    EngineMessage,
    EngineStopped,
    Loop,
    Output,
    OutputKind,
    OutputsChanged,
    Playhead,
)
from genre_studio.playback.port_names import title_of

_POLL_MS = 33
_MOST_RESTARTS = 2


class Engine(Protocol):
    """The part of playback's EngineClient that the window uses."""

    def start(self) -> None: ...
    def close(self) -> None: ...
    def send_song(self, song: Song) -> None: ...
    def play(
        self, from_tick: int, loop: Loop | None = None, *, count_in_bars: int = 0, past_end: bool = False
    ) -> None: ...
    def stop(self) -> None: ...
    def locate(self, tick: int) -> None: ...
    def set_loop(self, loop: Loop | None) -> None: ...
    def set_metronome(self, is_on: bool, output_id: str = "") -> None: ...
    def preview_note(
        self,
        channel: int,
        program: int,
        pitch: int,
        velocity: int,
        duration_s: float = 0.3,
        output_id: str = "",
    ) -> None: ...
    def set_output(self, output_id: str) -> None: ...
    def set_leads(self, leads_s: Mapping[str, float]) -> None: ...
    def panic(self) -> None: ...
    def send_live(self, command: LiveCommand) -> None: ...
    def poll(self) -> list[EngineEvent]: ...


class Playing(QObject):
    """What sounds, and where it is.

    Signals:
        moved(int, bool): playhead tick, and whether it plays.
        counted(int): a beat of the count-in, from 1; 0: it is over.
        outputs_changed(object, str): tuple of Outputs, id of the one in use.
        said(str): one sentence for a person.
        state_changed(str, str): the engine's state in a few words, and why it is silent or empty.
        audition_changed(int): the key of the take that is auditioned, 0 for none.
        sounded(object): an Activity: what was sent just now, and how late.
        live_said(object): a LiveEvent, of sync, inputs and recording.
        engine_lost(): the engine died; it is started again where that may help.
    """

    moved = Signal(int, bool)
    counted = Signal(int)
    outputs_changed = Signal(object, str)
    said = Signal(str)
    state_changed = Signal(str, str)
    audition_changed = Signal(int)
    sounded = Signal(object)
    live_said = Signal(object)
    engine_lost = Signal()

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._song = Song(ppq=DEFAULT_PPQ)
        self._instead: Song | None = None
        self._sync = SetSync(SyncSource.INTERNAL)
        self._auditioned = 0
        self._loop: Loop | None = None
        self._restarts = self._counted = 0
        self._outputs: tuple[Output, ...] = ()
        self._output_id = ""
        self._missing: tuple[str, ...] = ()
        self.count_in_bars = 0  # how many bars are clicked before the play command begins
        self.trouble = ""  # one sentence: why there is no sound; empty while there is
        self.tick = 0
        self.is_playing = False
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self.poll)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The places where music can go, as the engine saw them last."""
        return self._outputs

    def start(self, output_id: str = "") -> None:
        """Start the engine process; returns at once."""
        try:
            self._engine.start()
        except OSError as error:
            self.said.emit(f"The sound engine could not be started ({error}); the music stays silent.")
            return
        if output_id:
            self._engine.set_output(output_id)
        self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._engine.close()

    def set_song(self, song: Song) -> None:
        """The document's song, heard at once unless a take is auditioned or another song sounds instead."""
        self._song = song
        if not self._auditioned:
            self._engine.send_song(self._instead or song)

    def sound_instead(self, song: Song | None) -> None:
        """Let another song sound in place of the document's, or (None) the document's again."""
        self._instead = song
        if not self._auditioned:
            self._engine.send_song(song or self._song)

    @Slot()
    def toggle(self) -> None:
        """Play from the playhead, or stop."""
        if self.is_playing:
            self.stop()
        else:
            self.end_audition()
            self._engine.play(self.tick, self._loop, count_in_bars=self.count_in_bars)

    def play_to_record(self, tick: int) -> None:
        """Play from a tick, also where nothing is written, after the count-in that is chosen."""
        self.end_audition()
        self._engine.play(tick, self._loop, count_in_bars=self.count_in_bars, past_end=True)

    @property
    def loop(self) -> Loop | None:
        return self._loop

    @property
    def waits_for_master(self) -> bool:
        """Whether somebody else's clock says when the song starts."""
        return self._sync.source is SyncSource.CLOCK

    def send_live(self, command: LiveCommand) -> None:
        """Ask the engine for what has to do with sync, inputs and recording."""
        self._engine.send_live(command)

    def set_sync(self, command: SetSync) -> None:
        """Follow this beat."""
        self._sync = command
        self._engine.send_live(command)

    @Slot()
    def stop(self) -> None:
        self._engine.stop()

    @Slot()
    def return_to_start(self) -> None:
        self.locate(0)

    @Slot(int)
    def locate(self, tick: int) -> None:
        self._engine.locate(tick)
        if not self.is_playing:
            self._move(tick, playing=False)

    @Slot(object)
    def set_loop(self, loop: Loop | None) -> None:
        """Play the ticks [start, end) over and over, from the next time they are reached; None: no more."""
        self._loop = loop
        self._engine.set_loop(loop)

    @property
    def auditioned(self) -> int:
        """The key of the take that is heard in place of the song; 0 for none."""
        return self._auditioned

    def audition(self, key: int, song: Song, region: tuple[int, int]) -> None:
        """Play a take in its place, the ticks `region`: `song` is the document's with the take in it.

        Where playing comes by anyway (another take is auditioned, or a loop runs over these bars), it goes
        on in tempo and only the notes change, from the next one on. The same take again stops it.
        """
        if self.is_playing and self._auditioned == key:
            self.stop()
            return
        loops_over = self._loop is not None and self._loop[0] < region[1] and region[0] < self._loop[1]
        goes_on = self.is_playing and (self._auditioned != 0 or loops_over)
        self._auditioned = key
        self._engine.send_song(song)
        if not goes_on:
            self._engine.play(region[0], self._loop)
        self.audition_changed.emit(key)

    def refresh_audition(self, song: Song) -> None:
        """The document has changed under the take that is auditioned: `song` is both again."""
        if self._auditioned:
            self._engine.send_song(song)

    def end_audition(self) -> None:
        """From here on, the document's song sounds again."""
        if self._auditioned:
            self._auditioned = 0
            self._engine.send_song(self._instead or self._song)
            self.audition_changed.emit(0)

    def set_metronome(self, is_on: bool, output_id: str = "") -> None:
        """Click while playing, on an output of its own or (empty) where the music goes."""
        self._engine.set_metronome(is_on, output_id)

    def set_leads(self, leads_s: Mapping[str, float]) -> None:
        """Send to these outputs so many seconds earlier than they should sound; negative is later."""
        self._engine.set_leads(leads_s)

    def preview_note(
        self, channel: int, program: int, pitch: int, velocity: int, output_id: str = ""
    ) -> None:
        self._engine.preview_note(channel, program, pitch, velocity, output_id=output_id)

    @Slot(str)
    def set_output(self, output_id: str) -> None:
        """Send the music there; what is no output, but advice on how to get one, is said instead."""
        advice = next((o.advice for o in self._outputs if o.id == output_id), "")
        if advice:
            self.said.emit(advice)
            self.outputs_changed.emit(self._outputs, self._output_id)
            return
        self.trouble = ""
        self._engine.set_output(output_id)

    @Slot()
    def panic(self) -> None:
        self._engine.panic()

    @Slot()
    def poll(self) -> None:
        """Read what the engine said since the last time."""
        for event in self._engine.poll():
            match event:
                case Playhead(tick, playing):
                    self._count(event.count_in_beat)
                    self._move(tick, playing=playing)
                case OutputsChanged(outputs, current, missing):
                    self._outputs, self._output_id = outputs, current
                    self._say_returned(missing)
                    self.outputs_changed.emit(outputs, current)
                    self._show_state()
                case Activity():
                    self.sounded.emit(event)
                case EngineMessage(text):
                    self.trouble = text
                    self.said.emit(text)
                    self._show_state()
                case EngineStopped():
                    self.engine_lost.emit()
                    self._restart()
                case _:
                    self.live_said.emit(event)

    def _count(self, beat: int) -> None:
        before, self._counted = self._counted, beat
        if beat != before:
            self.counted.emit(beat)

    def _move(self, tick: int, *, playing: bool) -> None:
        stopped = self.is_playing and not playing
        self.tick, self.is_playing = tick, playing
        if stopped:
            self.end_audition()
        self.moved.emit(tick, playing)

    def _say_returned(self, missing: tuple[str, ...]) -> None:
        returned = [title_of(id) for id in self._missing if id not in missing]
        self._missing = missing
        if returned:
            self.said.emit(f"{', '.join(returned)} {'is' if len(returned) == 1 else 'are'} connected again.")

    def _show_state(self) -> None:
        """Say where the music goes; a message that led to no output is why there is none."""
        current = next((o for o in self._outputs if o.id == self._output_id), None)
        if current is not None and current.kind is not OutputKind.NONE:
            self.trouble = ""
            self.state_changed.emit(f"Sound: {current.title}{self._missing_text()}", self._missing_why())
        elif current is not None:
            self.state_changed.emit("No sound device" if self.trouble else "Sound: off", self.trouble)

    def _missing_text(self) -> str:
        count = len(self._missing)
        return f" ({count} {'output' if count == 1 else 'outputs'} missing)" if count else ""

    def _missing_why(self) -> str:
        names = ", ".join(title_of(id) for id in self._missing)
        return f"Not connected, and used again once they are back: {names}" if names else ""

    def _restart(self) -> None:
        """The engine died: bring it back, but not for ever."""
        self._count(0)
        self._move(self.tick, playing=False)
        if self._restarts >= _MOST_RESTARTS:
            self.state_changed.emit("Sound: off", "The sound engine stopped.")
            self.said.emit(
                "The sound engine stopped again; restart the studio to hear music. Your song is safe."
            )
            return
        self._restarts += 1
        self.said.emit("The sound engine stopped and was started again. Your song is safe.")
        self._engine.start()
