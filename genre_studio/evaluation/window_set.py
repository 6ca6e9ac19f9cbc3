"""Many windows as the tensors that classifiers read: features, or rolls folded by the beat."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.evaluation.features import feature_matrix
from genre_studio.evaluation.windows import WINDOW_DTYPE, Window
from genre_studio.generation.grid import STEPS_PER_QUARTER

LOWEST_PITCH = 21  # A0: a piano's range holds all that the corpora play, bar a handful of notes
ROLL_PITCHES = 88
ROLL_CHANNELS = 2 * STEPS_PER_QUARTER  # an onset and a sustain plane for each step of a quarter


class FeatureSet:
    """Windows of which only the features are known, (N, features): enough for the judges that read these."""

    def __init__(self, features: NDArray[np.float32]) -> None:
        self.features = torch.from_numpy(np.ascontiguousarray(features, np.float32))

    def __len__(self) -> int:
        return len(self.features)


class WindowSet:
    """Windows, rendered on demand. B = batch, P = 88 pitches, Q = quarters of the longest window."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self.windows = tuple(windows)
        counts = [len(window.notes) for window in self.windows]
        self._ends = np.cumsum([0, *counts])
        self._steps = np.array([window.steps for window in self.windows], np.int64)
        notes = [window.notes for window in self.windows]
        self._notes = np.concatenate(notes) if notes else np.zeros(0, WINDOW_DTYPE)
        self.quarters = -(-int(self._steps.max(initial=1)) // STEPS_PER_QUARTER)

    def __len__(self) -> int:
        return len(self.windows)

    @cached_property
    def features(self) -> Tensor:
        """(len, features) of float32."""
        return torch.from_numpy(feature_matrix(self.windows))

    def rolls(self, indices: NDArray[np.int64], semitones: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Rolls (B, 24, P, Q) of 0 and 1, and the mask (B, Q) of quarters that a window really has.

        Channel s is "a note starts on step s of the quarter", channel 12 + s "one sounds there".
        Each window is transposed by its number of `semitones`; what leaves the range is left out.
        """
        at, rows = self._rows(indices)
        pitch = rows["pitch"].astype(np.int64) + semitones[at] - LOWEST_PITCH
        inside = (pitch >= 0) & (pitch < ROLL_PITCHES)
        at, rows, pitch = at[inside], rows[inside], pitch[inside]
        onset = rows["onset"].astype(np.int64)
        rolls = np.zeros((len(indices), ROLL_CHANNELS, ROLL_PITCHES, self.quarters), np.float32)
        rolls[at, onset % STEPS_PER_QUARTER, pitch, onset // STEPS_PER_QUARTER] = 1
        steps = self.quarters * STEPS_PER_QUARTER
        change = np.zeros((len(indices), ROLL_PITCHES, steps + 1), np.int8)
        np.add.at(change, (at, pitch, onset), 1)
        np.add.at(change, (at, pitch, onset + rows["duration"]), -1)
        sounds = np.cumsum(change, axis=2, dtype=np.int8)[..., :steps] > 0
        by_quarter = sounds.reshape(len(indices), ROLL_PITCHES, self.quarters, STEPS_PER_QUARTER)
        rolls[:, STEPS_PER_QUARTER:] = by_quarter.transpose(0, 3, 1, 2)
        quarters = -(-self._steps[indices] // STEPS_PER_QUARTER)
        mask = np.arange(self.quarters)[None, :] < quarters[:, None]
        return torch.from_numpy(rolls), torch.from_numpy(mask)

    def _rows(self, indices: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.void]]:
        """All notes of the chosen windows, and which place in `indices` each belongs to."""
        lengths = self._ends[indices + 1] - self._ends[indices]
        at = np.repeat(np.arange(len(indices)), lengths)
        firsts = np.cumsum(lengths) - lengths
        places = np.arange(len(at)) - firsts[at] + self._ends[indices][at]
        return at, self._notes[places]


AnySet: TypeAlias = WindowSet | FeatureSet
"""What classifiers read; rolls are of windows alone."""
