"""Does a take say what the model was taught, note for note? An index of hashes that answers at once.

A line is one track's top notes, one an onset. A figure is FIGURE_NOTES neighbouring ones, told by the
intervals and the times between them, so that a key or a place in the bar makes no difference. The index
holds one 32-bit hash for each figure of the training lines, in their order, and the titles of the pieces:
no note can be read from it, yet a run of equal hashes is a quote, and its length counts.

Figures that the training music plays over and over (a repeated note, a scale) are common property: a
match of nothing else is no quote, but within a longer one they count.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from genre_studio.generation.grid import GridSong, is_drum_part
from genre_studio.plugin_api import GenerationError

QUOTES_FILE = "quotes.safetensors"  # beside a model's weights
FIGURE_NOTES = 6  # two pieces share shorter figures by the thousand
COMMON_TIMES = 200  # a figure that occurs more often is common property
MOST_FIGURES = 2_000_000  # of an index: 8 MB
_LONGEST_GAP = 511  # steps; longer rests are one
_SEPARATOR = 0  # between lines; no figure's hash
_FORMAT = "genre-studio quotes 1"
_NEIGHBOURHOOD = 64  # figures of a training piece that are heard as one phrase

Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The top notes of one track, one an onset: (N,) each."""

    steps: NDArray[np.int64]
    pitches: NDArray[np.int64]
    track: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """Neighbouring notes of a line that a training piece has too."""

    notes: int
    piece: str
    track: int
    first: int  # of the line's notes


@dataclass(frozen=True, slots=True)
class NearestPhrase:
    """Where in the training music a line's figures are found together most."""

    share: float  # 0..1 of the figures
    piece: str


def top_line(steps: NDArray[np.integer], pitches: NDArray[np.integer], track: int = 0) -> Line:
    """The highest note at each onset, of notes in any order."""
    order = np.lexsort((-pitches.astype(np.int64), steps))
    steps, pitches = steps[order].astype(np.int64), pitches[order].astype(np.int64)
    first = np.diff(steps, prepend=steps[0] - 1 if len(steps) else 0) != 0
    return Line(steps[first], pitches[first], track)


def lines_of(grid: GridSong, tracks: Iterable[int] | None = None) -> list[Line]:
    """The line of each pitched track (of `tracks`; None: of all) that has one."""
    notes = grid.notes
    chosen = np.unique(notes["track"]) if tracks is None else sorted(set(tracks))
    lines = []
    for track in chosen:
        own = notes[notes["track"] == track]
        if len(own) and not is_drum_part(int(own["part"][0])):
            lines.append(top_line(own["step"], own["pitch"], int(track)))
    return lines


def figures_of(line: Line) -> Hashes:
    """The hash of the figure that starts at each note, (N - FIGURE_NOTES + 1,); empty for a short line."""
    moves = np.diff(line.pitches) + 128
    gaps = np.minimum(np.diff(line.steps), _LONGEST_GAP)
    symbols = (moves * (_LONGEST_GAP + 1) + gaps).astype(np.uint64)
    length = FIGURE_NOTES - 1
    if len(symbols) < length:
        return np.zeros(0, np.uint32)
    mixed = np.zeros(len(symbols) - length + 1, np.uint64)
    for i in range(length):
        mixed = _scrambled(mixed ^ symbols[i : len(symbols) - length + 1 + i])
    return np.maximum((mixed >> np.uint64(32)).astype(np.uint32), 1)


def _scrambled(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele et al. 2014): every bit of the input reaches every output bit."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))


