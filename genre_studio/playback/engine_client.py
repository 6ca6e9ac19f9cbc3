"""The window's end of the engine process. No Qt, and nothing here imports rtmidi or fluidsynth."""

import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import BinaryIO, cast

from genre_studio.music.song import Song
from genre_studio.playback import messages
from genre_studio.playback.child import start_child
from genre_studio.playback.live_messages import LiveCommand, Record, StopRecording
from genre_studio.playback.messages import Command, EngineEvent, EngineStopped, Loop
from genre_studio.playback.snapshot import SnapshotSender
from genre_studio.playback.wire import read_value, write_value

_ENGINE_MODULE = "genre_studio.playback.engine"
_QUIT_PATIENCE_S = 2.0


class EngineClient:
    """Plays songs in a process of its own. No method waits for that process, except `close`.

    Commands given before the process is ready are kept for it. Read what it says with `poll`, some
    30 times a second from a timer, or when `on_event` is called (from a thread of this client).
    """

    def __init__(self, on_event: Callable[[], None] | None = None) -> None:
        self._on_event = on_event
        self._events: SimpleQueue[EngineEvent] = SimpleQueue()
        self._connection: _Connection | None = None
        self._song: Song | None = None
        self._output_id: str | None = None
        self._metronome = messages.SetMetronome(False)
        self._leads = messages.SetLeads(())
        self._live: dict[type[LiveCommand], LiveCommand] = {}

    @property
    def is_running(self) -> bool:
        return self._connection is not None and self._connection.is_open

    def start(self) -> None:
        """Start the process and return at once; the first OutputsChanged says that it is ready.

        Opens the output that was set before, else the built-in synth. After an EngineStopped, starts the
        process anew with the last song and output.
        """
        if self.is_running:
            return
        self._connection = _Connection(self._receive, self._output_id)
        for command in (self._leads, self._metronome, *self._live.values()):
            self._connection.send(command)
        if self._song is not None:
            self._connection.send_song(self._song)

    def close(self) -> None:
        """Silence everything and end the process. May be called twice."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def send_song(self, song: Song) -> None:
        """The song as it is now; while playing, edits are heard from the playhead on."""
        self._song = song
        if self._connection is not None:
            self._connection.send_song(song)

    def play(
        self, from_tick: int, loop: Loop | None = None, *, count_in_bars: int = 0, past_end: bool = False
    ) -> None:
        """Play from a tick; at or past the last event of the song (and of the loop), from the top.

        The metronome counts in so many bars before. With `past_end` it plays where nothing is written, too.
        """
        self._send(messages.Play(max(0, from_tick), _checked(loop), count_in_bars, past_end))

    def stop(self) -> None:
        self._send(messages.Stop())

    def locate(self, tick: int) -> None:
        """Move the playhead; playing goes on from there."""
        self._send(messages.Locate(max(0, tick)))

    def set_loop(self, loop: Loop | None) -> None:
        self._send(messages.SetLoop(_checked(loop)))

    def set_metronome(self, is_on: bool, output_id: str = "") -> None:
        """Click on every beat while playing, on an output of its own or (the empty id) on the main one."""
        self._metronome = messages.SetMetronome(is_on, output_id)
        self._send(self._metronome)

    def preview_note(
        self,
        channel: int,
        program: int,
        pitch: int,
        velocity: int,
        duration_s: float = 0.3,
        output_id: str = "",
    ) -> None:
        """Sound one note now, as when it is clicked on the roll."""
        self._send(messages.PreviewNote(channel, program, pitch, velocity, duration_s, output_id))

    def list_outputs(self) -> None:
        """Ask for the outputs that exist now; answered by an OutputsChanged."""
        self._send(messages.ListOutputs())

    def set_output(self, output_id: str) -> None:
        """Send the music elsewhere; answered by an OutputsChanged, with an EngineMessage if it failed."""
        self._output_id = output_id
        self._send(messages.SetOutput(output_id))

    def set_leads(self, leads_s: Mapping[str, float]) -> None:
        """How much earlier than it should sound each output is sent to, by its id; negative is later."""
        self._leads = messages.SetLeads(tuple(leads_s.items()))
        self._send(self._leads)

    def send_live(self, command: LiveCommand) -> None:
        """Ask for what has to do with sync, inputs and recording; see `live_messages`.

        What sets a state is told anew to an engine that has to be started again.
        """
        if not isinstance(command, Record | StopRecording):
            self._live[type(command)] = command
        self._send(command)

    def panic(self) -> None:
        """Every note and pedal off on every channel, whether or not we think that it sounds."""
        self._send(messages.Panic())

    def poll(self) -> list[EngineEvent]:
        """What the engine said since the last call, oldest first. Never waits."""
        events = []
        while True:
            try:
                events.append(self._events.get_nowait())
            except Empty:
                return events

    def _send(self, command: Command) -> None:
        if self._connection is not None and self._connection.is_open:
            self._connection.send(command)

    def _receive(self, event: EngineEvent) -> None:
        self._events.put(event)
        if self._on_event is not None:
            self._on_event()


class _Connection:
    """One engine process with the two threads that talk to it through its standard streams."""

    def __init__(self, receive: Callable[[EngineEvent], None], output_id: str | None) -> None:
        self._receive = receive
        self._outbox: SimpleQueue[Command | None] = SimpleQueue()
        self._sender = SnapshotSender()
        self._lock = Lock()
        self._newest_song: Song | None = None
        self._closing = False
        self.is_open = True
        self._process = start_child(_ENGINE_MODULE, [output_id] if output_id else [])
        self._threads = [Thread(target=t, daemon=True, name=t.__name__) for t in (self._write, self._read)]
        for thread in self._threads:
            thread.start()

    def send(self, command: Command) -> None:
        self._outbox.put(command)

    def send_song(self, song: Song) -> None:
        with self._lock:
            waiting, self._newest_song = self._newest_song is not None, song
        if not waiting:  # a song that is still waiting to be sent is overtaken by this one
            self._outbox.put(None)

    def close(self) -> None:
        self._closing = True
        self.send(messages.Quit())
        try:
            self._process.wait(_QUIT_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join()

    def _write(self) -> None:
        pipe = cast(BinaryIO, self._process.stdin)
        try:
            while True:
                command = self._outbox.get() or self._song_command()
                write_value(pipe, command)
                if isinstance(command, messages.Quit):
                    break
        except (OSError, ValueError):
            pass  # the process is gone, which the reading thread reports
        finally:
            _close_quietly(pipe)

    def _song_command(self) -> Command:
        with self._lock:
            song, self._newest_song = cast(Song, self._newest_song), None
        return messages.SetSong(self._sender.snapshot(song))

    def _read(self) -> None:
        pipe = cast(BinaryIO, self._process.stdout)
        try:
            while True:
                self._receive(read_value(pipe))
        except (EOFError, OSError):
            pass
        pipe.close()
        exit_code = self._process.wait()
        self.is_open = False
        self.send(messages.Quit())  # lets the writing thread go
        if not self._closing:
            self._receive(EngineStopped(f"The sound engine stopped unexpectedly (exit code {exit_code})."))


def _close_quietly(pipe: BinaryIO) -> None:
    with suppress(OSError):  # what was buffered for a process that is gone
        pipe.close()


def _checked(loop: Loop | None) -> Loop | None:
    if loop is not None and not 0 <= loop[0] < loop[1]:
        raise ValueError(f"a loop must end after it starts, not {loop}")
    return loop
