"""Notes that sound by themselves for a moment: what is clicked on the roll."""

from heapq import heappop, heappush
from math import inf

from genre_studio.playback.addresses import Sent, key_of
from genre_studio.playback.held_keys import HeldKeys, Holder
from genre_studio.playback.messages import PreviewNote


class Previews:
    """Times are those of the clock that is passed in, in seconds."""

    def __init__(self, keys: HeldKeys) -> None:
        self._keys = keys
        self._queue: list[tuple[float, int]] = []  # a heap of (end_s, key)
        self._ends: dict[int, float] = {}

    def next_due_s(self) -> float:
        return self._queue[0][0] if self._queue else inf

    def press(self, note: PreviewNote, port: int, now_s: float) -> list[Sent]:
        key = key_of(port, note.channel, note.pitch)
        self._ends[key] = now_s + note.duration_s
        heappush(self._queue, (self._ends[key], key))
        return self._keys.press(Holder.PREVIEW, key, note.velocity)

    def advance(self, now_s: float) -> list[Sent]:
        """The ends that are due."""
        sent: list[Sent] = []
        while self._queue and self._queue[0][0] <= now_s:
            end_s, key = heappop(self._queue)
            if self._ends.get(key) == end_s:  # otherwise it was struck again since
                del self._ends[key]
                sent += self._keys.release(Holder.PREVIEW, key)
        return sent

    def release_all(self) -> list[Sent]:
        self._ends.clear()
        self._queue.clear()
        return self._keys.release_all(Holder.PREVIEW)