class QuoteIndex:
    """Figures of training music, to be asked for quotes."""

    def __init__(self, figures: Hashes, starts: NDArray[np.int64], titles: Sequence[str]) -> None:
        """`figures` are in the order of the music, 0 between lines; piece i begins at `starts[i]`."""
        self.figures = figures
        self.starts = starts
        self.titles = tuple(titles)
        self._order = np.argsort(figures, kind="stable")
        self._sorted = figures[self._order]

    @classmethod
    def build(cls, pieces: Iterable[tuple[str, Iterable[Line]]], *, most: int = MOST_FIGURES) -> Self:
        """Index (title, lines) of pieces; those past `most` figures are left out."""
        found: list[Hashes] = [np.zeros(1, np.uint32)]
        starts: list[int] = []
        titles: list[str] = []
        total = 1
        for title, lines in pieces:
            own = [
                np.append(hashes, np.uint32(_SEPARATOR)) for hashes in map(figures_of, lines) if len(hashes)
            ]
            size = sum(map(len, own))
            if own and total + size <= most:
                starts.append(total)
                titles.append(title)
                found += own
                total += size
        return cls(np.concatenate(found), np.array(starts, np.int64), titles)

    def save(self, path: Path) -> None:
        """Write the index as one safetensors file."""
        about = {"format": _FORMAT, "titles": json.dumps(self.titles)}
        save_file({"figures": self.figures, "starts": self.starts}, path, about)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises GenerationError with one sentence where it cannot be read."""
        try:
            with safe_open(path, "np") as file:
                about = file.metadata() or {}
                figures, starts = file.get_tensor("figures"), file.get_tensor("starts")
            titles = json.loads(about.get("titles", ""))
        except (OSError, ValueError, SafetensorError) as error:
            raise GenerationError(f"The list of training music in {path} cannot be read: {error}.") from error
        fits = figures.dtype == np.uint32 and figures.ndim == 1 and len(starts) == len(titles)
        if about.get("format") != _FORMAT or not fits:
            raise GenerationError(f"The list of training music in {path} is of another kind.")
        return cls(figures, starts, [str(title) for title in titles])

    def longest_quote(self, lines: Iterable[Line]) -> Quote | None:
        """The longest quote of any line; None where nothing of FIGURE_NOTES notes or more is quoted."""
        quotes = [quote for line in lines for quote in self.quotes(line)]
        return max(quotes, key=lambda quote: quote.notes, default=None)

    def quotes(self, line: Line, at_least: int = FIGURE_NOTES) -> Iterator[Quote]:
        """For each training place that the line agrees with, the longest run of notes."""
        first, place, length = self._runs(figures_of(line))
        for i in np.flatnonzero(length + FIGURE_NOTES - 1 >= at_least):
            notes = int(length[i]) + FIGURE_NOTES - 1
            yield Quote(notes, self._title(int(place[i])), line.track, int(first[i]))

    def longest_run(self, line: Line, most: int = 0) -> int:
        """The notes of the line's longest quote; 0 for none, or (to be quick) for none above `most`."""
        figures = figures_of(line)
        if most and _longest_true(self._is_known(figures)) <= most - FIGURE_NOTES + 1:
            return 0
        length = self._runs(figures)[2]
        return int(length.max()) + FIGURE_NOTES - 1 if len(length) else 0

    def nearest_phrase(self, line: Line) -> NearestPhrase:
        """The stretch of a training piece that holds most of the line's figures, common ones left out."""
        figures = figures_of(line)
        at, place = self._rare_places(figures)
        if not len(at):
            return NearestPhrase(0.0, "")
        pairs = np.unique(np.stack([place // _NEIGHBOURHOOD, at]), axis=1)
        stretches, counts = np.unique(pairs[0], return_counts=True)
        best = int(np.argmax(counts))
        inside = place[place // _NEIGHBOURHOOD == stretches[best]]
        return NearestPhrase(float(counts[best]) / len(figures), self._title(int(inside[0])))

    def _is_known(self, figures: Hashes) -> NDArray[np.bool_]:
        places = np.searchsorted(self._sorted, figures)
        return np.asarray(self._sorted[np.minimum(places, len(self._sorted) - 1)] == figures)

    def _title(self, place: int) -> str:
        return self.titles[int(np.searchsorted(self.starts, place, side="right")) - 1]

    def _rare_places(self, figures: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every (place in `figures`, place in the index) with equal hashes, common figures left out."""
        low = np.searchsorted(self._sorted, figures, side="left")
        counts = np.searchsorted(self._sorted, figures, side="right") - low
        counts[counts > COMMON_TIMES] = 0
        at = np.repeat(np.arange(len(figures)), counts)
        within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        return at, self._order[np.repeat(low, counts) + within]

    def _runs(self, figures: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Runs of equal figures: their first places in `figures` and in the index, and their lengths."""
        at, place = self._rare_places(figures)
        order = np.lexsort((at, place - at))
        at, place = at[order], place[order]
        fresh = np.ones(len(at), bool)  # the first of neighbouring seeds on one diagonal
        fresh[1:] = (np.diff(at) != 1) | (np.diff(place) != 1)
        first, start = at[fresh], place[fresh]
        back = self._agreement(figures, first - 1, start - 1, -1)
        first, start = first - back, start - back
        length = self._agreement(figures, first, start, 1)
        return first, start, length

    def _agreement(
        self, figures: Hashes, at: NDArray[np.int64], place: NDArray[np.int64], direction: int
    ) -> NDArray[np.int64]:
        """(R,): how many figures agree from these places on, in this direction."""
        count = np.zeros(len(at), np.int64)
        active = np.arange(len(at))
        while len(active):
            i = at[active] + direction * count[active]
            j = place[active] + direction * count[active]
            inside = (i >= 0) & (i < len(figures)) & (j >= 0) & (j < len(self.figures))
            active, i, j = active[inside], i[inside], j[inside]
            active = active[figures[i] == self.figures[j]]
            count[active] += 1
        return count


def _longest_true(flags: NDArray[np.bool_]) -> int:
    """The length of the longest run of true values."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return int(np.diff(ends)[::2].max(initial=0))


def model_quotes(folder: Path) -> QuoteIndex | None:
    """The index that lies in a model folder; None where the model has none."""
    path = folder / QUOTES_FILE
    return QuoteIndex.load(path) if path.is_file() else None
