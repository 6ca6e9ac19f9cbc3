"""Features of key and harmony: which pitch classes, and which intervals sound together."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.feature import Feature, FeatureGroup, histogram_features
from genre_studio.evaluation.reading import Reading, entropy_bits, mean_of, shares

_DEGREES = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")
_INTERVAL_CLASSES = ("unison", "semitone", "tone", "minor_third", "major_third", "fourth", "tritone")
_DIATONIC = np.array([1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1], bool)

# Krumhansl and Kessler's probe-tone ratings, "Tracing the dynamic changes in perceived tonal
# organization", Psychological Review 89, 1982: how well each pitch class fits C major and C minor.
_MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


def _key_profiles() -> NDArray[np.float64]:
    """(24, 12): major, then minor, by tonic; mean 0 and length 1, so that a product is a correlation."""
    profiles = np.array([np.roll(profile, tonic) for profile in (_MAJOR, _MINOR) for tonic in range(12)])
    profiles = profiles - profiles.mean(axis=1, keepdims=True)
    return np.asarray(profiles / np.linalg.norm(profiles, axis=1, keepdims=True))


_PROFILES = _key_profiles()

TONAL_FEATURES = (
    *histogram_features(
        "degree",
        _DEGREES,
        "how long degree {} sounds, of all sounding time, in the best-fitting key's major scale",
    ),
    Feature(
        "key_strength", "correlation", "how well the best of 24 keys fits the sounding time of pitch classes"
    ),
    Feature("minor_key", "0 or 1", "whether that best key is a minor one"),
    Feature("scale_share", "share", "sounding time within that key's diatonic scale"),
    Feature("pitch_class_entropy", "bits", "the entropy of sounding time over pitch classes, at most 3.585"),
    Feature("pitch_classes_per_bar", "pitch classes", "the mean number of pitch classes in bars that sound"),
    Feature(
        "harmony_change", "1 - cosine", "the mean distance between the pitch classes of neighbouring bars"
    ),
    *histogram_features(
        "together",
        _INTERVAL_CLASSES,
        "pairs of notes sounding at an onset that are a {} apart, octaves folded",
    ),
    Feature("semitone_clash", "share", "onsets at which two sounding notes lie one semitone apart, unfolded"),
    Feature(
        "bass_third_or_fifth", "share", "notes over a lower one that are its third or fifth, octaves folded"
    ),
)


def best_key(chroma: NDArray[np.generic]) -> tuple[int, bool, float]:
    """(tonic pitch class, whether minor, correlation) of the key that fits a (12,) histogram best.

    (0, False, 0.0) where all pitch classes are equal.
    """
    weights = np.asarray(chroma, float)
    if np.ptp(weights) == 0:
        return 0, False, 0.0
    centred = weights - weights.mean()
    fit = _PROFILES @ centred / np.linalg.norm(centred)
    best = int(np.argmax(fit))
    return best % 12, best >= 12, float(fit[best])


def _tonal_values(reading: Reading) -> NDArray[np.float64]:
    chroma = reading.chroma.sum(axis=1)
    tonic, is_minor, strength = best_key(chroma)
    relative_major = (tonic + 3) % 12 if is_minor else tonic
    degrees = np.roll(shares(chroma), -relative_major)
    single = [
        strength,
        float(is_minor),
        degrees[_DIATONIC].sum(),
        entropy_bits(chroma),
        _pitch_classes_per_bar(reading),
        _harmony_change(reading),
    ]
    return np.concatenate([degrees, single, _vertical_values(reading)])


def _pitch_classes_per_bar(reading: Reading) -> float:
    used = (reading.chroma > 0).sum(axis=0)
    return mean_of(used[used > 0])


def _harmony_change(reading: Reading) -> float:
    """Bars in which nothing sounds are left out, with both their neighbourhoods."""
    norms = np.linalg.norm(reading.chroma, axis=0)
    pairs = norms[1:] * norms[:-1]
    products = (reading.chroma[:, 1:] * reading.chroma[:, :-1]).sum(axis=0)
    return mean_of(1 - products[pairs > 0] / pairs[pairs > 0])


def _vertical_values(reading: Reading) -> NDArray[np.float64]:
    """Intervals between all notes that sound at each onset time."""
    sounding = reading.sustain[:, reading.onset_times].T.astype(np.int32)  # (onsets, 128)
    classes = np.zeros((len(sounding), 132), np.int32)
    classes[:, :128] = sounding
    classes = classes.reshape(len(sounding), 11, 12).sum(axis=1)  # (onsets, 12)
    pairs = [float((classes * (classes - 1) // 2).sum())]
    pairs += [float((classes * np.roll(classes, -distance, axis=1)).sum()) for distance in range(1, 6)]
    pairs.append(float((classes[:, :6] * classes[:, 6:]).sum()))
    clash = np.any(sounding[:, 1:] * sounding[:, :-1], axis=1)
    return np.array([*shares(np.array(pairs)), mean_of(clash), _over_bass(sounding, classes)])


def _over_bass(sounding: NDArray[np.int32], classes: NDArray[np.int32]) -> float:
    """The share of notes above the lowest one that make its minor or major third or fifth."""
    if not len(sounding):
        return 0.0
    rows = np.arange(len(sounding))
    lowest = np.argmax(sounding, axis=1)
    upper = sounding.sum(axis=1) - 1
    fitting = sum(classes[rows, (lowest + interval) % 12] for interval in (3, 4, 7))
    total = int(upper.clip(0).sum())
    return float(np.sum(fitting)) / total if total else 0.0


TONAL = FeatureGroup(TONAL_FEATURES, _tonal_values)
