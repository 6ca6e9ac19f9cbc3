"""Passages as numbers alone: what the tables are made from, and what may be shipped of real music."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.bar_rolls import mean_bar
from genre_studio.evaluation.features import FEATURE_NAMES, FEATURES, feature_matrix
from genre_studio.evaluation.measures import MEASURES, measured
from genre_studio.evaluation.passage import Passage
from genre_studio.evaluation.phrases import distinct_phrases

SILENCE = FEATURE_NAMES.index("silence")


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """N passages of one kind: of a genre's held-out music, or of one model asked for one genre."""

    features: NDArray[np.float32]  # (N, FEATURES), notes alone
    measures: NDArray[np.float64]  # (N, MEASURES), NaN where there was nothing to measure
    groups: NDArray[np.int64]  # (N,) a number for the piece that each comes from, or continues
    quotes: NDArray[np.float64]  # (N,) notes of the longest quote of training music, NaN where unknown
    nearest: NDArray[np.float64]  # (N,) of each one's phrases, how much the nearest training phrase has
    mean_bar: NDArray[np.float32]  # (16, 128), see bar_rolls
    distinct_phrases: float

    def __len__(self) -> int:
        return len(self.features)

    @property
    def silent(self) -> NDArray[np.bool_]:
        """(N,): whether no pitched note starts in a passage."""
        return self.features[:, SILENCE] > 0.5

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Self:
        """Read the numbers off. Raises ValueError for no passages."""
        if not passages:
            raise ValueError("a sample needs at least one passage")
        windows = [passage.window for passage in passages]
        return cls(
            feature_matrix(windows),
            measured(passages),
            np.array([piece_number(passage.piece) for passage in passages]),
            np.array([passage.quoted for passage in passages]),
            np.array([passage.nearest for passage in passages]),
            mean_bar(windows),
            distinct_phrases(windows),
        )

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """As arrays in half precision, for a file; `from_arrays` reads them."""
        return {
            "features": self.features.astype(np.float16),
            "measures": self.measures.astype(np.float16),
            "groups": self.groups.astype(np.int32),
            "quotes": self.quotes.astype(np.float16),
            "nearest": self.nearest.astype(np.float16),
            "mean_bar": self.mean_bar.astype(np.float16),
            "distinct_phrases": np.array([self.distinct_phrases], np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> Self:
        """Raises ValueError where the tables of features and measures are other ones now."""
        features, measures = arrays["features"], arrays["measures"]
        if features.shape[1:] != (len(FEATURES),) or measures.shape != (len(features), len(MEASURES)):
            raise ValueError("the reference was made for other features: make it again")
        return cls(
            features.astype(np.float32),
            measures.astype(np.float64),
            arrays["groups"].astype(np.int64),
            arrays["quotes"].astype(np.float64),
            arrays["nearest"].astype(np.float64),
            arrays["mean_bar"].astype(np.float32),
            float(arrays["distinct_phrases"][0]),
        )


def piece_number(piece: str) -> int:
    """A number for a piece's name, the same in every sample."""
    return zlib.crc32(piece.encode()) >> 1
