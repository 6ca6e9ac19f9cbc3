"""Where the song is at which time: stopped at a tick, or rolling from an origin. The clock is passed in."""

from math import inf

from genre_studio.music.timing import TempoMap
from genre_studio.playback.messages import Loop

# A rolling playhead never stands on the boundary, whatever rounding says: there it has wrapped or stopped.
_HAIR = 1e-6  # ticks


class Transport:
    """Times are absolute: each event is due at `origin_s` plus its seconds in the song.

    Nothing is ever added up from one event to the next, so playing cannot drift. A loop moves the
    origin by its exact length.
    """

    def __init__(self, tempo_map: TempoMap) -> None:
        self._tempo_map = tempo_map
        self._tick = 0.0
        self._boundary_tick: int | None = None
        self.boundary_s = inf  # where the straight run ends (the loop's or the song's end), in song seconds
        self.is_playing = False
        self.origin_s = 0.0
        self.loop: Loop | None = None
        self.end_tick = 0

    def tick_at(self, now_s: float) -> float:
        """The song position at a clock time, not rounded; where it is stopped, the same at all times."""
        if not self.is_playing:
            return self._tick
        tick = float(self._tempo_map.ticks_at(now_s - self.origin_s))
        return tick if self._boundary_tick is None else min(tick, self._boundary_tick - _HAIR)

    def play(self, tick: float, now_s: float) -> None:
        self.is_playing = True
        self._roll_from(tick, now_s)

    def stop(self, tick: float) -> None:
        """Stop, with the playhead left at `tick`."""
        self.is_playing = False
        self._tick = tick

    def locate(self, tick: float, now_s: float) -> None:
        if self.is_playing:
            self._roll_from(tick, now_s)
        else:
            self._tick = tick

    def set_loop(self, loop: Loop | None, now_s: float) -> None:
        tick = self.tick_at(now_s)
        self.loop = loop
        self._find_boundary(tick)

    def set_tempo_map(self, tempo_map: TempoMap, end_tick: int, now_s: float) -> None:
        """Another song: the playhead stays at its tick and goes on at the new song's tempo."""
        tick = self.tick_at(now_s)
        self._tempo_map, self.end_tick = tempo_map, end_tick
        self.locate(tick, now_s)

    @property
    def wraps(self) -> bool:
        """Whether the song goes on from the loop's start once it reaches the boundary."""
        return self.loop is not None and self._boundary_tick == self.loop[1]

    def wrap(self) -> None:
        """Go on from the loop's start, as of the moment at which the loop's end was reached."""
        assert self.loop is not None
        start_s, end_s = self._tempo_map.seconds_at(self.loop).tolist()
        self.origin_s += end_s - start_s
        self._find_boundary(self.loop[0])

    def hold(self, pause_s: float) -> None:
        """Let `pause_s` seconds pass without moving: the machine slept or stalled."""
        self.origin_s += pause_s

    def _roll_from(self, tick: float, now_s: float) -> None:
        self.origin_s = now_s - float(self._tempo_map.seconds_at(tick))
        self._find_boundary(tick)

    def _find_boundary(self, tick: float) -> None:
        """The end that a straight run from `tick` comes to: the loop's, the song's or none."""
        self._boundary_tick = None
        if self.loop is not None and tick < self.loop[1]:
            self._boundary_tick = self.loop[1]
        elif tick < self.end_tick:
            self._boundary_tick = self.end_tick
        self.boundary_s = (
            inf if self._boundary_tick is None else float(self._tempo_map.seconds_at(self._boundary_tick))
        )
