"""A phrase in numbers that a composer could count: by which the game is watched while it is learned.

They are the trainer's own. What evaluation judges by is never seen here.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.note_codec import DURATION_STEPS
from genre_studio_gan.band import PHRASE_BARS, STEPS_PER_BAR, Player

LAGS = (1, 2, 4)  # bars
_STEPS = np.array(DURATION_STEPS)


def descriptor(phrase: NDArray[np.void]) -> NDArray[np.float64]:
    """(D,): pitch classes, places in the bar, and for each player and for all how it plays."""
    pitched = phrase[phrase["player"] != Player.DRUMS]
    classes = np.bincount(pitched["row"] % 12, minlength=12) / max(1, len(pitched))
    places = np.bincount(phrase["step"] // 3, minlength=16) / max(1, len(phrase))
    triplets = float(np.mean(phrase["step"] % 3 != 0)) if len(phrase) else 0.0
    own = [_playing(phrase[phrase["player"] == player]) for player in Player]
    return np.concatenate([4 * classes, 4 * places, [triplets], *own, _playing(pitched)])


def descriptors(phrases: Sequence[NDArray[np.void]]) -> NDArray[np.float64]:
    return np.stack([descriptor(phrase) for phrase in phrases])


def distance(made: NDArray[np.float64], real: NDArray[np.float64], unit: NDArray[np.float64]) -> float:
    """Fréchet distance of two sets of descriptors as independent normals, a descriptor, in squared units.

    `unit` (D,) are the deviations over real phrases of all genres. 0 for equal sets; lower is nearer.
    """
    scale = np.maximum(unit, 1e-2)
    mean = (made.mean(0) - real.mean(0)) / scale
    spread = (made.std(0) - real.std(0)) / scale
    return float(np.mean(mean**2 + spread**2))


def _playing(notes: NDArray[np.void]) -> NDArray[np.float64]:
    if not len(notes):
        return np.zeros(8 + len(LAGS))
    bars = notes["bar"].astype(int)
    counts = np.bincount(bars, minlength=PHRASE_BARS)
    sounding = counts[counts > 0]
    at_once = len(notes) / len(np.unique(bars * STEPS_PER_BAR + notes["step"]))
    classes = len(np.unique(bars * 12 + notes["row"] % 12)) / len(sounding)
    rolls = np.zeros((PHRASE_BARS, STEPS_PER_BAR, 128), bool)
    rolls[bars, notes["step"], notes["row"]] = True
    numbers = [
        float(np.mean(counts == 0)),
        np.log1p(sounding.mean()),
        sounding.std() / sounding.mean(),
        at_once,
        classes,
        notes["row"].mean() / 12,
        notes["row"].std() / 12,
        np.log(np.minimum(_STEPS[notes["duration"]], STEPS_PER_BAR)).mean(),
    ]
    return np.array([*numbers, *(_repeated(rolls, lag) for lag in LAGS)])


def _repeated(rolls: NDArray[np.bool_], lag: int) -> float:
    """Onsets that a bar shares with the bar `lag` before, of all onsets of the two; mean over bars."""
    now, then = rolls[lag:], rolls[:-lag]
    both = (now & then).sum((1, 2))
    either = (now | then).sum((1, 2))
    return float(np.mean(both / np.maximum(1, either)))
