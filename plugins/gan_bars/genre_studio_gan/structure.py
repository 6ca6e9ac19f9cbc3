"""Where a piece's sections begin: structure features on bar chroma.

Serrà, Müller, Grosche and Arcos, "Unsupervised detection of music boundaries by time series structure
features", AAAI 2012, on bars instead of seconds: a delay embedding of chroma, mutual nearest neighbours,
the circular time-lag matrix, smoothed; where its column changes, a section begins.
"""

import numpy as np
from numpy.typing import NDArray

EMBEDDING_BARS = 2
NEIGHBOUR_SHARE = 0.04
SMOOTHING_BARS = (3.0, 0.6)  # deviations of the Gaussian in time and in lag
PEAK_RADIUS_BARS = 3
LEAST_NOVELTY = 0.05
FEWEST_BARS = 12


def section_starts(chroma: NDArray[np.floating]) -> tuple[int, ...]:
    """The bars at which sections begin, the first one included.

    `chroma` is (bars, features), any non-negative features of a bar. A piece under FEWEST_BARS has
    one section.
    """
    bars = len(chroma)
    if bars < FEWEST_BARS:
        return (0,)
    novelty = novelty_curve(chroma)
    peaks = [0]
    for bar in range(2, bars - 1):
        around = novelty[max(0, bar - PEAK_RADIUS_BARS) : bar + PEAK_RADIUS_BARS + 1]
        if novelty[bar] >= LEAST_NOVELTY and novelty[bar] == around.max() and bar - peaks[-1] >= 2:
            peaks.append(bar)
    return tuple(peaks)


def novelty_curve(chroma: NDArray[np.floating]) -> NDArray[np.float64]:
    """How much the structure features change into each bar, shape (bars,), at most 1."""
    features = _structure_features(chroma)
    change = np.square(np.diff(features, axis=0)).sum(axis=1)
    curve = np.concatenate([[0.0], change])
    return np.asarray(curve / max(float(curve.max()), 1e-9))


def _structure_features(chroma: NDArray[np.floating]) -> NDArray[np.float64]:
    """(bars, lags): the smoothed time-lag matrix of which bars resemble each other."""
    bars = len(chroma)
    embedded = np.concatenate([np.roll(chroma, -shift, axis=0) for shift in range(EMBEDDING_BARS)], axis=1)
    distance = np.square(embedded[:, None] - embedded[None]).sum(-1)
    neighbours = max(2, round(NEIGHBOUR_SHARE * bars)) + 1  # a bar is its own nearest neighbour
    nearest = distance <= np.sort(distance, axis=1)[:, neighbours - 1 : neighbours]
    recurrence = (nearest & nearest.T).astype(float)
    np.fill_diagonal(recurrence, 0)
    lagged = np.stack([np.roll(recurrence[bar], -bar) for bar in range(bars)])
    return _smoothed(_smoothed(lagged, SMOOTHING_BARS[0], 0), SMOOTHING_BARS[1], 1)


def _smoothed(matrix: NDArray[np.float64], deviation: float, axis: int) -> NDArray[np.float64]:
    reach = int(3 * deviation + 0.5)
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / deviation))
    widths = [(reach, reach) if side == axis else (0, 0) for side in (0, 1)]
    # Lag is circular, time is not.
    padded = np.pad(matrix, widths, mode="edge") if axis == 0 else np.pad(matrix, widths, mode="wrap")
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(kernel), axis=axis)
    return np.asarray(windows @ (kernel / kernel.sum()))
