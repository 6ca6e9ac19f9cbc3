"""A musical feature: a named number of a window, with its unit and its meaning."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.reading import Reading


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the feature table. `meaning` completes the sentence "it is ..."."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FeatureGroup:
    """Features that are read off together: `values` returns one number for each, in order.

    A silent window has 0 for every feature but `empty_bars` and `silence`, which are 1.
    """

    features: tuple[Feature, ...]
    values: Callable[[Reading], NDArray[np.float64]]


def histogram_features(
    prefix: str, labels: Iterable[object], meaning: str, unit: str = "share"
) -> tuple[Feature, ...]:
    """One feature a bin: `meaning` holds a {} for the bin's label."""
    return tuple(Feature(f"{prefix}_{label}", unit, meaning.format(label)) for label in labels)
