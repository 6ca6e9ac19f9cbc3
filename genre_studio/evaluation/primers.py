"""Primers: bars of real pieces to be continued, and how the real piece went on.

Which parts are compared: the primer keeps the tracks that sound in it, and the real continuation
keeps the same ones, so that both generator and composer go on with one band. Of these, drum tracks
and machine-made tracks (the corpus names them) are context: they are written, but not compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from genre_studio.music.excerpt import excerpt, has_one_meter
from genre_studio.music.notes import Notes
from genre_studio.music.song import Song

MINIMUM_NOTES = 8  # in the compared tracks of a primer: with fewer there is nothing to continue
MINIMUM_BARS = 3  # of a primer in which a compared note starts
Item = TypeVar("Item")
PHRASE_BARS = 4  # primers start at multiples of it from the first sounding bar


@dataclass(frozen=True, slots=True, eq=False)
class Primer:
    """Bars of a piece, moved to the start of a song of their own."""

    song: Song  # the primer alone, of `bars` bars in one meter
    real: Song  # the same, followed by `following_bars` bars of the piece
    bars: int
    following_bars: int
    compared: tuple[int, ...]  # indices of the tracks whose notes are compared
    piece: str
    author: str
    genre: str
    first_bar: int  # in the piece, from 0

    @property
    def end_tick(self) -> int:
        """Where the primer ends and its continuation begins."""
        return self.song.meter_map.bar_start(self.bars)


def cut_primers(
    song: Song,
    *,
    piece: str,
    author: str,
    genre: str,
    most: int,
    bars: int = 8,
    following_bars: int = 8,
    left_out: Sequence[str] = (),
) -> list[Primer]:
    """Up to `most` primers of a piece, spread over it.

    A primer and what follows lie in one meter and end before the last bar line; what follows is not
    silent. `left_out` are words in the names of tracks that are not compared (machine-made ones).
    """
    first = min((int(t.notes["start"][0]) for t in song.tracks if len(t.notes)), default=0)
    last = max((int(t.notes["start"][-1]) for t in song.tracks if len(t.notes)), default=0)
    meters = song.meter_map
    starts = range(
        meters.bar_index_at(first), meters.bar_index_at(last) + 2 - bars - following_bars, PHRASE_BARS
    )
    possible = [start for start in starts if has_one_meter(song, start, bars + following_bars)]
    found = []
    for start in _spread(possible, 2 * most):
        primer = _primer_at(song, start, bars, following_bars, left_out)
        if primer is not None:
            found.append(replace(primer, piece=piece, author=author, genre=genre))
    return _spread(found, most)


def _spread(items: Sequence[Item], most: int) -> list[Item]:
    """Up to `most` items, the first and the last among them, evenly spaced."""
    chosen = sorted({round(i) for i in np.linspace(0, len(items) - 1, min(most, len(items)))})
    return [items[i] for i in chosen]


def _primer_at(
    song: Song, start_bar: int, bars: int, following_bars: int, left_out: Sequence[str]
) -> Primer | None:
    meters = song.meter_map
    start, middle = meters.bar_start(start_bar), meters.bar_start(start_bar + bars)
    end = meters.bar_start(start_bar + bars + following_bars)
    alone, whole = excerpt(song, start, middle), excerpt(song, start, end)
    sounding = [i for i, track in enumerate(alone.tracks) if len(track.notes)]
    alone = replace(alone, tracks=tuple(alone.tracks[i] for i in sounding))
    whole = replace(whole, tracks=tuple(whole.tracks[i] for i in sounding))
    compared = tuple(
        i
        for i, track in enumerate(alone.tracks)
        if not track.is_drums and not any(word in track.name for word in left_out)
    )
    if not _is_rich(alone, compared) or not _goes_on(whole, compared, middle - start):
        return None
    return Primer(alone, whole, bars, following_bars, compared, "", "", "", start_bar)


def _is_rich(song: Song, compared: Sequence[int]) -> bool:
    starts = [tick for i in compared for tick in song.tracks[i].notes["start"].tolist()]
    bars = {song.meter_map.bar_index_at(tick) for tick in starts}
    return len(starts) >= MINIMUM_NOTES and len(bars) >= MINIMUM_BARS


def _goes_on(song: Song, compared: Sequence[int], tick: int) -> bool:
    return any(len(part) and part["start"][-1] >= tick for part in _notes(song, compared))


def _notes(song: Song, tracks: Sequence[int]) -> list[Notes]:
    return [song.tracks[i].notes for i in tracks]
