"""Features of texture and form: how many notes at once, and what comes back."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.feature import Feature, FeatureGroup, histogram_features
from genre_studio.evaluation.reading import Reading, binned_shares, mean_of, shares

_VOICES = ("0", "1", "2", "3", "4", "over_4")
_CHORDS = ("1", "2", "3", "over_3")
_LAGS = (1, 2, 4)

FORM_FEATURES = (
    *histogram_features("voices", _VOICES, "steps at which {} pitches sound"),
    Feature("polyphony", "pitches", "the mean number of pitches where any sounds"),
    Feature("polyphony_highest", "pitches", "the largest number of pitches at once"),
    *histogram_features("chord", _CHORDS, "onset times at which {} notes start"),
    *(
        Feature(f"same_rhythm_{lag}", "Jaccard", f"shared onset places of bars {lag} apart, mean")
        for lag in _LAGS
    ),
    *(
        Feature(f"same_notes_{lag}", "Jaccard", f"shared (place, pitch) of bars {lag} apart, mean")
        for lag in _LAGS
    ),
    *(
        Feature(f"same_harmony_{lag}", "cosine", f"likeness of pitch classes of bars {lag} apart")
        for lag in _LAGS
    ),
    Feature(
        "echo", "Jaccard", "how much of a bar's (place, pitch) the most similar earlier bar shares, mean"
    ),
    Feature("rhythm_echo", "Jaccard", "how much of a bar's onset places the most similar earlier bar shares"),
    Feature("distinct_bars", "share", "bars that differ from every earlier one"),
    Feature("motif_return", "share", "top-line figures of 3 moves (interval, gap) that occurred before"),
    Feature("interval_return", "share", "top-line figures of 4 intervals that occurred before"),
    Feature("silence", "0 or 1", "whether no note starts at all"),
)


def _form_values(reading: Reading) -> NDArray[np.float64]:
    if not len(reading.pitch):
        return np.array([0.0] * (len(FORM_FEATURES) - 1) + [1.0])
    places = _bar_places(reading)
    rhythm = _jaccard(_bar_matrix(reading, places))
    notes = _jaccard(_bar_matrix(reading, places * 128 + reading.pitch))
    harmony = _cosine(reading.chroma.T.astype(float))
    return np.array(
        [
            *_texture_values(reading),
            *(_lag_mean(likeness, lag) for likeness in (rhythm, notes, harmony) for lag in _LAGS),
            _best_earlier(notes),
            _best_earlier(rhythm),
            _distinct_bars(notes),
            *_returns(reading),
            0.0,
        ]
    )


def _texture_values(reading: Reading) -> list[float]:
    polyphony = reading.polyphony
    voices = shares(np.bincount(np.minimum(polyphony, 5), minlength=6))
    sounding = polyphony[polyphony > 0]
    return [
        *voices,
        mean_of(sounding),
        float(polyphony.max()),
        *binned_shares(reading.chord_sizes, (1, 2, 3)),
    ]


def _bar_places(reading: Reading) -> NDArray[np.int64]:
    """The step of each note within its bar."""
    return reading.onset - reading.window.bar_lines[reading.bar]


def _bar_matrix(reading: Reading, marks: NDArray[np.int64]) -> NDArray[np.float64]:
    """(bars, distinct marks): 1 where a bar holds a mark."""
    _, columns = np.unique(marks, return_inverse=True)
    matrix = np.zeros((reading.window.bars, columns.max() + 1))
    matrix[reading.bar, columns] = 1
    return matrix


def _jaccard(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """(bars, bars): shared marks, of all marks of both; two empty bars are not alike but unknown: 0."""
    shared = matrix @ matrix.T
    sizes = matrix.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - shared
    return np.asarray(shared / np.maximum(union, 1))


def _cosine(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    norms = np.maximum(np.linalg.norm(rows, axis=1), 1e-12)
    return np.asarray((rows @ rows.T) / (norms[:, None] * norms[None, :]))


def _lag_mean(likeness: NDArray[np.float64], lag: int) -> float:
    return mean_of(np.diagonal(likeness, lag))


def _best_earlier(likeness: NDArray[np.float64]) -> float:
    earlier = np.tril(likeness, -1)
    return mean_of(earlier.max(axis=1)[1:])


def _distinct_bars(likeness: NDArray[np.float64]) -> float:
    return float((np.tril(likeness, -1).max(axis=1) < 1).mean())


def _returns(reading: Reading) -> list[float]:
    """How often a figure of the top line occurred before, with its rhythm, and by intervals alone."""
    top = reading.top_line
    intervals, gaps = np.diff(reading.pitch[top]), np.diff(reading.onset[top])
    return [_return_share((intervals + 128) * 4096 + gaps, 3), _return_share(intervals + 128, 4)]


def _return_share(moves: NDArray[np.int64], length: int) -> float:
    if len(moves) < length + 1:
        return 0.0
    figures = np.lib.stride_tricks.sliding_window_view(moves, length)
    distinct = len({figure.tobytes() for figure in np.ascontiguousarray(figures)})
    return 1 - distinct / len(figures)


FORM = FeatureGroup(FORM_FEATURES, _form_values)
