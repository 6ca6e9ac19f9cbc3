"""Bars in numbers, for the critic: rhythm, lines, harmony and form of what the pitched parts play.

Nothing of genre_studio.evaluation is used: what chooses must not be what measures.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import STEPS_PER_QUARTER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_GAPS = (1, 2, 3, 4, 5, 6, 8, 9, 12, 24)  # upper edges, steps
_LENGTHS = (2, 3, 4, 5, 6, 8, 9, 12, 18, 24, 48)
_MOVES = (0, 1, 2, 4, 7, 12)  # semitones
_CHORDS = (1, 2, 3, 4, 5)
_PLACES = np.array([0, 5, 3, 2, 4, 5, 1, 5, 4, 2, 3, 5])  # of a step in its beat: beat, half, 16ths, ...
_MAJOR = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], float)
_SCALES = np.stack([np.roll(_MAJOR, key) for key in range(12)])


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Pitched notes of some bars, sorted by (step, pitch); steps count from the first bar line."""

    steps: Ints
    pitches: Ints
    lengths: Ints
    lines: Ints  # (bars + 1,), the first 0

    @property
    def bars(self) -> int:
        return len(self.lines) - 1

    def last(self, bars: int) -> "Bars":
        """The last few bars alone."""
        first = self.lines[max(0, self.bars - bars)]
        inside = self.steps >= first
        return Bars(
            self.steps[inside] - first,
            self.pitches[inside],
            self.lengths[inside],
            self.lines[max(0, self.bars - bars) :] - first,
        )


def described(bars: Bars) -> Floats:
    """One vector of finite numbers, whatever the bars hold."""
    if not len(bars.steps):
        return np.zeros(WIDTH)
    return np.concatenate([_rhythm(bars), _lines(bars), _harmony(bars)])


def returns(primer: Bars, new: Bars) -> Floats:
    """How the new bars take up what came before: likeness of each to the bars before it, in means."""
    grids = _bar_grids(primer) + _bar_grids(new)
    notes = [set(map(tuple, grid.tolist())) for grid in grids]
    rhythms = [{step for step, _ in own} for own in notes]
    first = primer.bars
    rows = []
    for bar in range(first, first + new.bars):
        rows.append(
            [_likeness(notes, bar, bar - back) for back in (1, 2, 4, 8)]
            + [_likeness(rhythms, bar, bar - back) for back in (1, 2, 4)]
            + [max((_likeness(notes, bar, other) for other in range(bar)), default=0.0)]
            + [max((_likeness(rhythms, bar, other) for other in range(bar)), default=0.0)]
        )
    table = np.array(rows)
    return np.concatenate([table.mean(0), table[:, -2:].max(0)])


