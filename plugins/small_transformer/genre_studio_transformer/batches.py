"""Windows of lines, drawn evenly over genres and transposed, as tensors.

A batch depends on (seed, step) alone, so an interrupted training goes on as if it had not been.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.generation.grid import SLOTS_PER_FAMILY
from genre_studio.generation.note_codec import NO_PITCH, START_ROW, Field
from genre_studio.music.instruments import Family
from genre_studio.training.losses import Part
from genre_studio_transformer.network import ANY_GENRE
from genre_studio_transformer.reading import PieceLine

DRUMS_ALONE_WEIGHT = 0.3  # a drum track without a band is drawn this much less often
GENRE_DROPOUT = 0.1  # how often the genre is not told
TRANSPOSITIONS = range(-5, 7)  # semitones: every key, no register left


_Window: TypeAlias = tuple[NDArray[Any], ...]
"""A batch of one, without that dimension."""


class Batch(NamedTuple):
    """B windows of T rows."""

    rows: Tensor  # (B, T, 5) int64
    places: Tensor  # (B, T, 2) int64
    counts: Tensor  # (B, T) 1; 0 past a piece's end
    genre: Tensor  # (B,) int64; ANY_GENRE or 1 + index
    parts: Tensor  # (B, PART_COUNT)

    def to(self, device: torch.device) -> "Batch":
        """The same batch where the model is."""
        return Batch(*(tensor.to(device, non_blocking=True) for tensor in self))


class Windows:
    """Draws training batches."""

    def __init__(
        self, pieces: Sequence[PieceLine], genres: Sequence[str], *, batch: int, rows: int, seed: int
    ) -> None:
        self._batch, self._rows, self._seed = batch, rows, seed
        self._pools: list[tuple[int, Sequence[PieceLine], NDArray[np.float64]]] = []
        for number, genre in enumerate(genres, start=1):
            members = [piece for piece in pieces if piece.genre == genre]
            weights = np.array([_draw_weight(piece) for piece in members])
            if members:
                self._pools.append((number, members, weights / weights.sum()))

    def batch_at(self, step: int, part: Part | None = None) -> Batch:
        """A step's batch, or a part of it: the same windows, however many parts there are."""
        dice = np.random.default_rng((self._seed, step))
        drawn = [self._draw(dice, i) for i in range(self._batch)]
        return _stacked(drawn if part is None else drawn[part.slice_of(self._batch)])

    def _draw(self, dice: np.random.Generator, place: int) -> _Window:
        number, members, weights = self._pools[place % len(self._pools)]
        piece = members[dice.choice(len(members), p=weights)]
        told = ANY_GENRE if dice.random() < GENRE_DROPOUT else number
        # A quarter of a window before the first row: beginnings are learned more often than by their share.
        start = int(dice.integers(-self._rows // 4, max(1, len(piece.line) - self._rows // 2)))
        return _cut(piece, max(0, start), self._rows, told, int(dice.choice(TRANSPOSITIONS)))


def beginning_of(piece: PieceLine, genres: Sequence[str], rows: int) -> Batch:
    """The first `rows` rows of a piece as a batch of one, in its own key."""
    number = 1 + list(genres).index(piece.genre)
    return _stacked([_cut(piece, 0, min(rows, len(piece.line)), number, 0)])


def _cut(piece: PieceLine, start: int, length: int, genre: int, semitones: int) -> _Window:
    """`length` rows from `start` on, padded with rows that do not count."""
    stop = min(start + length, len(piece.line))
    rows = np.tile(np.array(START_ROW, np.int64), (length, 1))
    rows[: stop - start] = piece.line.rows[start:stop]
    places = np.zeros((length, 2), np.int64)
    places[: stop - start] = piece.line.places[start:stop]
    counts = (np.arange(length) < stop - start).astype(np.float32)
    return transposed(rows, semitones), places, counts, np.array(genre), piece.parts


def transposed(rows: NDArray[np.int64], semitones: int) -> NDArray[np.int64]:
    """Rows (N, 5) with pitched notes moved; unmoved where one would leave 0..127. Drums stay."""
    pitches = rows[:, Field.PITCH]
    moving = (pitches != NO_PITCH) & (rows[:, Field.PART] // SLOTS_PER_FAMILY != Family.DRUMS)
    moved = np.where(moving, pitches + semitones, pitches)
    if (moving & ((moved < 0) | (moved > 127))).any():
        return rows
    return np.concatenate([rows[:, : Field.PITCH], moved[:, None], rows[:, Field.PITCH + 1 :]], axis=1)


def _draw_weight(piece: PieceLine) -> float:
    return float(np.sqrt(len(piece.line))) * (DRUMS_ALONE_WEIGHT if piece.drums_alone else 1.0)


def _stacked(windows: Sequence[_Window]) -> Batch:
    return Batch(*(torch.from_numpy(np.stack(column)) for column in zip(*windows, strict=True)))
