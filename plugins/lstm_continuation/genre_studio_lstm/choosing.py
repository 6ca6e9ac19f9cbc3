"""Choosing between drafts of the same bars: on the rails first, then what the critic takes for real."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio_lstm.calibration import Taste
from genre_studio_lstm.critic import LENGTHS, PRIMER_BARS, Critic, Described, bars_of, heard_parts
from genre_studio_lstm.critic_features import Bars
from genre_studio_lstm.drafting import Drafts
from genre_studio_lstm.drafts_memory import Ruler
from genre_studio_lstm.quoting import Quoting

FEWEST_NOTES = 8  # of a primer, for the critic to have an opinion
OFF_THE_RAILS = -1000.0
"""A draft that scores less has bars far fuller than any before the region, or quotes at length."""


class Choice:
    """Scores drafts of one request. Steps are indices of the ruler."""

    def __init__(
        self, critic: Critic | None, taste: Taste, genre: str, *, ruler: Ruler, start: int,
        heard: Sequence[int], single_voiced: frozenset[int], most_in_bar: int, quoting: Quoting,
    ) -> None:  # fmt: skip
        """`heard` are all parts of the song; `most_in_bar` is how many notes a bar may hold and be music."""
        self._quoting = quoting
        self._critic, self._taste, self._genre = critic, taste, genre
        self._ruler, self._start, self._most_in_bar = ruler, start, most_in_bar
        self._heard, self._single = heard_parts(genre, heard), single_voiced
        self._primer: Described | None = None  # the bars before the region
        self._lines = np.flatnonzero(np.diff(ruler.bar, prepend=-1))

    def __call__(self, drafts: Drafts, end: int) -> NDArray[np.float64]:
        """(D,): higher is better."""
        memory = drafts.memory
        tables = [memory.notes[i, :total, :4] for i, total in enumerate(memory.total.tolist())]
        fullest = [self._fullest_bar(table[:, 0], end) for table in tables]
        beyond = np.maximum(np.array(fullest) - self._most_in_bar, 0.0)
        beyond += [self._quoting.beyond(table, self._start, end) for table in tables]
        scores: NDArray[np.float64] = np.where(beyond > 0, OFF_THE_RAILS - beyond, 0.0)
        lines = self._window_lines(end)
        if self._critic is None or lines is None:
            return scores
        new = [Described.of(self._bars(table, lines)) for table in tables]
        scores = scores + self._taste.genre * self._critic.genre(self._genre, new)
        primers = self._primers(tables, lines[0]) if self._taste.reality else []
        if primers and primers[0].bars.bars >= 2:
            reality = self._critic.reality(self._genre, primers, new)
            heard = np.array([len(primer.bars.steps) >= FEWEST_NOTES for primer in primers])
            scores = scores + self._taste.reality * reality * heard
        return scores

    def _primers(self, tables: list[NDArray[np.int16]], first: int) -> list[Described]:
        """The bars before those judged; the same for all drafts while these are the first new ones."""
        lines = self._lines[self._lines <= first][-PRIMER_BARS - 1 :].tolist()
        if lines[-1] > self._start:
            return [Described.of(self._bars(table, lines)) for table in tables]
        if self._primer is None:
            self._primer = Described.of(self._bars(tables[0], lines))
        return [self._primer] * len(tables)

    def _window_lines(self, end: int) -> list[int] | None:
        """The bar lines of the last new bars before `end`, as many as the critic has learned to judge."""
        ahead = [int(line) for line in self._lines if self._start <= line < end] + [end]
        able = [length for length in LENGTHS if length <= len(ahead) - 1]
        return ahead[-able[-1] - 1 :] if able else None

    def _bars(self, table: NDArray[np.int16], lines: list[int]) -> Bars:
        return bars_of(table, lines, self._heard, self._single)

    def _fullest_bar(self, steps: NDArray[np.int16], end: int) -> int:
        new = steps[(steps >= self._start) & (steps < end)]
        return int(np.bincount(self._ruler.bar[new]).max(initial=0)) if len(new) else 0
