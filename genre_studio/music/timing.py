"""Musical time: ticks, seconds, bars and beats. The one home of these conversions.

Units are in the names: `_tick(s)` counts pulses of `ppq` per quarter note, `_s` seconds,
`tempo_us` microseconds per quarter note.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

DEFAULT_PPQ = 480
DEFAULT_TEMPO_US = 500_000  # 120 beats a minute: the MIDI file default


@dataclass(frozen=True, slots=True)
class Tempo:
    """From `tick` on, a quarter note lasts `tempo_us` microseconds."""

    tick: int
    tempo_us: int

    @property
    def bpm(self) -> float:
        return tempo_us_to_bpm(self.tempo_us)


@dataclass(frozen=True, slots=True)
class Meter:
    """From `tick` on, bars of `numerator` / `denominator`.

    `clocks_per_click` and `notated_32nds_per_quarter` are the meta event's other two bytes, kept
    so that a file survives a round trip.
    """

    tick: int
    numerator: int
    denominator: int
    clocks_per_click: int = 24
    notated_32nds_per_quarter: int = 8

    def bar_ticks(self, ppq: int) -> int:
        return max(1, self.numerator * self.beat_ticks(ppq))

    def beat_ticks(self, ppq: int) -> int:
        return max(1, ppq * 4 // self.denominator)


def meter_event(tick: int, numerator: int, denominator: int) -> Meter:
    """A meter with the metronome click that fits it: a dotted quarter in 6/8."""
    clocks = 36 if denominator == 8 and numerator % 3 == 0 else 96 // denominator
    return Meter(tick, numerator, denominator, clocks)


def tempo_us_to_bpm(tempo_us: int) -> float:
    return 60_000_000 / tempo_us


def bpm_to_tempo_us(bpm: float) -> int:
    return round(60_000_000 / bpm)


class TempoMap:
    """Ticks to seconds and back under tempo changes, for numbers and arrays alike."""

    def __init__(self, ppq: int, tempos: Sequence[Tempo]) -> None:
        self.ppq = ppq
        ordered = {0: DEFAULT_TEMPO_US} | {t.tick: t.tempo_us for t in sorted(tempos, key=lambda t: t.tick)}
        self._ticks = np.array(list(ordered), np.int64)
        self._seconds_per_tick = np.array(list(ordered.values()), float) / (ppq * 1e6)
        lengths_s = np.diff(self._ticks) * self._seconds_per_tick[:-1]
        self._seconds = np.concatenate([[0.0], np.cumsum(lengths_s)])
        self._tempos_us = np.array(list(ordered.values()), np.int64)

    def seconds_at(self, ticks: ArrayLike) -> NDArray[np.float64]:
        """Seconds from the start of the song at `ticks`; any shape."""
        ticks = np.asarray(ticks)
        i = np.maximum(np.searchsorted(self._ticks, ticks, side="right") - 1, 0)
        seconds: NDArray[np.float64] = self._seconds[i] + (ticks - self._ticks[i]) * self._seconds_per_tick[i]
        return seconds

    def ticks_at(self, seconds_s: ArrayLike) -> NDArray[np.float64]:
        """Ticks (not rounded) at `seconds_s`; any shape."""
        seconds_s = np.asarray(seconds_s, float)
        i = np.maximum(np.searchsorted(self._seconds, seconds_s, side="right") - 1, 0)
        ticks: NDArray[np.float64] = (
            self._ticks[i] + (seconds_s - self._seconds[i]) / self._seconds_per_tick[i]
        )
        return ticks

    def tempo_us_at(self, tick: int) -> int:
        """Microseconds per quarter note at `tick`."""
        return int(self.tempos_us_at(tick))

    def tempos_us_at(self, ticks: ArrayLike) -> NDArray[np.int64]:
        """Microseconds per quarter note at `ticks`; any shape."""
        i = np.maximum(np.searchsorted(self._ticks, np.asarray(ticks), side="right") - 1, 0)
        return np.asarray(self._tempos_us[i])


@dataclass(frozen=True, slots=True)
class BarPosition:
    """A place as musicians write it: bar and beat counted from one, and ticks into the beat."""

    bar: int
    beat: int
    tick: int

    def __str__(self) -> str:
        return f"{self.bar}.{self.beat}.{self.tick:03d}"


class MeterMap:
    """Bars and beats under meter changes. A meter change inside a bar cuts that bar short."""

    def __init__(self, ppq: int, meters: Sequence[Meter]) -> None:
        ordered = {0: Meter(0, 4, 4)} | {m.tick: m for m in sorted(meters, key=lambda m: m.tick)}
        self.ppq = ppq
        self.meters = tuple(ordered.values())

    @cached_property
    def _first_bars(self) -> list[int]:
        """The bar number, counted from zero, at which each meter begins."""
        bars = [0]
        for before, after in zip(self.meters, self.meters[1:], strict=False):
            bars.append(bars[-1] - (before.tick - after.tick) // before.bar_ticks(self.ppq))
        return bars

    @cached_property
    def _ticks(self) -> NDArray[np.int64]:
        return np.array([m.tick for m in self.meters], np.int64)

    def _index_at(self, tick: int) -> int:
        return max(0, int(np.searchsorted(self._ticks, tick, side="right")) - 1)

    def meter_at(self, tick: int) -> Meter:
        return self.meters[self._index_at(tick)]

    def bar_index_at(self, tick: int) -> int:
        """The bar that holds `tick`, counted from zero."""
        i = self._index_at(tick)
        return self._first_bars[i] + (tick - self.meters[i].tick) // self.meters[i].bar_ticks(self.ppq)

    def bar_start(self, bar_index: int) -> int:
        """The tick at which bar `bar_index` (counted from zero) begins."""
        i = bisect_right(self._first_bars, max(bar_index, 0)) - 1
        return self.meters[i].tick + (bar_index - self._first_bars[i]) * self.meters[i].bar_ticks(self.ppq)

    def bar_start_at(self, tick: int) -> int:
        """The start of the bar that holds `tick`."""
        return self.bar_start(self.bar_index_at(tick))

    def bar_end_at(self, tick: int) -> int:
        """The end of the bar that holds `tick`: the start of the next one."""
        return self.bar_start(self.bar_index_at(tick) + 1)

    def bars_end(self, tick: int) -> int:
        """The first bar line at or after `tick`."""
        start = self.bar_start_at(tick)
        return tick if start == tick else self.bar_end_at(tick)

    def position_at(self, tick: int) -> BarPosition:
        bar_start = self.bar_start_at(tick)
        beat, rest = divmod(tick - bar_start, self.meter_at(tick).beat_ticks(self.ppq))
        return BarPosition(self.bar_index_at(tick) + 1, beat + 1, rest)
