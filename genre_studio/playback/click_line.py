"""When a metronome clicks: by the meters and tempos of a song, and before its start."""

from dataclasses import dataclass

from genre_studio.music.timing import Meter, MeterMap, TempoMap
from genre_studio.playback.addresses import key_of

_DRUM_CHANNEL = 9
_BAR_PITCH, _BEAT_PITCH = 76, 77  # General MIDI's high and low wood block
_BAR_VELOCITY, _BEAT_VELOCITY = 112, 84
_CLOCKS_PER_QUARTER = 24


@dataclass(frozen=True, slots=True)
class Click:
    """One click: where in the song, in seconds of it (before its start in a count-in), and on which key."""

    due_s: float
    is_bar: bool  # the first of a bar

    def key(self, port: int) -> int:
        return key_of(port, _DRUM_CHANNEL, _BAR_PITCH if self.is_bar else _BEAT_PITCH)

    @property
    def velocity(self) -> int:
        return _BAR_VELOCITY if self.is_bar else _BEAT_VELOCITY


def click_ticks(meter: Meter, ppq: int) -> int:
    """From one click to the next: a beat of the meter, or the longer click that a file asks for where it
    divides the bar into whole beats; a dotted quarter in 6/8, 9/8 and 12/8."""
    beat, bar = meter.beat_ticks(ppq), meter.bar_ticks(ppq)
    if meter.denominator == 8 and meter.numerator % 3 == 0 and meter.numerator > 3:
        return 3 * beat
    asked = meter.clocks_per_click * ppq // _CLOCKS_PER_QUARTER
    return asked if asked > beat and asked % beat == 0 and bar % asked == 0 else beat


class ClickLine:
    """The clicks of a song, from any place on, one after another; they go on behind its end."""

    def __init__(self, tempo_map: TempoMap, meter_map: MeterMap) -> None:
        self.tempo_map, self._meter_map = tempo_map, meter_map
        self.seek(0)

    def seek(self, tick: float) -> None:
        """Stand before the first click at or after `tick`."""
        at = int(tick)
        self._bar_start = self._meter_map.bar_start_at(at)
        step = click_ticks(self._meter_map.meter_at(at), self._meter_map.ppq)
        self._stand_at(self._bar_start + max(0, -int((self._bar_start - tick) // step)) * step)

    def take(self) -> Click:
        """The click that `next` shows, which is passed by this."""
        click = self.next
        step = click_ticks(self._meter_map.meter_at(self._tick), self._meter_map.ppq)
        self._stand_at(self._tick + step)
        return click

    def _stand_at(self, tick: int) -> None:
        """Stand before the click at `tick`, or on the next bar line where that comes first."""
        bar_end = self._meter_map.bar_end_at(self._bar_start)
        if tick >= bar_end:
            tick = self._bar_start = bar_end
        self._tick = tick
        self.next = Click(float(self.tempo_map.seconds_at(tick)), tick == self._bar_start)


def count_in(tempo_map: TempoMap, meter_map: MeterMap, tick: int, bars: int) -> list[Click]:
    """The clicks of `bars` bars, and of what of its own bar lies before `tick`, at the tempo of `tick`."""
    if bars == 0:
        return []
    meter, ppq = meter_map.meter_at(tick), meter_map.ppq
    bar, step = meter.bar_ticks(ppq), click_ticks(meter, ppq)
    first = meter_map.bar_start_at(tick) - bars * bar
    tick_s = tempo_map.tempo_us_at(tick) / (ppq * 1e6)
    start_s = float(tempo_map.seconds_at(tick))
    starts = [at for b in range(bars + 1) for at in range(first + b * bar, first + (b + 1) * bar, step)]
    return [Click(start_s - (tick - at) * tick_s, (at - first) % bar == 0) for at in starts if at < tick]
