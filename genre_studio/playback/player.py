"""The engine without its process: commands in, messages to one output, events out. The clock is passed in."""

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import Protocol

from genre_studio.playback import messages
from genre_studio.playback.channel_settings import ToldSettings
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.held_keys import HeldKeys, Holder
from genre_studio.playback.messages import EngineEvent, EngineMessage, Output, OutputsChanged, Playhead
from genre_studio.playback.ports import NullPort, Port, PortLost, panic_messages
from genre_studio.playback.scheduler import Scheduler
from genre_studio.playback.score import Score

NO_OUTPUT = "none"
_PLAYHEAD_INTERVAL_S = 1 / 30


class OutputList(Protocol):
    """The places where music can go (`outputs.Outputs`)."""

    def list(self, *, look_for_systems: bool = False) -> tuple[Output, ...]: ...

    def open(self, output_id: str) -> Port: ...


class Player:
    """`tell` is called with each event for the window; all times are of one monotonic clock, in seconds."""

    def __init__(self, outputs: OutputList, tell: Callable[[EngineEvent], None]) -> None:
        self._outputs = outputs
        self._tell = tell
        self._port: Port = NullPort()
        self._current = NO_OUTPUT  # the output in use
        self._wanted = NO_OUTPUT  # the output asked for, taken up again when it returns
        self._listed: tuple[Output, ...] = ()
        self._keys = HeldKeys()
        self._told = ToldSettings()
        self._scheduler = Scheduler(self._keys, self._told)
        self._previews: list[tuple[float, int]] = []  # a heap of (end_s, key)
        self._preview_ends: dict[int, float] = {}
        self._next_playhead_s = 0.0

    def next_due_s(self) -> float:
        """When `step` has something to do; infinity where it has not."""
        preview_s = self._previews[0][0] if self._previews else inf
        playhead_s = self._next_playhead_s if self._scheduler.is_playing else inf
        return min(self._scheduler.next_due_s(), preview_s, playhead_s)

    def step(self, now_s: float) -> None:
        """Send what is due."""
        was_playing = self._scheduler.is_playing
        self._send(self._scheduler.advance(now_s))
        while self._previews and self._previews[0][0] <= now_s:
            end_s, key = heappop(self._previews)
            if self._preview_ends.get(key) == end_s:
                del self._preview_ends[key]
                self._send(self._keys.release(Holder.PREVIEW, key))
        if was_playing and (now_s >= self._next_playhead_s or not self._scheduler.is_playing):
            self._tell_playhead(now_s)

    def set_score(self, score: Score, now_s: float) -> None:
        self._send(self._scheduler.set_score(score, now_s))

    def play(self, command: messages.Play, now_s: float) -> None:
        self._send(self._scheduler.play(command.from_tick, command.loop, now_s))
        self._tell_playhead(now_s)

    def stop(self, now_s: float) -> None:
        self._send(self._scheduler.stop(now_s))
        self._release_previews()
        self._tell_playhead(now_s)

    def locate(self, tick: int, now_s: float) -> None:
        self._send(self._scheduler.locate(tick, now_s))
        self._tell_playhead(now_s)

    def set_loop(self, loop: messages.Loop | None, now_s: float) -> None:
        self._send(self._scheduler.set_loop(loop, now_s))

    def preview(self, command: messages.PreviewNote, now_s: float) -> None:
        """Sound one note. A song that plays keeps its own programs."""
        if not self._scheduler.is_playing:
            self._send(self._told.change_to_some([bytes((0xC0 | command.channel, command.program))]))
        key = command.channel << 7 | command.pitch
        self._send(self._keys.press(Holder.PREVIEW, key, command.velocity))
        self._preview_ends[key] = now_s + command.duration_s
        heappush(self._previews, (self._preview_ends[key], key))

    def panic(self, now_s: float) -> None:
        """Stop, and turn everything off that any synth could have on."""
        self.stop(now_s)
        self._send(panic_messages())
        self._told.forget()

    def silence(self) -> None:
        """Let go of all keys and pedals: before the output closes."""
        self._send(self._scheduler.stop(0.0))
        self._release_previews()

    def open_first(self, output_id: str, otherwise: str, now_s: float) -> None:
        """Open the output asked for, or another one until the first returns; then say what there is."""
        self._listed = self._outputs.list()
        self._wanted = output_id
        if not self._open(output_id, now_s) and otherwise != output_id:
            self._open(otherwise, now_s)
        self._tell_outputs()

    def list_outputs(self, now_s: float) -> None:
        """Look again, for MIDI systems that were started since as well, and say what there is."""
        self.outputs_seen(self._outputs.list(look_for_systems=True), now_s)
        self._tell_outputs()

    def set_output(self, output_id: str, now_s: float) -> None:
        """Move to another output; what plays goes on there."""
        self._wanted = output_id
        self._leave_port()
        self._open(output_id, now_s)
        self._tell_outputs()

    def outputs_seen(self, outputs: tuple[Output, ...], now_s: float) -> None:
        """The outputs that exist now: leave one that vanished, take up the wanted one that returned."""
        before, self._listed = self._listed, outputs
        ids = {output.id for output in outputs}
        if self._current in {output.id for output in before} - ids:
            self._lose(
                f"The output '{_title(before, self._current)}' is gone; it is used again once it is back."
            )
        elif self._current != self._wanted and self._wanted in ids - {o.id for o in before}:
            self._open(self._wanted, now_s)
        if outputs != before:
            self._tell_outputs()

    def close(self) -> None:
        self.silence()
        self._port.close()

    def _open(self, output_id: str, now_s: float) -> bool:
        """Whether the output could be opened; why not is told."""
        try:
            self._port, self._current = self._outputs.open(output_id), output_id
        except PlaybackError as error:
            self._tell(EngineMessage(str(error)))
            return False
        self._send(self._scheduler.restate(now_s))
        return True

    def _leave_port(self) -> None:
        self._send([*self._keys.release_all(Holder.SONG), *self._keys.release_all(Holder.PREVIEW)])
        self._send(self._told.let_go())
        self._port.close()
        self._port, self._current = NullPort(), NO_OUTPUT
        self._told.forget()
        self._preview_ends.clear()
        self._previews.clear()

    def _release_previews(self) -> None:
        self._preview_ends.clear()
        self._previews.clear()
        self._send(self._keys.release_all(Holder.PREVIEW))

    def _send(self, sent: list[bytes]) -> None:
        try:
            for message in sent:
                self._port.send(message)
        except PortLost as error:
            self._lose(str(error))

    def _lose(self, sentence: str) -> None:
        """The output is gone: play on in silence."""
        self._port.close()
        self._port, self._current = NullPort(), NO_OUTPUT
        self._told.forget()
        self._tell(EngineMessage(sentence))
        self._tell_outputs()

    def _tell_outputs(self) -> None:
        self._tell(OutputsChanged(self._listed, self._current))

    def _tell_playhead(self, now_s: float) -> None:
        self._next_playhead_s = now_s + _PLAYHEAD_INTERVAL_S
        self._tell(Playhead(self._scheduler.tick_at(now_s), self._scheduler.is_playing))


def _title(outputs: tuple[Output, ...], output_id: str) -> str:
    return next((output.title for output in outputs if output.id == output_id), output_id)
