"""Where in the song a message was played that came in at a time of the clock. The clock is passed in."""

from dataclasses import dataclass

from genre_studio.music.recording import Played, Stretch
from genre_studio.music.timing import TempoMap
from genre_studio.playback.messages import Loop


@dataclass(frozen=True, slots=True)
class _Run:
    """A straight roll of the song: its second zero, the loop that it comes round to, and its first lap."""

    tempo_map: TempoMap
    origin_s: float
    loop: Loop | None
    lap: int
    from_tick: float

    def place_at(self, at_s: float) -> tuple[int, float]:
        song_s = at_s - self.origin_s
        if self.loop is not None and self.from_tick < self.loop[1]:
            start_s, end_s = self.tempo_map.seconds_at(self.loop).tolist()
            if song_s >= end_s:
                laps, rest_s = divmod(song_s - end_s, end_s - start_s)
                return self.lap + 1 + int(laps), float(self.tempo_map.ticks_at(start_s + rest_s))
        return self.lap, float(self.tempo_map.ticks_at(song_s))


class Recorder:
    """One recording. `latency_s` is how long a key takes to reach us: messages are placed so much earlier.

    The song may be in its count-in when it begins: ticks before `start` are played early.
    """

    def __init__(
        self, tempo_map: TempoMap, origin_s: float, start: int, loop: Loop | None, latency_s: float = 0.0
    ) -> None:
        self._start, self._loop, self._latency_s = start, loop, latency_s
        self._run = _Run(tempo_map, origin_s, loop, 0, start)
        self._last = (0, float(start))

    def moved(self, tempo_map: TempoMap, origin_s: float, tick: float, now_s: float) -> None:
        """The song is at `tick` now, with another second zero: it was edited, or the machine slept."""
        lap = max(self._run.place_at(now_s)[0], self._last[0])
        self._run = _Run(tempo_map, origin_s, self._loop, lap, tick)

    def take(self, message: bytes, at_s: float) -> Played:
        """A message that came in at `at_s`."""
        lap, tick = self._run.place_at(at_s - self._latency_s)
        self._last = max(self._last, (lap, tick))
        return Played(lap, tick, message)

    def place_at(self, now_s: float) -> tuple[int, float]:
        """The lap and the tick that the song is in, counted as messages are."""
        return self._run.place_at(now_s)

    def stretch_at(self, now_s: float) -> Stretch:
        """What was recorded over by now."""
        lap, tick = max(self._run.place_at(now_s), (0, float(self._start)))
        return Stretch(self._start, tick, self._loop, lap)
