"""From a corpus to what is judged: windows for the genre judge, primers to continue.

The split into held-in and held-out pieces is the corpus's own (by composer and work); here a piece is
only asked on which side it lies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.passage import Passage, passage_of
from genre_studio.evaluation.primers import Primer, cut_primers
from genre_studio.evaluation.windows import Window, cut_window, sounding_windows
from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.generation.quotes import QuoteIndex
from genre_studio.music.midi_file import read_song
from genre_studio.music.song import Song

WINDOWS_PER_PIECE = 5


class CorpusPiece(Protocol):
    """What must be known of a piece; `training.corpus.Piece` is one."""

    @property
    def path(self) -> Path: ...
    @property
    def genre(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def held_out(self) -> bool: ...
    @property
    def synthetic_tracks(self) -> tuple[str, ...]:
        """Words in the names of machine-made tracks, which are not judged."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledWindows:
    """Windows with the index of their genre and the number of their piece, (N,) each."""

    windows: tuple[Window, ...]
    labels: NDArray[np.int64]
    groups: NDArray[np.int64]


def compared_tracks(song: Song, piece: CorpusPiece) -> tuple[int, ...]:
    """Pitched tracks that people played or wrote."""
    return tuple(
        i
        for i, track in enumerate(song.tracks)
        if not track.is_drums and not any(word in track.name for word in piece.synthetic_tracks)
    )


def training_windows(
    pieces: Sequence[CorpusPiece], genres: Sequence[str], *, seed: int, per_piece: int = WINDOWS_PER_PIECE
) -> LabelledWindows:
    """Windows of the pieces that are not held out, a few of each, and each of them twice.

    Once with all compared parts, once with a random part of them, so that how many instruments play is
    not what gives a genre away.
    """
    generator = np.random.default_rng(seed)
    windows: list[Window] = []
    labels: list[int] = []
    groups: list[int] = []
    for number, piece in enumerate(p for p in pieces if not p.held_out):
        song = read_song(piece.path).song
        found = list(_piece_windows(on_grid(song), compared_tracks(song, piece), generator, per_piece))
        windows += found
        labels += [genres.index(piece.genre)] * len(found)
        groups += [number] * len(found)
    return LabelledWindows(tuple(windows), np.array(labels, np.int64), np.array(groups, np.int64))


def _piece_windows(
    song: GridSong, tracks: Sequence[int], generator: np.random.Generator, per_piece: int
) -> Iterator[Window]:
    found = sounding_windows(song, tracks=tracks)
    chosen = sorted(generator.permutation(len(found))[:per_piece])
    yield from (found[i][1] for i in chosen)
    if len(tracks) > 1:
        for i in chosen:
            some = generator.permutation(tracks)[: generator.integers(1, len(tracks))]
            window = cut_window(song, found[i][0], tracks=some.tolist())
            if not window.is_silent:
                yield window


def held_out_passages(
    pieces: Sequence[CorpusPiece],
    *,
    seed: int,
    per_piece: int = WINDOWS_PER_PIECE,
    quotes: QuoteIndex | None = None,
) -> dict[str, list[Passage]]:
    """By genre, eight bars at a few places of every held-out piece."""
    generator = np.random.default_rng(seed)
    passages: dict[str, list[Passage]] = {}
    for piece in (p for p in pieces if p.held_out):
        song = read_song(piece.path).song
        compared = compared_tracks(song, piece)
        found = sounding_windows(on_grid(song), tracks=compared)
        for i in sorted(generator.permutation(len(found))[:per_piece]):
            passage = passage_of(song, found[i][0], compared=compared, piece=str(piece.path), quotes=quotes)
            passages.setdefault(piece.genre, []).append(passage)
    return passages


def held_out_primers(
    pieces: Sequence[CorpusPiece],
    genres: Sequence[str],
    *,
    per_genre: int,
    per_piece: int,
    seed: int,
    following_bars: int = 8,
) -> dict[str, list[Primer]]:
    """By genre, up to `per_genre` primers, dealt round the pieces so that long ones weigh no more."""
    primers: dict[str, list[Primer]] = {}
    for genre in genres:
        by_piece = [
            cut_primers(
                read_song(piece.path).song,
                piece=str(piece.path),
                author=piece.author,
                genre=genre,
                most=per_piece,
                following_bars=following_bars,
                left_out=piece.synthetic_tracks,
            )
            for piece in pieces
            if piece.held_out and piece.genre == genre
        ]
        primers[genre] = _dealt(by_piece, per_genre, seed)
    return primers


def _dealt(by_piece: list[list[Primer]], count: int, seed: int) -> list[Primer]:
    """One of each piece, then a second of each, in an order drawn once."""
    generator = np.random.default_rng(seed)
    shuffled = [[own[i] for i in generator.permutation(len(own))] for own in by_piece]
    order = generator.permutation(len(shuffled))
    rounds = max((len(own) for own in shuffled), default=0)
    dealt = [shuffled[i][turn] for turn in range(rounds) for i in order if turn < len(shuffled[i])]
    return dealt[:count]
