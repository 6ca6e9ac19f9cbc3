"""The floor under every sequence model: an n-gram model with Witten-Bell interpolation.

Witten and Bell, "The zero-frequency problem", IEEE Transactions on Information Theory 37(4), 1991,
method C: a history h seen c(h) times with T(h) different followers gives the mass T(h) / (c(h) + T(h))
to the history without its oldest token, and so on down to the uniform distribution.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

UNSEEN = -1


@dataclass(frozen=True, slots=True)
class _Level:
    """Counts of all n-grams of one length, each a (history id, token) pair packed into one key."""

    keys: NDArray[np.int64]  # (ngrams,) sorted: history id * (vocabulary + 1) + token
    counts: NDArray[np.int64]  # (ngrams,) how often each was seen as a prediction; 0: only as padding
    history_counts: NDArray[np.int64]  # (histories,) c(h)
    history_followers: NDArray[np.int64]  # (histories,) T(h)


class WittenBell:
    """An interpolated n-gram model over token ids 0 .. vocabulary_size - 1.

    Every sequence is preceded by padding that is itself never predicted, so the probabilities of
    the tokens sum to one after any history, seen or not.
    """

    def __init__(self, order: int, vocabulary_size: int, levels: Sequence[_Level]) -> None:
        self.order = order
        self.vocabulary_size = vocabulary_size
        self._levels = tuple(levels)

    @classmethod
    def fit(cls, sequences: Iterable[ArrayLike], *, vocabulary_size: int, order: int = 3) -> Self:
        """Count the n-grams up to `order` in sequences of token ids, shape (T,) each.

        Raises ValueError for an id outside the vocabulary or an order below one.
        """
        if order < 1:
            raise ValueError("an n-gram model has an order of at least 1")
        model = cls(order, vocabulary_size, ())
        stream, is_token = model._stream(sequences)
        levels: list[_Level] = []
        previous = np.zeros(len(stream), np.int64)  # ids of the empty history
        histories = 1
        for _ in range(order):
            keys = previous * (vocabulary_size + 1) + stream
            unique, ids = np.unique(keys, return_inverse=True)
            counts = np.bincount(ids[is_token], minlength=len(unique))
            level = _level(unique, counts, histories, vocabulary_size + 1)
            levels.append(level)
            previous, histories = _delayed(ids), len(unique)
        return cls(order, vocabulary_size, levels)

    def nats(self, sequence: ArrayLike) -> NDArray[np.float64]:
        """Minus the natural log of each token's probability given those before it, shape (T,)."""
        stream, is_token = self._stream([sequence])
        probability = np.full(len(stream), 1 / self.vocabulary_size)
        previous = np.zeros(len(stream), np.int64)
        for level in self._levels:
            keys = np.where(previous == UNSEEN, UNSEEN, previous * (self.vocabulary_size + 1) + stream)
            ids = _ids_of(level.keys, keys)
            probability = _interpolated(level, previous, ids, probability)
            previous = _delayed(ids)
        losses: NDArray[np.float64] = -np.log(probability[is_token])
        return losses

    def probabilities(self, history: ArrayLike) -> NDArray[np.float64]:
        """The distribution of the next token after `history` (any length), shape (vocabulary_size,)."""
        padded = np.full(self.order - 1, self.vocabulary_size)
        recent = np.concatenate([padded, np.asarray(history, np.int64)])
        tokens = np.arange(self.vocabulary_size)
        probability = np.full(self.vocabulary_size, 1 / self.vocabulary_size)
        for length, level in enumerate(self._levels):
            history_id = self._history_id(recent[len(recent) - length :])
            if history_id == UNSEEN:
                break
            ids = _ids_of(level.keys, history_id * (self.vocabulary_size + 1) + tokens)
            probability = _interpolated(level, np.full(len(tokens), history_id), ids, probability)
        return probability

    def _history_id(self, history: NDArray[np.int64]) -> int:
        """The id of a history of fewer than `order` tokens; UNSEEN where it never occurred."""
        found = 0
        for level, token in zip(self._levels, history, strict=False):
            found = int(_ids_of(level.keys, np.array([found * (self.vocabulary_size + 1) + token]))[0])
            if found == UNSEEN:
                break
        return found

    def _stream(self, sequences: Iterable[ArrayLike]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """All sequences in one line, each after order - 1 padding ids, and the mask of real tokens."""
        padding = np.full(max(1, self.order - 1), self.vocabulary_size, np.int64)
        pieces = [np.empty(0, np.int64)]
        for sequence in sequences:
            tokens = np.asarray(sequence, np.int64)
            if len(tokens) and not 0 <= tokens.min() <= tokens.max() < self.vocabulary_size:
                raise ValueError(f"token ids must lie within 0 to {self.vocabulary_size - 1}")
            pieces += [padding, tokens]
        stream = np.concatenate(pieces)
        return stream, stream != self.vocabulary_size


def _level(keys: NDArray[np.int64], counts: NDArray[np.int64], histories: int, base: int) -> _Level:
    owner = keys // base
    history_counts = np.bincount(owner, weights=counts, minlength=histories).astype(np.int64)
    followers = np.bincount(owner[counts > 0], minlength=histories)
    return _Level(keys, counts, history_counts, followers)


def _delayed(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ids of the n-grams that end one token earlier; the first place is padding, so any id will do."""
    return np.concatenate([np.zeros(min(1, len(ids)), np.int64), ids[:-1]])


def _ids_of(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of `wanted` in the sorted `keys`; UNSEEN where it is not there."""
    if not len(keys):
        return np.full(len(wanted), UNSEEN)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, places, UNSEEN)


def _interpolated(
    level: _Level, histories: NDArray[np.int64], ids: NDArray[np.int64], lower: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(c(hw) + T(h) p(w | shorter h)) / (c(h) + T(h)); the shorter history's own where h is unseen."""
    seen = histories != UNSEEN
    c_h = np.where(seen, level.history_counts[histories], 0) if len(level.history_counts) else 0 * ids
    t_h = np.where(seen, level.history_followers[histories], 0) if len(level.history_counts) else 0 * ids
    c_hw = np.where(ids != UNSEEN, level.counts[ids], 0) if len(level.counts) else 0 * ids
    total = c_h + t_h
    return np.where(total > 0, (c_hw + t_h * lower) / np.maximum(total, 1), lower)