def _rhythm(bars: Bars) -> Floats:
    steps, lines = bars.steps, bars.lines
    onsets, sizes = np.unique(steps, return_counts=True)
    beats = lines[-1] / STEPS_PER_QUARTER
    gaps = np.diff(onsets)
    by_beat = np.bincount(onsets // STEPS_PER_QUARTER, minlength=int(np.ceil(beats)))
    by_bar = np.bincount(np.searchsorted(lines, steps, side="right") - 1, minlength=bars.bars)
    downbeats = np.isin(lines[:-1], onsets).mean()
    mean = by_bar.mean()
    return np.concatenate(
        [
            [len(steps) / beats, len(onsets) / beats, downbeats, (by_beat == 0).mean(), (by_bar == 0).mean()],
            [
                by_beat.std(),
                by_bar.std() / mean,
                np.abs(np.diff(by_bar)).mean() / mean if bars.bars > 1 else 0,
            ],
            _shares(sizes, _CHORDS),
            np.bincount(_PLACES[onsets % STEPS_PER_QUARTER], minlength=6) / len(onsets),
            _shares(gaps, _GAPS),
            _shares(bars.lengths, _LENGTHS),
            [
                bars.lengths.sum() / lines[-1],
                np.log(bars.lengths).std(),
                (gaps[1:] == gaps[:-1]).mean() if len(gaps) > 1 else 0,
            ],
        ]
    )


def _lines(bars: Bars) -> Floats:
    steps, pitches = bars.steps, bars.pitches
    last = np.append(steps[1:] != steps[:-1], True)
    first = np.append(True, steps[1:] != steps[:-1])
    spread = [pitches.mean() / 12, pitches.std() / 12, np.ptp(pitches) / 12]
    return np.concatenate([spread, _moves(pitches[last]), _moves(pitches[first])])


def _moves(line: Ints) -> Floats:
    moves = np.diff(line)
    size = np.abs(moves)
    turns = _mean(np.sign(moves[1:]) * np.sign(moves[:-1]) < 0)
    back = _mean(line[2:] == line[:-2])
    return np.concatenate([_shares(size, _MOVES), [_mean(size) / 12, turns, back, line.std() / 12]])


def _harmony(bars: Bars) -> Floats:
    chroma = _chroma_by_beat(bars)  # (beats, 12) steps sounding
    total = chroma.sum(0)
    shares = total / max(1.0, total.sum())
    entropy = -(shares * np.log(np.maximum(shares, 1e-9))).sum()
    in_scale = (_SCALES @ shares).max()
    beat_bars = np.minimum(
        np.searchsorted(bars.lines, np.arange(len(chroma)) * STEPS_PER_QUARTER, side="right") - 1,
        bars.bars - 1,
    )
    by_bar = np.zeros((bars.bars, 12))
    np.add.at(by_bar, beat_bars, chroma)
    classes = (by_bar > 0).sum(1)
    present = chroma > 0
    pairs = [(present & np.roll(present, d, 1)).sum() for d in range(1, 7)]
    sizes = present.sum(1)
    struck = _struck_pairs(bars)
    return np.concatenate(
        [
            [entropy, in_scale, classes.mean(), classes.std(), sizes.mean(), np.sort(shares)[-3:].sum()],
            np.array(pairs) / max(1, sum(pairs)),
            struck / max(1.0, struck.sum()),
            [_cosine(chroma, 1), _cosine(chroma, 2), _cosine(chroma, 4)],
            [_cosine(by_bar, 1), _cosine(by_bar, 2), _cosine(by_bar, 4)],
        ]
    )


def _chroma_by_beat(bars: Bars) -> Floats:
    """(beats, 12): steps for which each pitch class sounds in each beat."""
    total = int(bars.lines[-1])
    change = np.zeros((total + 1, 12))
    ends = np.minimum(bars.steps + bars.lengths, total)
    np.add.at(change, (bars.steps, bars.pitches % 12), 1)
    np.add.at(change, (ends, bars.pitches % 12), -1)
    sounds = np.cumsum(change[:-1], 0)
    starts = np.arange(0, total, STEPS_PER_QUARTER)
    chroma: Floats = np.add.reduceat(sounds, starts, axis=0)
    return chroma


def _struck_pairs(bars: Bars) -> Floats:
    """(7,) interval classes 0..6 between neighbours of what is struck at once."""
    together = bars.steps[1:] == bars.steps[:-1]
    apart = (bars.pitches[1:] - bars.pitches[:-1])[together] % 12
    return np.bincount(np.minimum(apart, 12 - apart), minlength=7).astype(float)


def _bar_grids(bars: Bars) -> list[Ints]:
    """Each bar's (place in the bar, pitch), (n, 2)."""
    own = np.searchsorted(bars.lines, bars.steps, side="right") - 1
    table = np.stack([bars.steps - bars.lines[own], bars.pitches], 1)
    return [table[own == bar] for bar in range(bars.bars)]


def _likeness(sets: Sequence[Set[Any]], bar: int, other: int) -> float:
    if other < 0 or not sets[bar]:
        return 0.0
    return len(sets[bar] & sets[other]) / len(sets[bar] | sets[other])


def _cosine(rows: Floats, back: int) -> float:
    """Mean cosine of each row with the one `back` before it."""
    if len(rows) <= back:
        return 0.0
    norms = np.linalg.norm(rows, axis=1)
    products = (rows[back:] * rows[:-back]).sum(1) / np.maximum(norms[back:] * norms[:-back], 1e-9)
    return float(products.mean())


def _mean(values: NDArray[Any]) -> float:
    """The mean; 0 for nothing."""
    return float(np.mean(values)) if len(values) else 0.0


def _shares(values: Ints, edges: tuple[int, ...]) -> Floats:
    """Shares up to each edge, inclusive, and above the last."""
    counts = np.bincount(np.searchsorted(np.array(edges), values), minlength=len(edges) + 1)
    return counts / max(1, len(values))


WIDTH = 8 + 6 + 6 + 11 + 12 + 3 + 3 + 2 * (7 + 4) + 6 + 6 + 7 + 6
