"""Features of rhythm: where notes start, how far apart, how long they last, how many there are."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.feature import Feature, FeatureGroup, histogram_features
from genre_studio.evaluation.reading import Reading, binned_shares, entropy_bits, mean_of, shares
from genre_studio.generation.grid import STEPS_PER_QUARTER

_GAP_EDGES = (1, 2, 3, 4, 5, 6, 8, 9, 12, 24)  # steps, inclusive: 3 a 16th, 4 a triplet 8th, 6 an 8th
_GAP_LABELS = ("1", "2", "3", "4", "5", "6", "7_8", "9", "10_12", "13_24", "over_24")
_LENGTH_EDGES = (1, 2, 3, 4, 5, 6, 9, 12, 24)
_LENGTH_LABELS = ("1", "2", "3", "4", "5", "6", "7_9", "10_12", "13_24", "over_24")

RHYTHM_FEATURES = (
    *histogram_features(
        "gap", _GAP_LABELS, "times between neighbouring onsets of {} steps (12 to a quarter)"
    ),
    Feature("gap_entropy", "bits", "the entropy of those times between onsets, by step"),
    Feature("gap_same", "share", "times between onsets equal to the one before"),
    *histogram_features(
        "beat_step", range(STEPS_PER_QUARTER), "onsets (chords once) on step {} of 12 of a quarter"
    ),
    Feature("beat_step_entropy", "bits", "the entropy of the place of onsets within the quarter"),
    Feature("downbeats", "share", "bars with an onset on their first step"),
    Feature("onset_places_in_bar", "bits", "the entropy of the place of onsets within the bar, by step"),
    *histogram_features("length", _LENGTH_LABELS, "notes that last {} steps"),
    Feature("length_entropy", "bits", "the entropy of note lengths, by step"),
    Feature("length_mean", "quarters", "the mean length of a note"),
    Feature("top_legato", "share", "top-line notes that last until the next one starts"),
    Feature("notes_per_quarter", "notes", "how many notes start in a quarter, on average"),
    Feature("onsets_per_quarter", "onsets", "how many times in a quarter notes start, on average"),
    Feature("density_spread", "share", "the standard deviation of notes a bar, over its mean"),
    Feature("density_drift", "share", "notes in the second half less those in the first, of all notes"),
    Feature("first_bar", "ratio", "notes in the first bar, to the mean bar"),
    Feature("last_bar", "ratio", "notes in the last bar, to the mean bar"),
    Feature("empty_bars", "share", "bars in which no note starts"),
    Feature("longest_gap", "quarters", "the longest time without an onset, ends of the window included"),
)


def _rhythm_values(reading: Reading) -> NDArray[np.float64]:
    return np.concatenate(
        [_gap_values(reading), _place_values(reading), _length_values(reading), _density(reading)]
    )


def _gap_values(reading: Reading) -> list[float]:
    gaps = np.diff(reading.onset_times)
    return [
        *binned_shares(gaps, _GAP_EDGES),
        entropy_bits(np.bincount(gaps)),
        mean_of(gaps[1:] == gaps[:-1]),
    ]


def _place_values(reading: Reading) -> list[float]:
    times = reading.onset_times
    lines = reading.window.bar_lines
    in_quarter = np.bincount(times % STEPS_PER_QUARTER, minlength=STEPS_PER_QUARTER)
    in_bar = times - lines[np.searchsorted(lines, times, side="right") - 1]
    return [
        *shares(in_quarter),
        entropy_bits(in_quarter),
        float(np.isin(lines[:-1], times).mean()),
        entropy_bits(np.bincount(in_bar)),
    ]


def _length_values(reading: Reading) -> list[float]:
    return [
        *binned_shares(reading.duration, _LENGTH_EDGES),
        entropy_bits(np.bincount(reading.duration)),
        mean_of(reading.duration) / STEPS_PER_QUARTER,
        _legato(reading),
    ]


def _legato(reading: Reading) -> float:
    top = reading.top_line
    reaches = reading.onset[top][:-1] + reading.duration[top][:-1] >= reading.onset[top][1:]
    return mean_of(reaches)


def _density(reading: Reading) -> list[float]:
    per_bar = np.bincount(reading.bar, minlength=reading.window.bars).astype(float)
    mean = per_bar.mean()
    times = np.concatenate([[0], reading.onset_times, [reading.window.steps]])
    if not mean:
        return [0.0] * 6 + [1.0, 0.0]
    late = reading.onset >= reading.window.steps / 2
    return [
        len(reading.onset) / reading.quarters,
        len(reading.onset_times) / reading.quarters,
        per_bar.std() / mean,
        2 * mean_of(late) - 1,
        per_bar[0] / mean,
        per_bar[-1] / mean,
        float((per_bar == 0).mean()),
        float(np.diff(times).max()) / STEPS_PER_QUARTER,
    ]


RHYTHM = FeatureGroup(RHYTHM_FEATURES, _rhythm_values)
