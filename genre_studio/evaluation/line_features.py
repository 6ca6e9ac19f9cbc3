"""Features of melody and bass: how the highest and the lowest line move, and the range between."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.feature import Feature, FeatureGroup, histogram_features
from genre_studio.evaluation.reading import Reading, binned_shares, mean_of, shares

_MOVES = ("repeat", "step", "third", "fourth_fifth", "sixth_octave", "beyond_octave")
_MOVE_EDGES = (0, 2, 4, 7, 12)  # semitones, inclusive


def _line_features(line: str) -> tuple[Feature, ...]:
    return (
        *histogram_features(line, _MOVES, f"moves of the {line} line that are a {{}}"),
        Feature(f"{line}_rising", "share", f"moves of the {line} line that go up, of those that go anywhere"),
        Feature(f"{line}_turns", "share", f"moves of the {line} line that reverse the one before"),
        Feature(f"{line}_move", "semitones", f"the mean size of a move of the {line} line"),
        Feature(
            f"{line}_longest_repeat", "share", f"the longest run of one pitch in the {line} line, of the line"
        ),
    )


LINE_FEATURES = (
    *_line_features("top"),
    *_line_features("bass"),
    Feature("top_notes", "share", "notes that belong to the top line"),
    Feature(
        "outer_contrary", "share", "bars in which top and bass lines end up moving in opposite directions"
    ),
    Feature("pitch_mean", "MIDI note", "the mean pitch"),
    Feature("pitch_spread", "semitones", "the standard deviation of pitch"),
    Feature("pitch_lowest", "MIDI note", "the lowest pitch"),
    Feature("pitch_highest", "MIDI note", "the highest pitch"),
    Feature("pitch_drift", "semitones", "the mean pitch of the second half less that of the first"),
    Feature("top_range", "semitones", "from the lowest to the highest note of the top line"),
    Feature("pitches_used", "share", "distinct pitches, of the notes"),
    Feature("commonest_pitch", "share", "notes on the commonest pitch"),
)


def longest_run(values: NDArray[np.generic]) -> int:
    """The length of the longest run of equal values; 0 for none."""
    if not len(values):
        return 0
    breaks = np.flatnonzero(values[1:] != values[:-1]) + 1
    edges = np.concatenate([[0], breaks, [len(values)]])
    return int(np.diff(edges).max())


def _line_values(pitches: NDArray[np.int64]) -> list[float]:
    moves = np.diff(pitches)
    going = np.sign(moves[moves != 0])
    return [
        *binned_shares(np.abs(moves), _MOVE_EDGES),
        mean_of(going > 0),
        mean_of(going[1:] != going[:-1]),
        mean_of(np.abs(moves)),
        longest_run(pitches) / max(1, len(pitches)),
    ]


def _all_values(reading: Reading) -> NDArray[np.float64]:
    top, bass = reading.pitch[reading.top_line], reading.pitch[reading.bass_line]
    return np.array([*_line_values(top), *_line_values(bass), *_range_values(reading, top)])


def _range_values(reading: Reading, top: NDArray[np.int64]) -> list[float]:
    pitch = reading.pitch
    if not len(pitch):
        return [0.0] * 10
    late = reading.onset >= reading.window.steps / 2
    drift = mean_of(pitch[late]) - mean_of(pitch[~late]) if late.any() and not late.all() else 0.0
    counts = np.bincount(pitch)
    return [
        len(top) / len(pitch),
        _contrary(reading),
        float(pitch.mean()),
        float(pitch.std()),
        float(pitch.min()),
        float(pitch.max()),
        drift,
        float(np.ptp(top)),
        float((counts > 0).sum()) / len(pitch),
        float(shares(counts).max()),
    ]


def _contrary(reading: Reading) -> float:
    """Of the bars, those whose top and bass lines go (last less first note) in opposite directions."""
    directions = [_bar_directions(reading, line) for line in (reading.top_line, reading.bass_line)]
    return float((directions[0] * directions[1] < 0).mean())


def _bar_directions(reading: Reading, line: NDArray[np.int64]) -> NDArray[np.int64]:
    """(bars,) signs of a line's last less its first note in each bar; 0 where it has none."""
    directions = np.zeros(reading.window.bars, np.int64)
    bars = reading.bar[line]
    present, first = np.unique(bars, return_index=True)
    last = np.concatenate([first[1:], [len(bars)]]) - 1
    pitches = reading.pitch[line]
    directions[present] = np.sign(pitches[last] - pitches[first])
    return directions


LINES = FeatureGroup(LINE_FEATURES, _all_values)
