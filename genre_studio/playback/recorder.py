"""Where in the song a message was played that came in at a time of the clock. The clock is passed in."""

from dataclasses import dataclass

from genre_studio.music.recording import Played, Stretch
from genre_studio.playback.messages import Loop
from genre_studio.playback.transport import Timeline

_NEAR_S = 0.05


@dataclass(frozen=True, slots=True)
class _Run:
    """A line of the song, the loop that it comes round to, and the lap and tick with which it begins."""

    line: Timeline
    loop: Loop | None
    lap: int
    from_tick: float

    def place_at(self, at_s: float) -> tuple[int, float]:
        tick = self.line.tick_at(at_s)
        if self.loop is None or self.from_tick >= self.loop[1]:
            return self.lap, tick
        start, end = self.loop
        if tick >= end:
            start_s, end_s = self.line.time_at(start), self.line.time_at(end)
            laps, rest_s = divmod(at_s - end_s, end_s - start_s)
            return self.lap + 1 + int(laps), self.line.tick_at(start_s + rest_s)
        if self.lap > 0 and tick < start:  # it came in before the wrap and is placed after it
            return self.lap - 1, end - (start - tick)
        return self.lap, tick


class Recorder:
    """One recording, from the line on which the song starts or runs when it begins.

    `latency_s` is how long a key takes to reach us: messages are placed so much earlier. The song may be
    in its count-in: ticks before `start` are played early.
    """

    def __init__(self, line: Timeline, start: int, loop: Loop | None, latency_s: float = 0.0) -> None:
        self._start, self._loop, self._latency_s = start, loop, latency_s
        self._run = _Run(line, loop, 0, start)
        self._last = (0, float(start))

    def line_changed(self, line: Timeline, now_s: float) -> bool:
        """The song goes on otherwise than it did; False where it was moved away, which ends the recording."""
        lap, tick = self._run.place_at(now_s)
        at = line.tick_at(now_s)
        if not line.is_playing or (line.begun != self._run.line.begun and not self._is_wrap(line, lap, tick)):
            return False
        self._run = _Run(line, self._loop, max(lap, self._last[0]), at)
        return True

    def take(self, message: bytes, at_s: float) -> Played:
        """A message that came in at `at_s`."""
        lap, tick = self._run.place_at(at_s - self._latency_s)
        return Played(lap, tick, message)

    def look(self, now_s: float) -> tuple[int, float]:
        """The lap and the tick that the song has come to, counted as messages are."""
        self._last = max(self._last, self._run.place_at(now_s))
        return self._last

    def stretch_at(self, now_s: float) -> Stretch:
        """What was recorded over by now."""
        lap, tick = self.look(now_s)
        return Stretch(self._start, tick, self._loop, lap)

    def _is_wrap(self, line: Timeline, lap: int, tick: float) -> bool:
        """Whether it is in the next lap because the loop came round, as was foreseen."""
        is_next = self._loop is not None and lap > self._run.lap
        return is_next and abs(line.time_at(tick) - line.time_at(line.tick)) < _NEAR_S
