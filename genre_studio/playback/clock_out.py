"""MIDI clock for one port: 24 pulses a quarter note, start, continue, stop and song position.

Pulses are due at absolute times of the song's own tempo map, never added up from one to the next, so
that a slave cannot drift from us. MIDI 1.0 Detailed Specification, "System Real Time Messages" and
"Song Position Pointer".
"""

from math import ceil, inf, nextafter

from genre_studio.music.timing import TempoMap

PULSES_PER_QUARTER = 24
PULSES_PER_POSITION = 6  # a song position counts sixteenths
MOST_POSITIONS = 0x3FFF

CLOCK = b"\xf8"
START = b"\xfa"
CONTINUE = b"\xfb"
STOP = b"\xfc"
_SONG_POSITION = 0xF2

_NEAR = 1e-6  # pulses: a tick that rounding put a hair beside a pulse stands on it
_STALL_S = 0.5  # a longer gap is a machine that slept: pulses of a song that stands are not made up for
_NEVER = -1


def song_position(position: int) -> bytes:
    """The message that sends a slave to a sixteenth, counted from the start of the song."""
    held = min(max(position, 0), MOST_POSITIONS)
    return bytes((_SONG_POSITION, held & 0x7F, held >> 7))


class ClockMaster:
    """Methods return the messages to send now, in order; times are seconds of one clock, passed in.

    A slave can only be sent to a sixteenth. From any other place it is told the next one ahead, and
    continues as the song gets there. While the song stands the pulses go on at the tempo of its place,
    so that a slave knows the tempo before it starts. A loop's wrap is a stop, a position and a
    continue between two pulses: the pulses themselves keep their pace.
    """

    def __init__(self, tempo_map: TempoMap, ppq: int, tick: float, now_s: float) -> None:
        self._tempo_map, self._ppq = tempo_map, ppq
        self._tick = tick  # where the song stands while it does not roll
        self._is_rolling = False
        self._is_slave_running = False
        self._origin_s = 0.0
        self._pulse = 0  # while rolling: the next one, counted from the start of the song
        self._joins_at = _NEVER  # the pulse with which the slave begins to run
        self._due_s = now_s  # the next pulse
        self._last_s = -inf  # the last pulse

    def set_song(self, tempo_map: TempoMap, ppq: int, tick: float, origin_s: float) -> list[bytes]:
        """Other tempos or another song, which is at `tick` now and, if it rolls, began at `origin_s`."""
        is_other = ppq != self._ppq
        self._tempo_map, self._ppq, self._tick = tempo_map, ppq, tick
        if not self._is_rolling:
            return []
        if is_other:
            return self.roll(tick, origin_s)
        self._origin_s = origin_s
        self._aim(self._pulse)
        return []

    def roll(self, tick: float, origin_s: float) -> list[bytes]:
        """The song rolls from `tick`, its second zero at `origin_s`: at every start, jump and wrap."""
        sent = self._stop_slave()
        self._is_rolling, self._origin_s = True, origin_s
        first = max(0, ceil(tick * PULSES_PER_QUARTER / self._ppq - _NEAR))
        self._aim(first)
        position = ceil(first / PULSES_PER_POSITION)
        # Further than a slave can be sent it only keeps the tempo.
        self._joins_at = position * PULSES_PER_POSITION if position <= MOST_POSITIONS else _NEVER
        if 0 < position <= MOST_POSITIONS:
            sent.append(song_position(position))
        return sent

    def waited(self, origin_s: float) -> None:
        """The song stood still for a moment while it rolls: its second zero is `origin_s` now."""
        if self._is_rolling and origin_s != self._origin_s:
            self._origin_s = origin_s
            self._aim(self._pulse)

    def halt(self, tick: float, now_s: float) -> list[bytes]:
        """The song stands at `tick`."""
        self._is_rolling, self._tick = False, tick
        self._due_s = max(now_s, self._last_s + self._step_s())
        return self._stop_slave()

    def locate(self, tick: float) -> list[bytes]:
        """The song was moved to `tick` while it stands."""
        self._tick = tick
        position = ceil(tick * PULSES_PER_QUARTER / self._ppq / PULSES_PER_POSITION - _NEAR)
        return [song_position(position)] if position <= MOST_POSITIONS else []

    def end(self) -> list[bytes]:
        """What the port is told before its clock goes."""
        return self._stop_slave()

    def next_due_s(self) -> float:
        """When `advance` has a pulse to send."""
        return self._due_s

    def advance(self, now_s: float, limit_s: float = inf) -> list[bytes]:
        """The pulses due by `now_s` and before `limit_s`, the moment at which a loop wraps."""
        last_s = min(now_s, nextafter(limit_s, -inf))
        sent: list[bytes] = []
        if not self._is_rolling and now_s - self._due_s > _STALL_S:
            self._due_s = now_s
        while self._due_s <= last_s:
            self._last_s = self._due_s
            if self._is_rolling:
                self._join(sent)
                self._aim(self._pulse + 1)
            else:
                self._due_s += self._step_s()
            sent.append(CLOCK)
        return sent

    def _join(self, sent: list[bytes]) -> None:
        if self._pulse == self._joins_at:
            sent.append(CONTINUE if self._joins_at else START)
            self._is_slave_running = True

    def _aim(self, pulse: int) -> None:
        self._pulse = pulse
        tick = pulse * self._ppq / PULSES_PER_QUARTER
        self._due_s = self._origin_s + float(self._tempo_map.seconds_at(tick))

    def _step_s(self) -> float:
        return self._tempo_map.tempo_us_at(int(self._tick)) / 1e6 / PULSES_PER_QUARTER

    def _stop_slave(self) -> list[bytes]:
        was_running, self._is_slave_running = self._is_slave_running, False
        return [STOP] if was_running else []
