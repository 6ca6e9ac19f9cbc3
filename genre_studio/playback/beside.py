"""All that runs beside the song in the engine: thru, recording, clocks out and in, Link."""

from collections.abc import Callable
from typing import Protocol

from genre_studio.playback import messages
from genre_studio.playback.clock_sender import ClockSender
from genre_studio.playback.input_tender import Heard, InputsSeen
from genre_studio.playback.live_messages import (
    ALL_INPUTS,
    InputsChanged,
    LiveCommand,
    LiveEvent,
    Record,
    SetClockOutputs,
    SetInputs,
    SetSync,
    SetThru,
    StopRecording,
    SyncSource,
)
from genre_studio.playback.messages import EngineMessage
from genre_studio.playback.player import Player
from genre_studio.playback.recording_desk import RecordingDesk
from genre_studio.playback.sync import Sync
from genre_studio.playback.thru import FIRST_SYSTEM_STATUS, Thru

_COMMANDS = (SetSync, SetClockOutputs, SetInputs, SetThru, Record, StopRecording)


class InputKeeper(Protocol):
    """Opens and closes inputs somewhere else (`port_keeper.PortKeeper`)."""

    def want_inputs(self, input_ids: frozenset[str]) -> None: ...


class Beside:
    """Adds its parts to the player, and does what the window asks of them. All times are the engine's."""

    def __init__(
        self, player: Player, keeper: InputKeeper, tell: Callable[[LiveEvent | EngineMessage], None]
    ) -> None:
        self._player, self._keeper, self._tell = player, keeper, tell
        self._input_ids = frozenset({ALL_INPUTS})
        self._sync_input_id = ""

        def warn(text: str) -> None:
            tell(EngineMessage(text))

        self.clocks = ClockSender(player)
        self.thru = Thru(player, player.keys, tell)
        self.recording = RecordingDesk(player, tell, warn)
        self.sync = Sync(player, tell, warn)
        for part in (self.clocks, self.thru, self.recording, self.sync):
            player.add(part)

    def take(self, item: object, now_s: float) -> bool:
        """Do what belongs to us of what came to the engine; whether nobody else need see it."""
        match item:
            case Heard():
                self._hear(item)
            case messages.Play():
                self.sync.play(item, now_s)
            case messages.Stop() | messages.Panic():
                self.sync.stop(now_s)
                self.thru.let_go()
                return False  # the player stops
            case InputsSeen():
                self._show_inputs(item)
            case _ if isinstance(item, _COMMANDS):
                self._do(item, now_s)
            case _:
                return False
        return True

    def close(self, now_s: float) -> None:
        """Before the outputs close."""
        self.recording.close(now_s)
        self.thru.let_go()
        self.clocks.close()
        self.sync.close()

    def _do(self, command: LiveCommand, now_s: float) -> None:
        match command:
            case SetSync():
                self._sync_input_id = command.input_id
                self.sync.set_source(command, now_s)
                self._want_inputs()
            case SetClockOutputs(output_ids):
                self.clocks.set_outputs(output_ids, now_s)  # first: those that go are told to stop
                self._player.open_beside(frozenset(output_ids) - {""})
            case SetInputs(input_ids):
                self._input_ids = frozenset(input_ids)
                self._want_inputs()
            case SetThru():
                self.thru.set_part(command)
            case Record():
                self.recording.arm(command, now_s)
            case StopRecording():
                self.recording.end(now_s)

    def _hear(self, heard: Heard) -> None:
        """The clock's messages go to the clock, all others to who plays along."""
        if heard.message[0] >= FIRST_SYSTEM_STATUS:
            self.sync.hear(heard.input_id, heard.message, heard.at_s)
        elif self._is_chosen(heard.input_id):
            self.thru.hear(heard.message)
            self.recording.hear(heard.message, heard.at_s)

    def _show_inputs(self, seen: InputsSeen) -> None:
        self._tell(InputsChanged(seen.inputs, seen.open_ids))
        for sentence in seen.refusals:
            self._tell(EngineMessage(sentence))

    def _is_chosen(self, input_id: str) -> bool:
        return ALL_INPUTS in self._input_ids or input_id in self._input_ids

    def _want_inputs(self) -> None:
        follows = self.sync.source is SyncSource.CLOCK
        self._keeper.want_inputs(
            self._input_ids | ({self._sync_input_id or ALL_INPUTS} if follows else set())
        )
