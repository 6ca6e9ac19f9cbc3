"""Windows of sequences, drawn evenly over genres, transposed, as tensors.

A batch depends on (seed, step) alone, so an interrupted training goes on as if it had not been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.generation.grid import SLOTS_PER_FAMILY
from genre_studio.generation.note_codec import NO_PITCH, START_ROW, Field
from genre_studio.music.instruments import Family
from genre_studio.training.losses import Part
from genre_studio_lstm.context import NO_NOTE, Columns
from genre_studio_lstm.network import GENRE_NONE
from genre_studio_lstm.sequences import Kind, MusicSequence

KIND_SHARES = {Kind.WHOLE: 0.6, Kind.SUBSET: 0.2, Kind.SPLICE: 0.2}
DRUMS_ALONE_WEIGHT = 0.3  # a drum track without a band is drawn this much less often
GENRE_DROPOUT = 0.1
TRANSPOSITIONS = range(-5, 7)  # semitones: every key, no register left

_OWN_PITCHES = (Columns.LOOKBACK, Columns.LAST_CHORD, Columns.PLACED, Columns.LAST_PITCH)


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """B windows of T rows."""

    rows: Tensor  # (B, T, 5) int64
    context: Tensor  # (B, T, Columns.COUNT) int64
    weights: Tensor  # (B, T)
    genre: Tensor  # (B,) int64; GENRE_NONE or 1 + index
    parts: Tensor  # (B, PART_COUNT)

    def to(self, device: torch.device) -> "Batch":
        """The same batch where the model is."""
        if device.type == "cpu":
            return self
        tensors = (self.rows, self.context, self.weights, self.genre, self.parts)
        return Batch(*(tensor.to(device, non_blocking=True) for tensor in tensors))


class WindowSampler:
    """Draws training batches."""

    def __init__(
        self, sequences: Sequence[MusicSequence], genres: Sequence[str], *, batch: int, window: int, seed: int
    ) -> None:
        self._sequences = sequences
        self._genres = tuple(genres)
        self._batch, self._window, self._seed = batch, window, seed
        self._pools: dict[tuple[str, Kind], tuple[NDArray[np.int_], NDArray[np.float64]]] = {}
        for genre in genres:
            for kind in Kind:
                members = [i for i, s in enumerate(sequences) if s.genre == genre and s.kind == kind]
                weights = np.array([_draw_weight(sequences[i]) for i in members])
                if members:
                    self._pools[genre, kind] = (np.array(members), weights / weights.sum())

    def batch_at(self, step: int, part: Part | None = None) -> Batch:
        """A step's batch, or a part of it: the same windows, however many parts there are."""
        rng = np.random.default_rng((self._seed, step))
        genres = [genre for genre in self._genres if any(of == genre for of, _ in self._pools)]
        places = [self._place_of(rng, genres[i % len(genres)]) for i in range(self._batch)]
        if part is not None:
            places = places[part.slice_of(self._batch)]
        return _stack([_cut(*place) for place in places])

    def _place_of(self, rng: np.random.Generator, genre: str) -> "_Place":
        kinds = [kind for kind in Kind if (genre, kind) in self._pools]
        shares = np.array([KIND_SHARES[kind] for kind in kinds])
        kind = kinds[rng.choice(len(kinds), p=shares / shares.sum())]
        members, weights = self._pools[genre, kind]
        sequence = self._sequences[rng.choice(members, p=weights)]
        number = GENRE_NONE if rng.random() < GENRE_DROPOUT else 1 + self._genres.index(genre)
        room = max(1, len(sequence.rows) - self._window // 2)
        start = int(rng.integers(-self._window // 4, room))
        return sequence, max(0, start), self._window, int(rng.choice(TRANSPOSITIONS)), number


_Place: TypeAlias = tuple[MusicSequence, int, int, int, int]
"""What `_cut` takes: a sequence, the first row, the number of rows, a transposition, the genre's number."""


@dataclass(frozen=True, eq=False, slots=True)
class _Window:
    rows: NDArray[np.int64]
    context: NDArray[np.int64]
    weights: NDArray[np.float32]
    genre: int
    parts: NDArray[np.uint8]


def excerpts(sequences: Sequence[MusicSequence], genres: Sequence[str], rows: int) -> Batch:
    """The first `rows` rows of each sequence, untransposed, as one batch."""
    return _stack([_cut(s, 0, rows, 0, 1 + list(genres).index(s.genre)) for s in sequences])


def _draw_weight(sequence: MusicSequence) -> float:
    drums_alone = not sequence.parts[SLOTS_PER_FAMILY * (Family.DRUMS + 1) :].any()
    return float(np.sqrt(len(sequence.rows))) * (DRUMS_ALONE_WEIGHT if drums_alone else 1.0)


def _cut(sequence: MusicSequence, start: int, length: int, shift: int, genre: int) -> _Window:
    """`length` rows from `start` on, padded with START_ROWs of weight 0, transposed by `shift`."""
    stop = min(start + length, len(sequence.rows))
    rows = np.empty((length, 5), np.int64)
    rows[:] = START_ROW
    rows[: stop - start] = sequence.rows[start:stop]
    context = np.zeros((length, Columns.COUNT), np.int64)
    context[: stop - start] = sequence.context[start:stop]
    weights = np.zeros(length, np.float32)
    weights[: stop - start] = sequence.weights[start:stop]
    if shift:
        transpose(rows, context, shift)
    return _Window(rows, context, weights, genre, sequence.parts)


def transpose(rows: NDArray[np.int64], context: NDArray[np.int64], shift: int) -> None:
    """Move pitched notes by `shift` semitones, in place; drums stay.

    Nothing moves if one note would leave 0..127.
    """
    pitched = rows[:, Field.PART] // SLOTS_PER_FAMILY != Family.DRUMS
    moving = pitched & (rows[:, Field.PITCH] != NO_PITCH)
    pitches = rows[moving, Field.PITCH] + shift
    if len(pitches) and (pitches.min() < 0 or pitches.max() > 127):
        return
    rows[moving, Field.PITCH] = pitches
    for columns in _OWN_PITCHES:
        context[pitched, columns] = _shifted(context[pitched, columns], shift)
    context[:, Columns.SOUNDING] = _shifted(context[:, Columns.SOUNDING], shift)
    context[:, Columns.CHROMA] = np.roll(context[:, Columns.CHROMA], shift, axis=1)


def _shifted(pitches: NDArray[np.int64], shift: int) -> NDArray[np.int64]:
    moved = pitches + shift
    return np.where((pitches == NO_NOTE) | (moved < 0) | (moved > 127), NO_NOTE, moved)


def _stack(windows: Sequence[_Window]) -> Batch:
    return Batch(
        rows=torch.from_numpy(np.stack([w.rows for w in windows])),
        context=torch.from_numpy(np.stack([w.context for w in windows])),
        weights=torch.from_numpy(np.stack([w.weights for w in windows])),
        genre=torch.tensor([w.genre for w in windows]),
        parts=torch.from_numpy(np.stack([w.parts for w in windows]).astype(np.float32)),
    )
