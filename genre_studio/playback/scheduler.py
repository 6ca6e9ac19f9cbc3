"""Which messages are due: a score, a transport and what the outputs know, under a clock passed in."""

from dataclasses import dataclass
from heapq import heappop, heappush
from math import floor, inf, nextafter

import numpy as np

from genre_studio.playback.addresses import Sent, key_of
from genre_studio.playback.channel_settings import Settings, ToldSettings, settings_at
from genre_studio.playback.held_keys import HeldKeys, Holder
from genre_studio.playback.messages import Loop
from genre_studio.playback.metronome import Metronome
from genre_studio.playback.score import EMPTY_SCORE, NOTE_ON, Score, message_bytes
from genre_studio.playback.score_window import ScoreWindow
from genre_studio.playback.transport import Timeline, Transport

# A gap longer than this is a machine that slept, not one that is late: the song waits for it.
STALL_S = 0.5


@dataclass(frozen=True, slots=True)
class _Strike:
    """A key that the song holds: when it was struck and when it ends, in seconds of the song."""

    start_s: float
    end_s: float


class Scheduler:
    """Every method returns the messages to send now, in order. Times are seconds of one monotonic clock.

    Events of the score before `_cursor` have been sent in this pass. Note-offs come from the keys
    that are held, never from the score.
    """

    def __init__(self, keys: HeldKeys, told: ToldSettings) -> None:
        self._keys = keys
        self._told = told
        self._score = EMPTY_SCORE
        self._window = ScoreWindow(EMPTY_SCORE)
        self._transport = Transport(EMPTY_SCORE.tempo_map)
        self._cursor = 0
        self._sent_tick = -1  # events up to and at this tick have been sent in this pass
        self._held: dict[int, _Strike] = {}
        self._offs: list[tuple[float, int, int]] = []  # a heap of (end_s, key, release velocity)
        self._settings: dict[int, Settings] = {}
        self._metronome = Metronome(keys)

    @property
    def is_playing(self) -> bool:
        return self._transport.is_playing

    def tick_at(self, now_s: float) -> int:
        return floor(self._transport.tick_at(now_s))

    @property
    def revision(self) -> int:
        """Changes whenever the song is elsewhere, or runs otherwise, than it would have gone on."""
        return self._transport.revision

    @property
    def loop(self) -> Loop | None:
        return self._transport.loop

    def line_at(self, now_s: float) -> Timeline:
        """How the song runs as of now, for what keeps in step with it."""
        return self._transport.line_at(now_s)

    def play(
        self, tick: int, loop: Loop | None, now_s: float, *, count_in_bars: int = 0, past_end: bool = False
    ) -> list[Sent]:
        """Roll from `tick`; where nothing is left to play, from the loop's start or the top.

        After so many bars of clicks, on the metronome's output or the main one. With `past_end` it also
        begins and rolls on where nothing is written yet.
        """
        if tick >= max(self._score.end_tick, loop[1] if loop else 0) and not past_end:
            tick = loop[0] if loop else 0
        self._transport.stop(tick)
        self._transport.past_end = past_end
        self._transport.set_loop(loop, now_s)
        sent = self._let_go() + self._jump_to(tick)
        lead_s = self._metronome.start_count_in(self._score, tick, count_in_bars)
        self._transport.play(tick, now_s, now_s + lead_s)
        return sent

    def stop(self, now_s: float) -> list[Sent]:
        self._transport.stop(self._transport.tick_at(now_s))
        return self._let_go()

    def locate(self, tick: int, now_s: float) -> list[Sent]:
        self._transport.locate(tick, now_s)
        return self._let_go() + self._jump_to(tick) if self.is_playing else []

    def steer(self, tick: float, rate: float, now_s: float) -> list[Sent]:
        """Follow somebody else's beat: the song is at `tick` now and runs at `rate` from here on.

        For small corrections: notes that this passes over sound at once, none sounds again.
        """
        self._transport.steer(tick, rate, now_s)
        return self.advance(now_s)

    @property
    def count_in_beat(self) -> int:
        """Which click of its bar sounded last in a count-in, from 1."""
        return self._metronome.count_in_beat

    @property
    def click_port(self) -> int | None:
        """The output on which the metronome clicks; None: it does not."""
        return self._metronome.port

    def set_metronome(self, port: int | None, now_s: float) -> list[Sent]:
        """Click on this output while playing, or no more."""
        sent = self.advance(now_s) + self._metronome.set_port(port)
        if self.is_playing and not self._transport.is_counting_in(now_s):
            self._metronome.seek(self._position(now_s) + 1)
        return sent

    def set_loop(self, loop: Loop | None, now_s: float) -> list[Sent]:
        sent = self.advance(now_s)
        self._transport.set_loop(loop, now_s)
        if loop is not None:
            self._settings_through(loop[0])  # ready before the wrap, which has no time to spare
        return sent

    def set_score(self, score: Score, now_s: float) -> list[Sent]:
        """Exchange the song under the playhead: what was sent in this pass is not sent again.

        A key stays down if the new song still has its note here, and is let go otherwise.
        """
        sent = self.advance(now_s)
        position = self._position(now_s)
        self._transport.set_tempo_map(score.tempo_map, score.end_tick, now_s)
        self._score, self._window = score, ScoreWindow(score)
        self._metronome.follow(score, position + 1)
        self._settings.clear()
        self._cursor = int(np.searchsorted(score.ticks, position, side="right"))
        self._sent_tick = position
        if self._transport.loop is not None:
            self._settings_through(self._transport.loop[0])
        if not self.is_playing:
            return sent
        sent += self._keep_or_release(position)
        return sent + self._told.change_to(self._settings_through(position))

    def restate(self, now_s: float) -> list[Sent]:
        """What an output that takes over has to be told."""
        return self._told.change_to(self._settings_through(self._position(now_s))) if self.is_playing else []

    def next_due_s(self) -> float:
        """The time at which `advance` has something to do; infinity where it has nothing."""
        if not self.is_playing:
            return inf
        return self._transport.clock_s(min(self._next_s(), self._transport.boundary_s))

    def advance(self, now_s: float) -> list[Sent]:
        """The messages due by `now_s`."""
        sent: list[Sent] = []
        late_s = now_s - self.next_due_s()
        if late_s > STALL_S:
            self._transport.hold(late_s)
        while self.is_playing:
            self._send_through(now_s, sent)
            if self._transport.clock_s(self._transport.boundary_s) > now_s:
                break
            sent += self._pass_boundary()
        return sent

    def _send_through(self, now_s: float, sent: list[Sent]) -> None:
        """Append what is due by `now_s` before the boundary: at one time, ends before beginnings.

        Times are compared by the sum that `next_due_s` makes, so that what it promised is due then.
        """
        clock_s, limit_s = self._transport.clock_s, self._transport.boundary_s
        if self._transport.wraps:  # at a loop's end its start sounds, not what lies beyond
            limit_s = nextafter(limit_s, -inf)
        while (next_s := self._next_s()) <= limit_s and clock_s(next_s) <= now_s:
            if self._offs and self._offs[0][0] == next_s:
                self._release_next(sent)
            elif self._metronome.next_s() == next_s:
                sent += self._metronome.advance(next_s)
            else:
                self._send_next(next_s, sent)

    def _send_next(self, due_s: float, sent: list[Sent]) -> None:
        tick, status, data1, data2, end_s, release, port = self._window.row(self._cursor)
        self._cursor += 1
        self._sent_tick = tick
        if status & 0xF0 == NOTE_ON:
            key = key_of(port, status & 0x0F, data1)
            self._strike(key, data2, _Strike(due_s, end_s), release, sent)
            return
        message = message_bytes(status, data1, data2)
        self._told.tell(port, message)
        sent.append((port, message))

    def _strike(self, key: int, velocity: int, new: _Strike, release: int, sent: list[Sent]) -> None:
        """Strike a key for a note; one struck at this very moment by another note only lasts longer."""
        before = self._held.get(key)
        if before is None or before.start_s != new.start_s:
            sent += self._keys.press(Holder.SONG, key, velocity)
        end_s = new.end_s if before is None else max(before.end_s, new.end_s)
        self._hold(key, _Strike(new.start_s, end_s), release)

    def _hold(self, key: int, strike: _Strike, release: int) -> None:
        self._held[key] = strike
        heappush(self._offs, (strike.end_s, key, release))

    def _release_next(self, sent: list[Sent]) -> None:
        end_s, key, release = heappop(self._offs)
        strike = self._held.get(key)
        if strike is not None and strike.end_s == end_s:  # otherwise a later note prolonged it
            del self._held[key]
            sent += self._keys.release(Holder.SONG, key, release)

    def _pass_boundary(self) -> list[Sent]:
        if not self._transport.wraps:
            self._transport.stop(self._score.end_tick)
            return self._let_go()
        self._transport.wrap()
        assert self._transport.loop is not None
        return self._let_go() + self._jump_to(self._transport.loop[0])

    def _let_go(self) -> list[Sent]:
        self._held.clear()
        self._offs.clear()
        return self._metronome.silence() + self._keys.release_all(Holder.SONG) + self._told.let_go()

    def _jump_to(self, tick: int) -> list[Sent]:
        """Go on with the notes at `tick`, every channel set as the events up to there leave it."""
        self._cursor = int(np.searchsorted(self._score.sort_keys, tick * 2 + 1))
        self._sent_tick = tick - 1
        self._metronome.seek(tick)
        return self._told.change_to(self._settings_through(tick))

    def _keep_or_release(self, position: int) -> list[Sent]:
        """Hold on to the keys whose notes the new score still has at `position`; release the others."""
        before, self._held = self._held, {}
        self._offs.clear()
        for i in np.flatnonzero(self._score.events["end"][: self._cursor] > position).tolist():
            event = self._score.events[i]
            key = key_of(int(event["port"]), int(event["status"]) & 0x0F, int(event["data1"]))
            if key in before:
                end_s = float(self._score.end_seconds[i])
                if key in self._held:
                    end_s = max(end_s, self._held[key].end_s)
                self._hold(key, _Strike(float(self._score.seconds[i]), end_s), int(event["release"]))
        gone = before.keys() - self._held.keys()
        return [message for key in sorted(gone) for message in self._keys.release(Holder.SONG, key)]

    def _position(self, now_s: float) -> int:
        """The tick up to and at which everything has been sent, safe from rounding."""
        tick = floor(self._transport.tick_at(now_s))
        if not self.is_playing:
            return tick - 1
        if self._transport.is_counting_in(now_s):
            return self._sent_tick
        if self._cursor < len(self._score.ticks):
            tick = min(tick, int(self._score.ticks[self._cursor]) - 1)
        return max(tick, self._sent_tick)

    def _settings_through(self, tick: int) -> Settings:
        """The settings that the events up to and at `tick` leave."""
        if tick not in self._settings:
            if len(self._settings) > 8:
                self._settings.clear()
            self._settings[tick] = settings_at(self._score, tick + 1)
        return self._settings[tick]

    def _next_s(self) -> float:
        end_s = self._offs[0][0] if self._offs else inf
        return min(self._window.due_s(self._cursor), end_s, self._metronome.next_s())
