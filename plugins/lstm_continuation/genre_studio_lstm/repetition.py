"""Noticing that a take is stuck: bars that come back unchanged, or one note hammered on."""

from collections import Counter

from genre_studio.generation.grid import is_drum_part
from genre_studio_lstm.context import NoteContext

PATIENT_BARS = 3  # identical bars in a row that genres themselves write; more makes the draw bolder
PATIENT_NOTES = 12  # the same for one pitch repeated in one part
PATIENT_SHARE = 0.45  # of a take's pitched notes that one pitch may have
BOLDER_BY = 0.15  # temperature per bar, or per four notes, beyond that
BOLDEST = 1.9


class RepetitionWatch:
    """Counts repetition in one take; `boldness` multiplies the temperature, 1 while all is well."""

    def __init__(self, context: NoteContext) -> None:
        self._context = context
        self._bar = -1
        self._notes: list[tuple[int, int, int]] = []
        self._bar_before: tuple[tuple[int, int, int], ...] = ()
        self._same_bars = 0
        self._runs: dict[int, tuple[int, int]] = {}  # part -> (pitch, times in a row)
        self._pitches: Counter[int] = Counter()  # of pitched parts
        self.boldness = 1.0

    def add(self, step: int, part: int, pitch: int) -> None:
        """A note was written at `step`; steps never go back."""
        bar = self._context.bar_at(step)
        if bar != self._bar:
            self._close_bar()
            self._bar = bar
        self._notes.append((step - self._context.bar_start(bar), part, pitch))
        if not is_drum_part(part):
            last, times = self._runs.get(part, (-1, 0))
            self._runs[part] = (pitch, times + 1 if pitch == last else 1)
            self._pitches[pitch] += 1
        self._weigh()

    def _close_bar(self) -> None:
        finished = tuple(self._notes)
        self._same_bars = self._same_bars + 1 if finished and finished == self._bar_before else 0
        self._bar_before = finished
        self._notes = []

    def _weigh(self) -> None:
        longest_run = max((times for _, times in self._runs.values()), default=0)
        total = self._pitches.total()
        commonest = max(self._pitches.values(), default=0)
        ruled = (commonest - PATIENT_SHARE * total) / 2 if total >= PATIENT_NOTES else 0
        too_much = max(self._same_bars + 1 - PATIENT_BARS, (longest_run - PATIENT_NOTES) // 4, ruled, 0)
        self.boldness = min(BOLDEST, 1.0 + BOLDER_BY * too_much)
