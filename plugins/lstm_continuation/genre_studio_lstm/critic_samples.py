"""What the critic learns from: bars of training pieces, as they went on and as the network goes on.

Both sides are read off the same grid, with the same parts. Held-out pieces are never touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import GridSong, on_grid, parts_of
from genre_studio.music.excerpt import excerpt, has_one_meter
from genre_studio.music.instruments import Family
from genre_studio.music.midi_file import MidiFileError
from genre_studio.music.notes import sorted_notes
from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, Generator, Region, Request, Take
from genre_studio.training.corpus import Piece

PRIMER_BARS = 8
NEW_BARS = 8
FEWEST_NOTES = 8  # of the primer, drums apart
SPOTS = {"rock": 4}  # primers of a piece; the genre with few pieces gives more of each
USUAL_SPOTS = 2
REAL_SPOTS = {"rock": 8}
USUAL_REAL_SPOTS = 3
TAKES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Bars on the grid: PRIMER_BARS of a piece, then NEW_BARS that are its own or the network's."""

    grid: GridSong
    genre: str
    piece: int
    is_real: bool
    first_bar: int = 0  # in the piece


def spots(song: Song, most: int) -> list[int]:
    """First bars of up to `most` stretches in one meter, spread over the song, four bars apart."""
    starts = [int(t.notes["start"][0]) for t in song.tracks if len(t.notes)]
    ends = [int(t.notes["start"][-1]) for t in song.tracks if len(t.notes)]
    if not starts:
        return []
    meters, bars = song.meter_map, PRIMER_BARS + NEW_BARS
    first, last = meters.bar_index_at(min(starts)), meters.bar_index_at(max(ends))
    fitting = [bar for bar in range(first, last + 2 - bars, 4) if has_one_meter(song, bar, bars)]
    places = np.linspace(0, len(fitting) - 1, min(most, len(fitting)))
    return [fitting[place] for place in sorted({round(float(p)) for p in places})]


def real_samples_of(piece: Piece, number: int) -> Iterator[Sample]:
    """Stretches of one training piece as they are, more of them than the network continues."""
    for sample, _ in _stretches(piece, number, REAL_SPOTS.get(piece.genre, USUAL_REAL_SPOTS)):
        yield sample


def samples_of(piece: Piece, number: int, generator: Generator, model: str, seed: int) -> Iterator[Sample]:
    """Real and generated samples of one training piece."""
    for sample, primer in _stretches(piece, number, SPOTS.get(piece.genre, USUAL_SPOTS)):
        yield sample
        lines = primer.meter_map
        region = Region(lines.bar_start(PRIMER_BARS), lines.bar_start(PRIMER_BARS + NEW_BARS))
        asked = Request(
            song=primer,
            region=region,
            tracks=tuple(range(len(primer.tracks))),
            ability=Ability.CONTINUE,
            genre=piece.genre,
            seed=1_000_000 * seed + 1000 * number + sample.first_bar,
            takes=TAKES,
            model=model,
        )
        for take in generator.generate(asked, Unheard()):
            written = on_grid(_with_take(primer, take), parts_of(primer), end_tick=region.end)
            yield replace(sample, grid=written, is_real=False)


def _stretches(piece: Piece, number: int, most: int) -> Iterator[tuple[Sample, Song]]:
    """Real samples, and the primer that each begins with as a song of its own."""
    if piece.held_out:
        raise ValueError(f"{piece.title} is held out")
    try:
        song = piece.song()
    except (MidiFileError, OSError):  # said when the piece was prepared
        return
    meters = song.meter_map
    for bar in spots(song, most):
        start, middle = meters.bar_start(bar), meters.bar_start(bar + PRIMER_BARS)
        end = meters.bar_start(bar + PRIMER_BARS + NEW_BARS)
        primer, whole = excerpt(song, start, middle), excerpt(song, start, end)
        playing = [i for i, track in enumerate(primer.tracks) if len(track.notes)]
        primer = replace(primer, tracks=tuple(primer.tracks[i] for i in playing))
        whole = replace(whole, tracks=tuple(whole.tracks[i] for i in playing))
        real = on_grid(whole, parts_of(primer), end_tick=end - start)
        if _is_rich(real, primer):
            yield Sample(real, piece.genre, number, is_real=True, first_bar=bar), primer


class Unheard:
    """A Report that nobody reads."""

    def progress(self, fraction: float, message: str = "") -> None:
        """Nobody watches."""

    def notes(self, take_index: int, track_index: int, notes: NDArray[np.void]) -> None:
        """Nobody watches."""


def _is_rich(real: GridSong, primer: Song) -> bool:
    pitched = sum(len(t.notes) for t in primer.tracks if t.family != Family.DRUMS)
    new = real.notes["step"] >= real.bar_lines[PRIMER_BARS]
    return pitched >= FEWEST_NOTES and bool(new.any())


def _with_take(primer: Song, take: Take) -> Song:
    song = primer
    for index, part in take.notes.items():
        joined = np.concatenate([song.tracks[index].notes, part])
        joined["id"] = np.arange(len(joined))
        song = song.with_track(index, song.tracks[index].with_notes(sorted_notes(joined)))
    return song
