"""Noticing that drafts are stuck: bars that come back unchanged, or one note hammered on."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT
from genre_studio_lstm.drafts_memory import IS_DRUMS, DraftsMemory, Ints

PATIENT_BARS = 3  # identical bars in a row that genres themselves write; more makes the draw bolder
PATIENT_NOTES = 12  # the same for one pitch repeated in one part
PATIENT_SHARE = 0.45  # of a take's pitched notes that one pitch may have
BOLDER_BY = 0.15  # temperature per bar, or per four notes, beyond that
BOLDEST = 1.9

_ARRAYS = ("_bar", "_same_bars", "_begun", "_before", "_last", "_times", "_pitches", "boldness")


class RepetitionWatch:
    """Counts repetition in D drafts; `boldness` (D,) multiplies their temperatures, 1 while all is well."""

    def __init__(self, memory: DraftsMemory) -> None:
        drafts = len(memory.step)
        self._bar = np.full(drafts, -1)
        self._same_bars = np.zeros(drafts, np.int64)
        self._begun = memory.total.copy()  # index of the first note of the bar in the making
        self._before = np.zeros((drafts, 2), np.int64)  # first and last index of the bar finished before
        self._last = np.full((drafts, PART_COUNT), -1)
        self._times = np.zeros((drafts, PART_COUNT), np.int64)
        self._pitches = np.zeros((drafts, 128), np.int64)
        self.boldness: NDArray[np.float64] = np.ones(drafts)

    def take(self, which: Ints) -> "RepetitionWatch":
        """These drafts, some of them perhaps several times."""
        twin = object.__new__(RepetitionWatch)
        for name in _ARRAYS:
            setattr(twin, name, getattr(self, name)[which])
        return twin

    def joined(self, others: list["RepetitionWatch"]) -> "RepetitionWatch":
        """These drafts, then those of `others`."""
        twin = object.__new__(RepetitionWatch)
        for name in _ARRAYS:
            setattr(twin, name, np.concatenate([getattr(watch, name) for watch in (self, *others)]))
        return twin

    def add(self, memory: DraftsMemory, which: Ints, steps: Ints, parts: Ints, pitches: Ints) -> None:
        """Notes were placed in the drafts `which` of `memory`; steps never go back."""
        bars = memory.ruler.bar[steps]
        for i in np.flatnonzero(bars != self._bar[which]):
            self._close_bar(memory, int(which[i]), int(bars[i]))
        pitched = ~IS_DRUMS[parts]
        who, parts, pitches = which[pitched], parts[pitched], pitches[pitched]
        again = self._last[who, parts] == pitches
        self._times[who, parts] = np.where(again, self._times[who, parts] + 1, 1)
        self._last[who, parts] = pitches
        self._pitches[who, pitches] += 1
        self._weigh()

    def _close_bar(self, memory: DraftsMemory, draft: int, bar: int) -> None:
        """A note was the first of its bar: compare the bar that it ended with the one before."""
        first, end = int(self._begun[draft]), int(memory.total[draft]) - 1  # the note itself is placed
        if self._bar[draft] >= 0:
            own = _in_bar(memory, draft, first, end)
            earlier = _in_bar(memory, draft, *self._before[draft])
            same = len(own) > 0 and own.shape == earlier.shape and bool((own == earlier).all())
            self._same_bars[draft] = self._same_bars[draft] + 1 if same else 0
            self._before[draft] = first, end
        self._begun[draft] = end
        self._bar[draft] = bar

    def _weigh(self) -> None:
        longest = self._times.max(1)
        total, commonest = self._pitches.sum(1), self._pitches.max(1)
        ruled = np.where(total >= PATIENT_NOTES, (commonest - PATIENT_SHARE * total) / 2, 0)
        stuck = np.maximum(self._same_bars + 1 - PATIENT_BARS, (longest - PATIENT_NOTES) // 4)
        self.boldness = np.minimum(BOLDEST, 1.0 + BOLDER_BY * np.maximum(np.maximum(stuck, ruled), 0))


def _in_bar(memory: DraftsMemory, draft: int, first: int, end: int) -> NDArray[np.int64]:
    """(n, 3) place in the bar, part and pitch of the notes [first, end)."""
    notes = memory.notes[draft, first:end].astype(np.int64)
    return np.stack([notes[:, 0] - memory.ruler.bar_start[notes[:, 0]], notes[:, 1], notes[:, 2]], 1)
