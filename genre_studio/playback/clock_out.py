"""MIDI clock for one port: 24 pulses a quarter note, start, continue, stop and song position.

Pulses are due at absolute times of the song's own line, never added up from one to the next, so that a
slave cannot drift from us. MIDI 1.0 Detailed Specification, "System Real Time Messages" and "Song
Position Pointer".
"""

from math import ceil, inf, nextafter

from genre_studio.playback.transport import Timeline

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
    continues as the song gets there. While the song stands or counts in the pulses go on at its tempo, so
    that a slave knows the tempo before it starts. A loop's wrap is a stop, a position and a continue
    between two pulses: the pulses themselves keep their pace.
    """

    def __init__(self, line: Timeline, now_s: float) -> None:
        self._line = line
        self._is_slave_running = False
        self._pulse = 0  # while the song rolls: the next one, counted from its start; before it in a count-in
        self._joins_at = _NEVER  # the pulse with which the slave begins to run
        self._due_s = now_s  # the next pulse
        self._last_s = -inf  # the last pulse

    def begin(self, now_s: float) -> list[bytes]:
        """What the port is told first, where the song rolls already."""
        return self._roll(self._line.tick_at(now_s), now_s) if self._line.is_playing else []

    def line_changed(self, line: Timeline, now_s: float) -> list[bytes]:
        """The song goes on otherwise than it did."""
        before = self._line
        if not line.is_playing:
            sent = self.advance(now_s) if before.is_playing else []
            self._line = line
            return [*sent, *self._stand(before, now_s)]
        is_same_song = before.tempo_map.ppq == line.tempo_map.ppq
        if before.is_playing and is_same_song and before.begun == line.begun:
            self._line = line
            self._aim(self._pulse)
            return []
        sent = self.advance(now_s, line.starts_s) if before.is_playing else []
        self._line = line
        return [*sent, *self._roll(line.tick_at(line.starts_s), now_s)]

    def end(self) -> list[bytes]:
        """What the port is told before its clock goes."""
        return self._stop_slave()

    def next_due_s(self) -> float:
        """When `advance` has a pulse to send."""
        return self._due_s

    def advance(self, now_s: float, limit_s: float = inf) -> list[bytes]:
        """The pulses due by `now_s` and before `limit_s`, the moment at which another line began."""
        last_s = min(now_s, nextafter(limit_s, -inf))
        sent: list[bytes] = []
        if not self._line.is_playing and now_s - self._due_s > _STALL_S:
            self._due_s = now_s
        while self._due_s <= last_s:
            self._last_s = self._due_s
            if self._line.is_playing:
                self._join(sent)
                self._aim(self._pulse + 1)
            else:
                self._due_s += self._step_s()
            sent.append(CLOCK)
        return sent

    def _roll(self, tick: float, now_s: float) -> list[bytes]:
        """From `tick`, which may be ahead while the song counts in."""
        sent = self._stop_slave()
        first = max(0, self._pulse_at(tick))
        self._aim(min(first, self._pulse_at(self._line.tick_at(now_s))))
        position = ceil(first / PULSES_PER_POSITION)
        # Further than a slave can be sent it only keeps the tempo.
        self._joins_at = position * PULSES_PER_POSITION if position <= MOST_POSITIONS else _NEVER
        if 0 < position <= MOST_POSITIONS:
            sent.append(song_position(position))
        return sent

    def _stand(self, before: Timeline, now_s: float) -> list[bytes]:
        """The song was stopped, or moved while it stands."""
        if before.is_playing:
            self._due_s = max(now_s, self._last_s + self._step_s())
        sent = self._stop_slave()
        position = ceil(self._pulse_at(self._line.tick) / PULSES_PER_POSITION)
        if not before.is_playing and before.tick != self._line.tick and position <= MOST_POSITIONS:
            sent.append(song_position(position))
        return sent

    def _join(self, sent: list[bytes]) -> None:
        if self._pulse == self._joins_at:
            sent.append(CONTINUE if self._joins_at else START)
            self._is_slave_running = True

    def _aim(self, pulse: int) -> None:
        self._pulse = pulse
        self._due_s = self._line.time_at(pulse * self._line.tempo_map.ppq / PULSES_PER_QUARTER)

    def _pulse_at(self, tick: float) -> int:
        """The first pulse at or after a tick."""
        return ceil(tick * PULSES_PER_QUARTER / self._line.tempo_map.ppq - _NEAR)

    def _step_s(self) -> float:
        return self._line.tempo_map.tempo_us_at(int(self._line.tick)) / 1e6 / PULSES_PER_QUARTER

    def _stop_slave(self) -> list[bytes]:
        was_running, self._is_slave_running = self._is_slave_running, False
        return [STOP] if was_running else []
