"""The song in step with somebody else's beat: a MIDI clock, or a Link session. The clock is passed in."""

from collections.abc import Callable
from math import inf
from typing import Protocol

from genre_studio.playback import messages
from genre_studio.playback.clock_in import MasterMoved, Motion
from genre_studio.playback.followed import Followed
from genre_studio.playback.transport import Timeline

_JUMP_BEATS = 0.25  # further off it is a jump, not a correction
_STEER_INTERVAL_S = 0.01


class Master(Protocol):
    """Who beats the time. Times are seconds of the engine's clock, beats quarter notes of their song."""

    @property
    def bpm(self) -> float:
        """0 where it is not known yet."""

    @property
    def is_running(self) -> bool: ...

    def look(self, now_s: float) -> list[MasterMoved]:
        """What it has done since the last look."""

    def beats_at(self, now_s: float) -> float: ...


class Follower:
    """Does what the master does, and bends the song's time so that both are at the same place.

    A loop of ours runs inside the master's song: only where we are within it is bent, never the lap. Where
    the song is found elsewhere than the master, `astray` is told its tick; without it the song goes to the
    master's place.
    """

    def __init__(
        self, master: Master, player: Followed, astray: Callable[[float, float], None] | None = None
    ) -> None:
        self._master, self._player, self._astray = master, player, astray
        self._has_begun = False
        self._loop: messages.Loop | None = None
        self._next_s = 0.0
        self._began_beats = 0.0  # the master's place when the song began
        self._began_tick = 0.0  # and the song's

    def next_due_s(self) -> float:
        return self._next_s

    def step(self, now_s: float) -> None:
        """Do what the master did since the last step, and correct our place."""
        for moved in self._master.look(now_s):
            self._do(moved, now_s)
        if self._master.is_running and now_s >= self._next_s:
            self._steer(now_s)
        self._next_s = now_s + _STEER_INTERVAL_S

    def wake(self) -> None:
        """Something came from the master: step at once."""
        self._next_s = -inf

    def begin_at(self, beats: float, tick: float) -> None:
        """The song was at `tick` when the master was at `beats`: both go on from there."""
        self._began_beats, self._began_tick = beats, tick
        self._has_begun, self._loop = True, self._player.loop

    def _do(self, moved: MasterMoved, now_s: float) -> None:
        line = self._player.line_at(now_s)
        tick = moved.beats * line.tempo_map.ppq
        match moved.motion:
            case Motion.START:
                self._begin(tick, moved)
            case Motion.LOCATE if not line.is_playing:
                self._player.locate(round(tick), now_s)
            case Motion.STOP | Motion.LOST if line.is_playing:
                self._player.stop(now_s)

    def _begin(self, tick: float, moved: MasterMoved) -> None:
        self.begin_at(moved.beats, tick)
        self._player.play(messages.Play(round(tick), self._player.loop, past_end=True), moved.at_s)

    def _steer(self, now_s: float) -> None:
        line = self._player.line_at(now_s)
        if not line.is_playing or not self._master.bpm or now_s < line.starts_s or not self._has_begun:
            return
        tick, loop = line.tick_at(now_s), self._player.loop
        if loop != self._loop:  # another one may lie behind us: laps are counted from here on
            self.begin_at(self._master.beats_at(now_s), tick)
        wanted = self._wanted_tick(now_s, line)
        off = wanted - tick
        if loop is not None and tick < loop[1]:
            length = loop[1] - loop[0]
            if abs(off) > length / 2 and loop[0] <= wanted < loop[1]:
                off -= length * (1 if off > 0 else -1)  # the one is just before the wrap, the other behind
        if abs(off) > _JUMP_BEATS * line.tempo_map.ppq:
            if self._astray is not None:
                self._astray(tick, now_s)
                return
            self._player.locate(round(wanted), now_s)
            line, tick, off = self._player.line_at(now_s), wanted, 0.0
        rate = self._master.bpm / _song_bpm(line, tick)
        if loop is not None and tick < loop[1] <= tick + off:
            off = 0.0  # the wrap comes by itself
        self._player.steer(max(0.0, tick + off), rate, now_s)

    def _wanted_tick(self, now_s: float, line: Timeline) -> float:
        """Where our song should be: where the master is, round the loop that we came into."""
        beats = self._master.beats_at(now_s)
        tick = self._began_tick + (beats - self._began_beats) * line.tempo_map.ppq
        loop = self._player.loop
        if loop is not None and self._began_tick < loop[1] <= tick:
            return loop[0] + (tick - loop[1]) % (loop[1] - loop[0])
        return tick


def _song_bpm(line: Timeline, tick: float) -> float:
    return 60_000_000 / line.tempo_map.tempo_us_at(int(tick))
