"""Where messages go: the port protocol, and the ports that need no MIDI system."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from genre_studio.playback.errors import PlaybackError


class PortLost(PlaybackError):
    """The device or program behind a port is gone."""


class Port(Protocol):
    """An open output. The player sends notes-off before it closes one."""

    def send(self, message: bytes) -> None:
        """Send one complete MIDI message now, without waiting. Raises PortLost."""

    def close(self) -> None: ...


Receive: TypeAlias = Callable[[bytes, float], None]
"""Called with each message that an input receives and when it came, in seconds of the monotonic clock;
from a thread of the MIDI system, so it has to be quick."""


class InputPort(Protocol):
    """An open input, which calls its `Receive` until it is closed."""

    def close(self) -> None: ...


class NullPort:
    """Silence: what plays where nothing else can, so that the playhead still moves."""

    def send(self, message: bytes) -> None:
        pass

    def close(self) -> None:
        pass


class LogPort:
    """Writes a line for each message, `seconds hex`, in seconds of the monotonic clock: for diagnosis."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("w", encoding="ascii", buffering=1)
        except OSError as error:
            raise PlaybackError(f"The MIDI log cannot be written to {path}: {error.strerror}.") from None

    def send(self, message: bytes) -> None:
        self._file.write(f"{time.monotonic():.6f} {message.hex()}\n")

    def close(self) -> None:
        self._file.close()


def all_off_messages() -> list[bytes]:
    """Pedals and notes off on all channels."""
    return [bytes((0xB0 | c, n, 0)) for c in range(16) for n in (64, 66, 123)]


def panic_messages() -> list[bytes]:
    """Pedals, notes and sound off on all channels, then every single key, for synths that know no better."""
    controls = all_off_messages() + [bytes((0xB0 | c, 120, 0)) for c in range(16)]
    bends = [bytes((0xE0 | c, 0x00, 0x40)) for c in range(16)]
    return controls + bends + [bytes((0x80 | c, pitch, 64)) for c in range(16) for pitch in range(128)]
