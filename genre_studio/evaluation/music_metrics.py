"""Key, variety, groove and repetition of a window: single numbers with a known scale.

NaN says that there was nothing to measure. None is best at an end: each is to lie where real music does.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.copying import copied_among
from genre_studio.evaluation.reading import Reading, entropy_bits, mean_of
from genre_studio.evaluation.windows import Window
from genre_studio.generation.grid import STEPS_PER_QUARTER
from genre_studio.music.scales import Scale, estimate_key


def scale_share(window: Window, scale: Scale | None = None) -> float:
    """Share (0..1) of sounding time on the notes of `scale`, or of the key that fits the window best.

    Aim: near real music; 1 is diatonic, 7/12 any note alike in a seven-note scale (a little more once the
    best of 24 keys is taken). Source: scale consistency, Mogren, "C-RNN-GAN", 2016, with the key found by
    Krumhansl and Kessler's profiles in place of a fixed C major.
    """
    if window.is_silent:
        return float("nan")
    scale = scale or estimate_key([window.notes])
    inside = np.isin(window.notes["pitch"] % 12, sorted(scale.pitch_classes))
    durations = window.notes["duration"]
    return float(durations[inside].sum() / durations.sum())


def pitch_class_entropy(window: Window, bars: int = 4) -> float:
    """Entropy in bits (0..3.585) of the pitch classes of notes, mean over spans of `bars` bars that have any.

    Aim: near real music; 0 is one pitch class, 3.585 all alike. Source: Wu and Yang, "The Jazz
    Transformer on the front line", ISMIR 2020 (H, over 1 and 4 bars).
    """
    bar = Reading(window).bar
    entropies = [
        entropy_bits(np.bincount(window.notes["pitch"][bar // bars == span] % 12, minlength=12))
        for span in np.unique(bar // bars)
    ]
    return float(np.mean(entropies)) if entropies else float("nan")


def inter_onset_entropy(window: Window) -> float:
    """Entropy in bits of the times between neighbouring onsets (chords once), in steps of 1/12 quarter.

    Aim: near real music; 0 is a machine's even pulse. Source: inter-onset-interval histograms of Yang and
    Lerch, "On the evaluation of generative models in music", 2020.
    """
    gaps = np.diff(Reading(window).onset_times)
    return entropy_bits(np.bincount(gaps)) if len(gaps) else float("nan")


def groove_consistency(window: Window) -> float:
    """Likeness (0..1) of the onset patterns of neighbouring bars: 1 - mean Hamming distance, a step a place.

    Drums and pitched notes alike. Aim: near real music; 1 is one rhythm for ever. Bars of unequal length
    are left out. Source: grooving similarity of Wu and Yang, ISMIR 2020, in MusPy's form (neighbouring
    bars). Sparse bars agree in their rests, so values lie high.
    """
    patterns = _onset_patterns(window)
    pairs = [(a, b) for a, b in pairwise(patterns) if len(a) == len(b)]
    sounding = [(a, b) for a, b in pairs if a.any() or b.any()]
    return 1 - mean_of(np.array([np.mean(a != b) for a, b in sounding])) if sounding else float("nan")


def _onset_patterns(window: Window) -> list[NDArray[np.bool_]]:
    struck = np.zeros(window.steps, bool)
    struck[window.notes["onset"]] = True
    struck[window.drums["onset"]] = True
    return np.split(struck, window.bar_lines[1:-1])


def self_repetition(window: Window) -> float:
    """Share (0..1) of sounding bars after the first that nearly equal an earlier bar (9 in 10 notes).

    Aim: near real music: 0 never comes back, 1 is a loop. Source: ours; the report's outputs were loops.
    """
    return copied_among(window)


def notes_per_quarter(window: Window) -> float:
    """How many pitched notes start in a quarter. Aim: near real music; 0 is silence."""
    return len(window.notes) * STEPS_PER_QUARTER / window.steps


def pitch_accuracy(window: Window, pitch_classes: frozenset[int]) -> float:
    """Share (0..1) of pitched notes on the pitch classes that were asked for. Aim: 1.

    Source: the PA of GANSynth (Engel et al., ICLR 2019), read off the notes where it needs a classifier
    for audio. Its PE is `pitch_class_entropy`.
    """
    if window.is_silent:
        return float("nan")
    return float(np.isin(window.notes["pitch"] % 12, sorted(pitch_classes)).mean())
