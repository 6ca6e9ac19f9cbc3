"""Where the song is at which time: stopped at a tick, or rolling from an origin. The clock is passed in."""

from dataclasses import dataclass
from math import inf

from genre_studio.music.timing import TempoMap
from genre_studio.playback.messages import Loop

# A rolling playhead never stands on the boundary, whatever rounding says: there it has wrapped or stopped.
_HAIR = 1e-6  # ticks


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the song runs as of some moment: what keeps in step with it (a clock, a recorder) reckons by.

    `tick` is where it was then; `starts_s` the clock time of its first tick, ahead while it counts in.
    `begun` counts starts, jumps and wraps: lines with the same number are one run of the song.
    """

    is_playing: bool
    tick: float
    origin_s: float
    rate: float
    tempo_map: TempoMap
    starts_s: float
    begun: int = 0

    def time_at(self, tick: float) -> float:
        """The clock time at which the song comes to `tick`."""
        return self.origin_s + float(self.tempo_map.seconds_at(tick)) / self.rate

    def tick_at(self, now_s: float) -> float:
        """Where the song is at a clock time; where it is stopped, the same at all times."""
        if not self.is_playing:
            return self.tick
        return float(self.tempo_map.ticks_at((now_s - self.origin_s) * self.rate))


class Transport:
    """Times are absolute: each event is due at `origin_s` plus its seconds in the song.

    Nothing is ever added up from one event to the next, so playing cannot drift. A loop moves the
    origin by its exact length. `rate` is how many seconds of the song pass in one of the clock: 1,
    unless somebody else beats the time.
    """

    def __init__(self, tempo_map: TempoMap) -> None:
        self._tempo_map = tempo_map
        self._tick = 0.0
        self._boundary_tick: int | None = None
        self.boundary_s = inf  # where the straight run ends (the loop's or the song's end), in song seconds
        self.is_playing = False
        self.starts_s = -inf  # when the first tick is due; later than now while it counts in
        self.past_end = False  # whether it rolls on where the song has ended, as a recording does
        self.origin_s = 0.0
        self.rate = 1.0
        self.revision = 0  # counts every change of where the song is at which time
        self._begun = 0
        self._first_tick = 0.0
        self.loop: Loop | None = None
        self.end_tick = 0

    def tick_at(self, now_s: float) -> float:
        """The song position at a clock time, not rounded; where it is stopped, the same at all times."""
        if not self.is_playing:
            return self._tick
        tick = max(self._first_tick, float(self._tempo_map.ticks_at((now_s - self.origin_s) * self.rate)))
        return tick if self._boundary_tick is None else min(tick, self._boundary_tick - _HAIR)

    def clock_s(self, song_s: float) -> float:
        """The clock time of a place in the song, given in seconds of the song."""
        return self.origin_s + song_s / self.rate

    def is_counting_in(self, now_s: float) -> bool:
        """Whether it stands at the tick that it was told to play from, which is still to come."""
        return self.is_playing and now_s < self.starts_s

    def play(self, tick: float, now_s: float, starts_s: float | None = None) -> None:
        """Roll from `tick` now, or at `starts_s` after a count-in."""
        self.is_playing = True
        self._begun += 1
        self.starts_s = now_s if starts_s is None else starts_s
        self._roll_from(tick, self.starts_s)

    def stop(self, tick: float) -> None:
        """Stop, with the playhead left at `tick`."""
        self.is_playing = False
        self.rate = 1.0
        self.revision += 1
        self._tick = tick

    def steer(self, tick: float, rate: float, now_s: float) -> None:
        """Somebody else beats the time: the song is at `tick` now and runs at this rate from here on."""
        self.rate = rate
        if self.is_playing:
            self._roll_from(tick, now_s)

    def locate(self, tick: float, now_s: float) -> None:
        if self.is_playing:
            self._begun += 1
            self.starts_s = now_s
            self._roll_from(tick, now_s)
        else:
            self._tick = tick
            self.revision += 1

    def set_loop(self, loop: Loop | None, now_s: float) -> None:
        tick = self.tick_at(now_s)
        self.loop = loop
        self.revision += 1
        self._find_boundary(tick)

    def set_tempo_map(self, tempo_map: TempoMap, end_tick: int, now_s: float) -> None:
        """Another song: the playhead stays at its tick and goes on at the new song's tempo."""
        tick = self.tick_at(now_s)
        self._tempo_map, self.end_tick = tempo_map, end_tick
        if self.is_playing:
            self._roll_from(tick, max(now_s, self.starts_s))
        else:
            self.locate(tick, now_s)

    def line_at(self, now_s: float) -> Timeline:
        """How the song runs from now on, until it is told otherwise or comes to a loop's end."""
        return Timeline(
            self.is_playing,
            self.tick_at(now_s),
            self.origin_s,
            self.rate,
            self._tempo_map,
            self.starts_s,
            self._begun,
        )

    @property
    def wraps(self) -> bool:
        """Whether the song goes on from the loop's start once it reaches the boundary."""
        return self.loop is not None and self._boundary_tick == self.loop[1]

    def wrap(self) -> None:
        """Go on from the loop's start, as of the moment at which the loop's end was reached."""
        assert self.loop is not None
        start_s, end_s = self._tempo_map.seconds_at(self.loop).tolist()
        self.origin_s += (end_s - start_s) / self.rate
        self._first_tick = float(self.loop[0])
        self.starts_s = self.clock_s(start_s)
        self._begun += 1
        self.revision += 1
        self._find_boundary(self.loop[0])

    def hold(self, pause_s: float) -> None:
        """Let `pause_s` seconds pass without moving: the machine slept or stalled."""
        self.origin_s += pause_s
        self.starts_s += pause_s
        self.revision += 1

    def _roll_from(self, tick: float, now_s: float) -> None:
        self.origin_s = now_s - float(self._tempo_map.seconds_at(tick)) / self.rate
        self._first_tick = tick
        self.revision += 1
        self._find_boundary(tick)

    def _find_boundary(self, tick: float) -> None:
        """The end that a straight run from `tick` comes to: the loop's, the song's or none."""
        self._boundary_tick = None
        if self.loop is not None and tick < self.loop[1]:
            self._boundary_tick = self.loop[1]
        elif tick < self.end_tick and not self.past_end:
            self._boundary_tick = self.end_tick
        self.boundary_s = (
            inf if self._boundary_tick is None else float(self._tempo_map.seconds_at(self._boundary_tick))
        )
