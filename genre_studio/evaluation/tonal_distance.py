"""How far apart two tracks are in harmony: Harte's tonal centroids, quarter by quarter."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.track_metrics import sounding_chroma
from genre_studio.evaluation.windows import Window

# (radius, turn for a semitone): circles of fifths, minor thirds and major thirds.
_CIRCLES = ((1.0, 7 * np.pi / 6), (1.0, 3 * np.pi / 2), (0.5, 2 * np.pi / 3))


def _centroid_map() -> NDArray[np.float64]:
    classes = np.arange(12)
    rows = [radius * wave(turn * classes) for radius, turn in _CIRCLES for wave in (np.sin, np.cos)]
    return np.array(rows)


_MAP = _centroid_map()  # (6, 12)


def tonal_centroids(chroma: NDArray[np.generic]) -> NDArray[np.float64]:
    """(12, S) sounding times to (6, S) centroids; NaN where nothing sounds."""
    weights = np.asarray(chroma, float)
    totals = weights.sum(axis=0)
    weights = weights / np.where(totals > 0, totals, np.nan)
    return np.asarray(_MAP @ weights)


def tonal_distance(one: Window, other: Window) -> float:
    """Mean distance (0..2.83, no unit) of two tracks' tonal centroids over the quarters in which both sound.

    Aim: near real pairs of such tracks; lower is more consonant with each other. 0: the same pitch
    classes; triads of C and A minor 0.799, C and G 1.213, C and F sharp 1.970. NaN where they never
    sound together. Source: Harte, Sandler and Gasser, "Detecting harmonic change in musical audio",
    2006; used between tracks by MuseGAN (TD).
    """
    spans = [tonal_centroids(sounding_chroma(window)) for window in (one, other)]
    shared = min(span.shape[1] for span in spans)
    distances = np.linalg.norm(spans[0][:, :shared] - spans[1][:, :shared], axis=0)
    known = distances[np.isfinite(distances)]
    return float(known.mean()) if len(known) else float("nan")
