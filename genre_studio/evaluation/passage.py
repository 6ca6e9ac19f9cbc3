"""Eight bars of a song as they are judged: the compared parts merged, and each track for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from genre_studio.evaluation.tonal_distance import tonal_distance
from genre_studio.evaluation.track_metrics import qualified_notes
from genre_studio.evaluation.windows import BARS, Window, cut_window
from genre_studio.generation.grid import on_grid
from genre_studio.generation.quote_guard import line_of_notes, longest_quote
from genre_studio.generation.quotes import QuoteIndex
from genre_studio.music.instruments import Family
from genre_studio.music.notes import starting_within
from genre_studio.music.song import Song

PHRASE_QUARTERS = 8  # two bars of 4/4
FEWEST_OF_PHRASE = 9  # top notes: of shorter ones a few figures would be the whole


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Bars of real or generated music. Tracks without a note anywhere in the song are left out."""

    window: Window  # the compared parts, notes alone
    tracks: tuple[tuple[Family, Window], ...]
    qualified: tuple[tuple[Family, float], ...]  # share of notes of at least a 32nd, by track that has notes
    piece: str  # what it comes from: the unit of independence
    quoted: float = float("nan")  # notes of its longest quote of training music; NaN: not looked up
    nearest: float = float("nan")  # share of a phrase's figures in its nearest training phrase, the highest

    def of_family(self, family: Family) -> list[Window]:
        return [window for own, window in self.tracks if own is family]


def passage_of(
    song: Song,
    first_bar: int,
    bars: int = BARS,
    *,
    compared: Sequence[int] | None = None,
    piece: str = "",
    quotes: QuoteIndex | None = None,
) -> Passage:
    """`bars` bars of a song from `first_bar` on; `compared`: which tracks are judged (None: all pitched)."""
    meters = song.meter_map
    start, end = meters.bar_start(first_bar), meters.bar_start(first_bar + bars)
    grid = on_grid(song, end_tick=end)
    playing = [i for i, track in enumerate(song.tracks) if len(track.notes)]
    judged = [i for i in playing if compared is None or i in compared]
    qualified = []
    for i in playing:
        notes = song.tracks[i].notes
        inside = starting_within(notes, start, end)
        if len(inside) and not song.tracks[i].is_drums:
            qualified.append((song.tracks[i].family, qualified_notes(inside, song.ppq)))
    window = cut_window(grid, first_bar, bars, compared)
    return Passage(
        window,
        tuple((song.tracks[i].family, cut_window(grid, first_bar, bars, [i])) for i in playing),
        tuple(qualified),
        piece,
        *(_heard_before(song, start, end, judged, quotes) if quotes is not None else ()),
    )


def _heard_before(
    song: Song, start: int, end: int, tracks: Sequence[int], quotes: QuoteIndex
) -> tuple[float, float]:
    """Notes of the longest quote, and how much of its nearest phrase the training music has."""
    parts = {i: starting_within(song.tracks[i].notes, start, end) for i in tracks}
    found = longest_quote(quotes, song, parts)
    shares = [0.0]
    for part in (part for i, part in parts.items() if not song.tracks[i].is_drums):
        for low in range(start, end, PHRASE_QUARTERS * song.ppq):
            phrase = starting_within(part, low, min(low + PHRASE_QUARTERS * song.ppq, end))
            line, _ = line_of_notes(phrase, song.ppq)
            if len(line.steps) >= FEWEST_OF_PHRASE:
                shares.append(quotes.nearest_phrase(line).share)
    return float(found.quote.notes) if found is not None else 0.0, max(shares)


def tonal_distance_between(passage: Passage) -> float:
    """Mean `tonal_distance` over all pairs of pitched tracks that sound together; NaN where none do."""
    pitched = [window for family, window in passage.tracks if family is not Family.DRUMS]
    distances = np.array([tonal_distance(one, other) for one, other in combinations(pitched, 2)])
    known = distances[np.isfinite(distances)]
    return float(known.mean()) if len(known) else float("nan")
