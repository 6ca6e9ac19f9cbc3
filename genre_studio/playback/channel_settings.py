"""Programs, controllers, pressures and bends: what each output has been told, and what it should know.

Starting in the middle of a song, jumping back at a loop's end or replacing the song under the
playhead must leave every channel as if the song had been played up to there ("chasing").
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import ChannelEventKind, Controller
from genre_studio.playback.addresses import Sent
from genre_studio.playback.score import Score, message_bytes

_CONTROL = ChannelEventKind.CONTROL << 4
_PROGRAM = ChannelEventKind.PROGRAM << 4
_PRESSURE = ChannelEventKind.CHANNEL_PRESSURE << 4
_BEND = ChannelEventKind.BEND << 4
_NOTE_PRESSURE = ChannelEventKind.NOTE_PRESSURE << 4
_FIRST_CHANNEL_MODE = int(Controller.ALL_SOUND_OFF)

# Data entry and the numbers of (non-)registered parameters mean something only in their sequence.
PARAMETER_CONTROLLERS = (6, 38, 96, 97, 98, 99, 100, 101)
_BANKS = (int(Controller.BANK_SELECT), int(Controller.BANK_SELECT_LSB))

# What a channel is like before anything is sent: General MIDI level 1 and RP-015.
_DEFAULT_CONTROLS = {0: 0, 32: 0, 1: 0, 7: 100, 10: 64, 11: 127, 64: 0, 65: 0, 66: 0, 67: 0}
_LET_GO_CONTROLS = (64, 66, 67, 1)  # pedals and modulation: not to be left on once the song stops

_CENTRED_BEND = (0x00, 0x40)


@dataclass(frozen=True, slots=True)
class Settings:
    """The state of all channels at one place: the last message of each key (numbered as in `addresses`),
    and the parameter sequences of each output."""

    latest: dict[int, bytes] = field(default_factory=dict)
    parameters: dict[int, tuple[bytes, ...]] = field(default_factory=dict)


def settings_at(score: Score, tick: int) -> Settings:
    """What a player that started at the top would have sent before `tick`."""
    rows = score.settings[: np.searchsorted(score.settings["tick"], tick)]
    kind, is_control = rows["status"] & 0xF0, (rows["status"] & 0xF0) == _CONTROL
    is_parameter = is_control & np.isin(rows["data1"], PARAMETER_CONTROLLERS)
    is_passing = (kind == _NOTE_PRESSURE) | (is_control & (rows["data1"] >= _FIRST_CHANNEL_MODE))
    lasting = rows[~is_parameter & ~is_passing]
    keys = lasting["port"].astype(np.int64) << 15 | lasting["status"].astype(np.int64) << 7
    keys |= np.where((lasting["status"] & 0xF0) == _CONTROL, lasting["data1"], 0)
    unique, from_the_end = np.unique(keys[::-1], return_index=True)
    last = lasting[len(lasting) - 1 - from_the_end]
    latest = dict(zip(unique.tolist(), _messages(last), strict=True))
    return Settings(latest, _parameters_of(rows[is_parameter]))


class ToldSettings:
    """What the outputs have been told, so that only differences need sending."""

    def __init__(self) -> None:
        self._latest: dict[int, bytes] = {}
        self._parameters: dict[int, tuple[bytes, ...] | None] = {}  # None: some, that are not known

    def forget(self, port: int) -> None:
        """An output was reset or exchanged: it knows nothing."""
        self._latest = {key: message for key, message in self._latest.items() if key >> 15 != port}
        self._parameters.pop(port, None)

    def tell(self, port: int, message: bytes) -> None:
        """Remember a message that is being sent."""
        if message[0] & 0xF0 == _CONTROL and message[1] in PARAMETER_CONTROLLERS:
            self._parameters[port] = None
        else:
            self._latest[_key(port, message)] = message

    def knows(self, port: int, message: bytes) -> bool:
        return self._latest.get(_key(port, message)) == message

    def change_to(self, target: Settings) -> list[Sent]:
        """The messages that bring the outputs from what they were told to `target`, in a safe order."""
        wanted = target.latest | {
            key: default
            for key, message in self._latest.items()
            if key not in target.latest and (default := _default(message)) is not None
        }
        changes = {key: message for key, message in wanted.items() if self._latest.get(key) != message}
        for key in [key for key in changes if _is_bank(changes[key])]:
            program = key >> 15 << 15 | (key >> 7 & 0x0F | _PROGRAM) << 7
            if program in wanted:  # a bank takes effect with the next program
                changes[program] = wanted[program]
        ordered = [(key >> 15, message) for key, message in sorted(changes.items(), key=_send_order)]
        for port in target.parameters.keys() | self._parameters.keys():
            wanted_here = target.parameters.get(port, ())
            if wanted_here != self._parameters.get(port, ()):
                ordered += [(port, message) for message in wanted_here]
        self._latest.update(changes)
        self._parameters = dict(target.parameters)
        return ordered

    def let_go(self, port: int | None = None) -> list[Sent]:
        """The messages that lift pedals and centre wheels which were left otherwise; of one output or all."""
        return self.change_to_some(
            (key >> 15, default)
            for key, message in list(self._latest.items())
            if (port is None or key >> 15 == port)
            and _is_held(message)
            and (default := _default(message)) is not None
        )

    def change_to_some(self, messages: Iterable[Sent]) -> list[Sent]:
        """Those of `messages` that their outputs do not know yet, remembered as sent."""
        news = [(port, message) for port, message in messages if not self.knows(port, message)]
        for port, message in news:
            self.tell(port, message)
        return news


def _messages(rows: NDArray[Any]) -> list[bytes]:
    columns = (rows[name].tolist() for name in ("status", "data1", "data2"))
    return [message_bytes(*row) for row in zip(*columns, strict=True)]


def _parameters_of(rows: NDArray[Any]) -> dict[int, tuple[bytes, ...]]:
    return {port: tuple(_messages(rows[rows["port"] == port])) for port in np.unique(rows["port"]).tolist()}


def _key(port: int, message: bytes) -> int:
    number = message[1] if message[0] & 0xF0 == _CONTROL else 0
    return port << 15 | message[0] << 7 | number


def _default(message: bytes) -> bytes | None:
    """What undoes a message; None where that is not known."""
    status, kind = message[0], message[0] & 0xF0
    if kind == _CONTROL and message[1] in _DEFAULT_CONTROLS:
        return bytes((status, message[1], _DEFAULT_CONTROLS[message[1]]))
    if kind == _BEND:
        return bytes((status, *_CENTRED_BEND))
    if kind in (_PRESSURE, _PROGRAM):
        return bytes((status, 0))
    return None


def _is_held(message: bytes) -> bool:
    kind = message[0] & 0xF0
    return kind in (_BEND, _PRESSURE) or (kind == _CONTROL and message[1] in _LET_GO_CONTROLS)


def _is_bank(message: bytes) -> bool:
    return message[0] & 0xF0 == _CONTROL and message[1] in _BANKS


def _send_order(change: tuple[int, bytes]) -> tuple[int, int]:
    key, message = change
    rank = {_PROGRAM: 1, _CONTROL: 2}.get(message[0] & 0xF0, 3)
    return (0 if _is_bank(message) else rank), key
