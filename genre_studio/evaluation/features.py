"""The feature vector of a window: musical numbers with names, so that a judge can say what it heard.

The table is `FEATURES`; each group's module says how its numbers are read. Nothing here depends on
instruments or velocities, nor (but for bar-to-bar likeness) on how many beats a bar has.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.form_features import FORM
from genre_studio.evaluation.line_features import LINES
from genre_studio.evaluation.reading import Reading
from genre_studio.evaluation.rhythm_features import RHYTHM
from genre_studio.evaluation.tonal_features import TONAL
from genre_studio.evaluation.windows import Window

_GROUPS = (TONAL, LINES, RHYTHM, FORM)
FEATURES = tuple(feature for group in _GROUPS for feature in group.features)
FEATURE_NAMES = tuple(feature.name for feature in FEATURES)


def feature_vector(window: Window) -> NDArray[np.float64]:
    """The features of one window, shape (len(FEATURES),), all finite."""
    reading = Reading(window)
    return np.concatenate([group.values(reading) for group in _GROUPS])


def feature_matrix(windows: Sequence[Window]) -> NDArray[np.float32]:
    """The features of many windows, shape (len(windows), len(FEATURES))."""
    rows = [feature_vector(window) for window in windows]
    return np.array(rows, np.float32).reshape(len(rows), len(FEATURES))
