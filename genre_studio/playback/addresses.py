"""Where a message goes: outputs as small numbers, so that a key or a setting of one is one integer.

A key is numbered port << 11 | channel << 7 | pitch, a setting port << 15 | status << 7 | number.
"""

from threading import Lock
from typing import TypeAlias

MAIN = 0
"""The number of the main output, whichever that is: where tracks go that name no output."""

Sent: TypeAlias = tuple[int, bytes]
"""The number of the output that a message goes to, and the message."""


class PortNumbers:
    """Numbers for output ids, the same for as long as the process lives. Safe to ask from any thread."""

    def __init__(self) -> None:
        self._ids = [""]
        self._numbers = {"": MAIN}
        self._lock = Lock()

    def of(self, output_id: str) -> int:
        """The number of an output; the empty id is the main output."""
        with self._lock:
            if output_id not in self._numbers:
                self._numbers[output_id] = len(self._ids)
                self._ids.append(output_id)
            return self._numbers[output_id]

    def id_of(self, number: int) -> str:
        return self._ids[number]


def key_of(port: int, channel: int, pitch: int) -> int:
    return port << 11 | channel << 7 | pitch
