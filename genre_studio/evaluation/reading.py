"""What the feature groups read off a window once and share."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.windows import Window
from genre_studio.generation.grid import STEPS_PER_QUARTER

PITCHES = 128


@dataclass(frozen=True)
class Reading:
    """A window's pitched notes in the forms that features need. Steps are twelfths of a quarter."""

    window: Window

    @cached_property
    def onset(self) -> NDArray[np.int64]:
        return self.window.notes["onset"].astype(np.int64)

    @cached_property
    def duration(self) -> NDArray[np.int64]:
        return self.window.notes["duration"].astype(np.int64)

    @cached_property
    def pitch(self) -> NDArray[np.int64]:
        return self.window.notes["pitch"].astype(np.int64)

    @cached_property
    def quarters(self) -> float:
        return self.window.steps / STEPS_PER_QUARTER

    @cached_property
    def bar(self) -> NDArray[np.int64]:
        """The bar of each note, (N,)."""
        return np.asarray(np.searchsorted(self.window.bar_lines, self.onset, side="right") - 1)

    @cached_property
    def sustain(self) -> NDArray[np.bool_]:
        """(128, steps): whether a pitch sounds."""
        change = np.zeros((PITCHES, self.window.steps + 1), np.int16)
        np.add.at(change, (self.pitch, self.onset), 1)
        np.add.at(change, (self.pitch, self.onset + self.duration), -1)
        sounds: NDArray[np.bool_] = np.cumsum(change, axis=1, dtype=np.int16)[:, :-1] > 0
        return sounds

    @cached_property
    def polyphony(self) -> NDArray[np.int64]:
        """(steps,): how many pitches sound."""
        return np.asarray(self.sustain.sum(axis=0))

    @cached_property
    def chroma(self) -> NDArray[np.int64]:
        """(12, bars): steps for which each pitch class sounds in each bar, octaves counted each."""
        octaves = np.zeros((132, self.window.steps), np.int64)
        octaves[:PITCHES] = self.sustain
        classes = octaves.reshape(11, 12, -1).sum(axis=0)
        return np.add.reduceat(classes, self.window.bar_lines[:-1], axis=1)

    @cached_property
    def onset_times(self) -> NDArray[np.int64]:
        """The distinct onsets, ascending."""
        return np.unique(self.onset)

    @cached_property
    def chord_sizes(self) -> NDArray[np.int64]:
        """How many notes start at each of `onset_times`."""
        return np.unique(self.onset, return_counts=True)[1]

    @cached_property
    def top_line(self) -> NDArray[np.int64]:
        """Indices of the notes above which nothing sounds when they start: a melody's best guess."""
        highest = PITCHES - 1 - np.argmax(self.sustain[::-1], axis=0)
        return np.flatnonzero(self.pitch == highest[self.onset])

    @cached_property
    def bass_line(self) -> NDArray[np.int64]:
        """Indices of the notes below which nothing sounds when they start."""
        lowest = np.argmax(self.sustain, axis=0)
        return np.flatnonzero(self.pitch == lowest[self.onset])


def shares(counts: NDArray[np.generic]) -> NDArray[np.float64]:
    """Counts as shares of their sum; zeros where there is nothing to share."""
    total = float(np.sum(counts))
    return np.asarray(counts, float) / total if total else np.zeros(len(counts))


def binned_shares(values: NDArray[np.int64], upper_edges: tuple[int, ...]) -> NDArray[np.float64]:
    """The shares of `values` up to each edge (inclusive) and above the last one: len(edges) + 1 numbers."""
    bins = np.searchsorted(np.array(upper_edges), values)
    return shares(np.bincount(bins, minlength=len(upper_edges) + 1))


def entropy_bits(counts: NDArray[np.generic]) -> float:
    """The entropy of a histogram in bits; 0 for an empty one."""
    share = shares(counts)
    share = share[share > 0]
    return float((share * np.log2(1 / share)).sum())


def mean_of(values: NDArray[np.generic]) -> float:
    """The mean; 0 for nothing."""
    return float(np.mean(np.asarray(values, float))) if len(values) else 0.0
