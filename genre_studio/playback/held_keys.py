"""Which keys are down at every output: the one place that says note-on and note-off.

Every note-on made here is followed by exactly one note-off for it before the key sounds again, so
no sequence of plays, stops, edits and previews can leave a note hanging.
"""

from enum import IntFlag

from genre_studio.music.notes import DEFAULT_RELEASE_VELOCITY
from genre_studio.playback.addresses import Sent
from genre_studio.playback.score import NOTE_OFF, NOTE_ON


class Holder(IntFlag):
    """Who holds a key down. A key is let go when its last holder lets go."""

    SONG = 1
    PREVIEW = 2
    CLICK = 4  # the metronome
    THRU = 8  # somebody who plays along at an input


class HeldKeys:
    """Keys are numbered as in `addresses`."""

    def __init__(self) -> None:
        self._holders: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._holders)

    def press(self, holder: Holder, key: int, velocity: int) -> list[Sent]:
        """Strike a key; one that is already down is let go first."""
        before = self._holders.get(key, 0)
        self._holders[key] = before | holder
        on = key >> 11, bytes((NOTE_ON | key >> 7 & 0x0F, key & 0x7F, velocity))
        return [_off(key, DEFAULT_RELEASE_VELOCITY), on] if before else [on]

    def release(self, holder: Holder, key: int, velocity: int = DEFAULT_RELEASE_VELOCITY) -> list[Sent]:
        """Let go of a key; it goes up unless somebody else holds it too."""
        before = self._holders.get(key, 0)
        rest = before & ~holder
        if rest:
            self._holders[key] = rest
        elif before:
            del self._holders[key]
            return [_off(key, velocity)]
        return []

    def release_all(self, holder: Holder) -> list[Sent]:
        return [message for key in list(self._holders) for message in self.release(holder, key)]

    def forget(self, port: int) -> list[Sent]:
        """An output is gone: nobody holds its keys any more. Returns what to send it when it is back."""
        gone = [key for key in self._holders if key >> 11 == port]
        for key in gone:
            del self._holders[key]
        return [_off(key, DEFAULT_RELEASE_VELOCITY) for key in gone]


def _off(key: int, velocity: int) -> Sent:
    return key >> 11, bytes((NOTE_OFF | key >> 7 & 0x0F, key & 0x7F, velocity))
