"""The metronome: clicks that sound, on its own output or the main one, through the keys of all outputs."""

from math import inf

from genre_studio.playback.addresses import MAIN, Sent
from genre_studio.playback.click_line import Click, ClickLine, count_in
from genre_studio.playback.held_keys import HeldKeys, Holder
from genre_studio.playback.score import EMPTY_SCORE, Score

_CLICK_S = 0.03


class Metronome:
    """Reckons in seconds of the song, like the scheduler that runs it."""

    def __init__(self, keys: HeldKeys) -> None:
        self._keys = keys
        self._line = ClickLine(EMPTY_SCORE.tempo_map, EMPTY_SCORE.meter_map)
        self._port: int | None = None  # None: silent, but for a count-in
        self._count_in: list[Click] = []  # what is left of it, the last click first
        self.count_in_beat = 0  # which click of its bar sounded last in a count-in, from 1
        self._sounding: tuple[float, int] | None = None  # when the click that sounds ends, and its key

    def next_s(self) -> float:
        """When the next click begins or ends."""
        end_s = self._sounding[0] if self._sounding else inf
        if self._count_in:
            return min(end_s, self._count_in[-1].due_s)
        return end_s if self._port is None else min(end_s, self._line.next.due_s)

    def advance(self, at_s: float) -> list[Sent]:
        """What `next_s` announced for this moment: a click ends, or one begins."""
        if self._sounding and self._sounding[0] <= at_s:
            return self.silence()
        click = self._count() if self._count_in else self._line.take()
        key = click.key(MAIN if self._port is None else self._port)
        sent = self.silence()
        self._sounding = (at_s + _CLICK_S, key)
        return sent + self._keys.press(Holder.CLICK, key, click.velocity)

    def _count(self) -> Click:
        click = self._count_in.pop()
        self.count_in_beat = 1 if click.is_bar else self.count_in_beat + 1
        return click

    def silence(self) -> list[Sent]:
        self._sounding = None
        return self._keys.release_all(Holder.CLICK)

    def set_port(self, port: int | None) -> list[Sent]:
        """Click on this output from the next click on; None: on none."""
        self._port = port
        return self.silence()

    @property
    def port(self) -> int | None:
        return self._port

    def seek(self, tick: int) -> None:
        """Go on with the first click at or after `tick`, and without a count-in."""
        self._count_in.clear()
        self._line.seek(tick)

    def start_count_in(self, score: Score, tick: int, bars: int) -> float:
        """Click so many bars before `tick`; returns how many seconds that takes."""
        clicks = count_in(score.tempo_map, score.meter_map, tick, bars)
        self._count_in = clicks[::-1]
        return float(score.tempo_map.seconds_at(tick)) - clicks[0].due_s if clicks else 0.0

    def follow(self, score: Score, tick: int) -> None:
        """Click by another song from here on: the next click is the first at or after `tick`."""
        line = ClickLine(score.tempo_map, score.meter_map)
        shift_s = float(line.tempo_map.seconds_at(tick) - self._line.tempo_map.seconds_at(tick))
        self._count_in = [Click(click.due_s + shift_s, click.is_bar) for click in self._count_in]
        if self._sounding:
            self._sounding = (self._sounding[0] + shift_s, self._sounding[1])
        line.seek(tick)
        self._line = line
