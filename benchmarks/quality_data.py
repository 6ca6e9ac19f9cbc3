"""What the music-quality figures are computed from: the shipped judge, and held-out primers."""

from collections.abc import Sequence
from pathlib import Path

from genre_studio.evaluation import corpus_windows
from genre_studio.evaluation.primers import Primer
from genre_studio.training.corpus import GENRES, Piece, read_corpus

SEED = 20261122


def corpus_pieces(data: Path) -> tuple[Piece, ...]:
    return read_corpus(data, uses=("ship",))


def held_out_primers(
    pieces: Sequence[Piece], *, per_genre: int, per_piece: int, following_bars: int = 8
) -> dict[str, list[Primer]]:
    """By genre, up to `per_genre` primers, see `corpus_windows.held_out_primers`."""
    return corpus_windows.held_out_primers(
        pieces,
        GENRES,
        per_genre=per_genre,
        per_piece=per_piece,
        seed=SEED,
        following_bars=following_bars,
    )
