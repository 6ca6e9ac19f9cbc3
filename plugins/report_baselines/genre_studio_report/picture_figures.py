"""A few figures of black-and-white pictures of music: what a black or a white one can never match."""

import math
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """Means over pictures."""

    lit: float  # share of pixels
    notes: float  # runs of lit pixels a picture
    pitches: float  # rows with a lit pixel
    voices: float  # lit pixels in a column that has any
    spread: float  # share of pixels in which two pictures differ: 0 where all are one

    def to_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


def figures_of(pictures: NDArray[np.bool_]) -> PictureFigures:
    """The figures of pictures (N, rows, columns)."""
    if not len(pictures):
        return PictureFigures(0.0, 0.0, 0.0, 0.0, 0.0)
    begins = np.diff(np.pad(pictures.astype(np.int8), ((0, 0), (0, 0), (1, 0))), axis=2) == 1
    in_column = pictures.sum(1)
    sounding = in_column > 0
    share = pictures.mean(0, dtype=np.float64)
    others = len(pictures) / max(1, len(pictures) - 1)  # of pairs of two different pictures
    return PictureFigures(
        lit=float(pictures.mean()),
        notes=float(begins.sum((1, 2)).mean()),
        pitches=float(pictures.any(2).sum(1).mean()),
        voices=float(in_column[sounding].mean()) if sounding.any() else 0.0,
        spread=float((2 * share * (1 - share)).mean() * others),
    )


def gap(made: PictureFigures, wanted: PictureFigures) -> float:
    """How far the figures lie apart: the mean of their log ratios, in nats. A blank picture is far away."""
    pairs = zip(asdict(made).values(), asdict(wanted).values(), strict=True)
    return float(np.mean([abs(math.log((a + 1e-4) / (b + 1e-4))) for a, b in pairs]))
