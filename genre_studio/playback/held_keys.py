"""Which keys are down at one output: the one place that says note-on and note-off.

Every note-on made here is followed by exactly one note-off for it before the key sounds again, so
no sequence of plays, stops, edits and previews can leave a note hanging.
"""

from enum import IntFlag

from genre_studio.music.notes import DEFAULT_RELEASE_VELOCITY
from genre_studio.playback.score import NOTE_OFF, NOTE_ON


class Holder(IntFlag):
    """Who holds a key down. A key is let go when its last holder lets go."""

    SONG = 1
    PREVIEW = 2


class HeldKeys:
    """Keys are numbered channel * 128 + pitch."""

    def __init__(self) -> None:
        self._holders: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._holders)

    def press(self, holder: Holder, key: int, velocity: int) -> list[bytes]:
        """Strike a key; one that is already down is let go first."""
        before = self._holders.get(key, 0)
        self._holders[key] = before | holder
        on = bytes((NOTE_ON | key >> 7, key & 0x7F, velocity))
        return [_off(key, DEFAULT_RELEASE_VELOCITY), on] if before else [on]

    def release(self, holder: Holder, key: int, velocity: int = DEFAULT_RELEASE_VELOCITY) -> list[bytes]:
        """Let go of a key; it goes up unless somebody else holds it too."""
        before = self._holders.get(key, 0)
        rest = before & ~holder
        if rest:
            self._holders[key] = rest
        elif before:
            del self._holders[key]
            return [_off(key, velocity)]
        return []

    def release_all(self, holder: Holder) -> list[bytes]:
        return [message for key in list(self._holders) for message in self.release(holder, key)]


def _off(key: int, velocity: int) -> bytes:
    return bytes((NOTE_OFF | key >> 7, key & 0x7F, velocity))
