"""The tempo behind clock pulses that come late, double or not at all. The clock is passed in."""

from collections import deque
from math import sqrt

import numpy as np

from genre_studio.playback.clock_out import PULSES_PER_QUARTER

_SLOWEST_BPM, _FASTEST_BPM = 15.0, 500.0
_LONGEST_S = 60 / _SLOWEST_BPM / PULSES_PER_QUARTER
_SHORTEST_S = 60 / _FASTEST_BPM / PULSES_PER_QUARTER

# The least is what arriving in periods does to pulses (JACK, 16 frames: 0.33 ms): they stray alike for many
# pulses on end, which second differences do not show and which is not another tempo.
_FIRST_JITTER_S, _LEAST_JITTER_S, _MOST_JITTER_S = 0.0005, 0.00015, 0.004
_JITTER_WINDOW, _GUESSES = 48, 12  # pulses; and what the first guess counts as
_WANDER = 2e-5  # of the period from pulse to pulse, one standard deviation: a clock that breathes
_CLIP = 3.0  # standard deviations: beyond, a pulse says only that it was late
# Another tempo: what pulses stray to one side by more than `_EASE`, added up, comes to `_ALARM`, all in
# standard deviations (Page's CUSUM test). White noise does so once in some six million pulses (Siegmund).
_EASE, _ALARM, _MOST_STRAY = 1.0, 7.0, 4.0
_FEWEST, _MOST = 4, 12  # pulses that another tempo is read from
_GAPS = 3  # so many gaps in a row, alike and unlike the period, are another tempo at once
_UNLIKE = 0.05  # of the period


class PulseFilter:
    """A Kalman filter of the last pulse's time and the period, fed one arrival after another.

    At first it is the least-squares line through all pulses; a small wander of the period lets it follow
    a tempo that drifts. A lone late pulse hardly moves it; several on one side, or gaps alike but of
    another length, are another tempo, which it takes up from the last few pulses. How far pulses stray
    is measured from their second differences, which no tempo disturbs.
    """

    def __init__(self) -> None:
        self._arrivals: deque[float] = deque(maxlen=_MOST)
        self._counted: deque[int] = deque(maxlen=_MOST - 1)  # pulses counted for each of the last gaps
        self._strays: deque[float] = deque(maxlen=_JITTER_WINDOW)
        self._jitter_s = _FIRST_JITTER_S
        self._variance = (0.0, 0.0, 0.0)  # of the last pulse, shared, of the period
        self._is_young = False  # whether all gaps since the period was first guessed are still here
        self._strayed = [0.0, 0.0]  # late and early, added up
        self._strayed_for = [0, 0]  # for so many pulses
        self.last_s = 0.0  # of the last pulse, filtered
        self.period_s = 0.0  # 0 until two pulses came

    @property
    def bpm(self) -> float:
        """Beats a minute; 0 until two pulses came."""
        return 60 / (self.period_s * PULSES_PER_QUARTER) if self.period_s else 0.0

    def restart(self, at_s: float) -> None:
        """A pulse that begins a new row of pulses at the tempo known so far."""
        self._arrivals.clear()
        self._counted.clear()
        self._is_young = False
        self._arrivals.append(at_s)
        self.last_s = at_s
        self._variance = (self._jitter_s**2, 0.0, self._variance[2])
        self._forget_strays()

    def take(self, at_s: float) -> int:
        """A pulse arrived: how many pulses the clock went on by, drops counted and doubles not.

        Less than nothing where pulses counted before as drops turn out to be a slower tempo.
        """
        if not self._arrivals:
            self.restart(at_s)
            return 1
        before_s = self._arrivals[-1]
        self._arrivals.append(at_s)
        if not self.period_s:
            return self._acquire(at_s - before_s, at_s)
        passed = max(0, round((at_s - self.last_s) / self.period_s))
        self._is_young = self._is_young and len(self._counted) < _MOST - 1
        self._counted.append(passed)
        self._measure_jitter()
        if self._gaps_are_unlike():
            missed = self._count_anew()
            self._jump(_GAPS + 1)
            return passed + missed
        if passed > 0:
            self._update(at_s, passed)
        return passed

    def _acquire(self, gap_s: float, at_s: float) -> int:
        """The second pulse gives the first idea of the period."""
        if gap_s < _SHORTEST_S / 2:  # a double
            self._arrivals.pop()
            return 0
        if gap_s > 2 * _LONGEST_S:  # a pause: this one is the first
            self.restart(at_s)
            return 1
        self.last_s, self.period_s = at_s, _held(gap_s)
        self._counted.append(1)
        self._is_young = True
        self._open(2)
        return 1

    def _open(self, count: int) -> None:
        """The variance of a line through the last `count` pulses, at its last one."""
        noise = self._jitter_s**2
        shared = 6 / (count * (count + 1))
        slope = 12 / (count * (count**2 - 1))
        self._variance = (noise * shared * (2 * count - 1) / 3, noise * shared, noise * slope)
        self._forget_strays()

    def _update(self, at_s: float, passed: int) -> None:
        last, shared, period = self._variance
        last += passed * (2 * shared + passed * period)
        shared += passed * period
        period += passed * (_WANDER * self.period_s) ** 2
        spread = sqrt(last + self._jitter_s**2)
        predicted_s = self.last_s + passed * self.period_s
        sigmas = (at_s - predicted_s) / spread
        if strayed_for := self._add_stray(sigmas):
            self._jump(min(max(strayed_for, _FEWEST), len(self._arrivals)))
            return
        off_s = min(max(sigmas, -_CLIP), _CLIP) * spread
        gain_last, gain_period = last / spread**2, shared / spread**2
        self.last_s = predicted_s + gain_last * off_s
        self.period_s = _held(self.period_s + gain_period * off_s)
        self._variance = (last * (1 - gain_last), shared * (1 - gain_last), period - gain_period * shared)

    def _add_stray(self, sigmas: float) -> int:
        """For how many pulses they have come from another tempo; 0 where there is no reason to think so."""
        for side, sign in enumerate((1, -1)):
            stray = min(sign * sigmas, _MOST_STRAY)
            self._strayed[side] = max(0.0, self._strayed[side] + stray - _EASE)
            self._strayed_for[side] = self._strayed_for[side] + 1 if self._strayed[side] else 0
            if self._strayed[side] >= _ALARM:
                return self._strayed_for[side]
        return 0

    def _forget_strays(self) -> None:
        self._strayed, self._strayed_for = [0.0, 0.0], [0, 0]

    def _measure_jitter(self) -> None:
        if len(self._counted) < 2 or self._counted[-1] != 1 or self._counted[-2] != 1:
            return
        first_s, middle_s, last_s = list(self._arrivals)[-3:]
        self._strays.append(abs(last_s - 2 * middle_s + first_s))
        # Their root mean square, the few far out held to what noise may do, beside a first guess. A second
        # difference has six times the variance of one pulse.
        most = 4 * sorted(self._strays)[len(self._strays) // 2]
        square = sum(min(stray, most) ** 2 for stray in self._strays) / 6
        guesses = max(0, _GUESSES - len(self._strays))
        variance = (square + guesses * _FIRST_JITTER_S**2) / (len(self._strays) + guesses)
        self._jitter_s = min(max(sqrt(variance), _LEAST_JITTER_S), _MOST_JITTER_S)

    def _gaps_are_unlike(self) -> bool:
        """Whether the last gaps are like each other and unlike the period."""
        if len(self._arrivals) <= _GAPS:
            return False
        gaps = np.diff(list(self._arrivals)[-_GAPS - 1 :])
        mean_s = float(gaps.mean())
        if not _SHORTEST_S < mean_s < _LONGEST_S:
            return False
        alike = np.ptp(gaps) < max(6 * self._jitter_s, _UNLIKE * mean_s) and gaps.min() > mean_s / 2
        unlike = abs(mean_s - self.period_s) > max(3 * self._jitter_s, _UNLIKE * self.period_s)
        return bool(alike and unlike)

    def _count_anew(self) -> int:
        """The last gaps are one pulse each, and so may be those that a first guess took for others.

        Returns how many pulses that makes more.
        """
        before = list(self._counted)
        gaps = np.diff(self._arrivals)
        anew = before[:-_GAPS] + [1] * _GAPS
        if self._is_young:
            anew = [round(gap_s) for gap_s in gaps / gaps[-_GAPS:].mean()]
        self._counted.extend(anew)
        return sum(anew) - sum(before)

    def _jump(self, count: int) -> None:
        """Begin anew from the last few arrivals."""
        times = np.array(self._arrivals)[-count:]
        places = np.concatenate(([0], np.cumsum(list(self._counted)[1 - count :])))
        slope, at_last_s = np.polyfit(places - places[-1], times, 1)
        self.period_s, self.last_s = _held(float(slope)), float(at_last_s)
        self._open(count)


def _held(period_s: float) -> float:
    return min(max(period_s, _SHORTEST_S), _LONGEST_S)
