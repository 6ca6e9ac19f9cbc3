"""Moving phrases to a common key: what a small network need not learn twelve times."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.note_codec import DURATION_STEPS
from genre_studio.music.scales import Scale, key_of_durations
from genre_studio.music.song import KeySignature
from genre_studio_gan.band import PITCHES, STEPS_PER_BAR, Player

_STEPS = np.array(DURATION_STEPS)
_A = 9


def home_shift(phrase: NDArray[np.void]) -> int:
    """Semitones, -6..5, that bring a phrase's likeliest key to C major or A minor; 0 for drums alone."""
    pitched = phrase[phrase["player"] != Player.DRUMS]
    lengths = np.minimum(_STEPS[pitched["duration"]], STEPS_PER_BAR).astype(float)
    durations = np.bincount(pitched["row"] % 12, lengths, minlength=12).astype(float)
    return shift_of(key_of_durations(durations))


def shift_of(key: Scale) -> int:
    """Semitones, -6..5, from a major or minor key to C major or A minor."""
    return ((_A if key.is_minor else 0) - key.root + 6) % 12 - 6


def shift_of_scale(pitch_classes: frozenset[int] | None, keys: Sequence[KeySignature], seed: int) -> int:
    """Semitones, -6..5, from a scale, else a key signature, else a key that the seed chooses, to home."""
    if pitch_classes is not None:
        keys_by_fit = [
            len(Scale(-shift % 12, "major").pitch_classes & pitch_classes) for shift in range(-6, 6)
        ]
        return int(np.argmax(keys_by_fit)) - 6
    if keys:
        return shift_of(Scale(7 * keys[0].sharps % 12, "major"))
    return int(np.random.default_rng((seed, 12)).integers(-6, 6))


def shifted_rows(phrase: NDArray[np.void], semitones: int) -> NDArray[np.void]:
    """A copy with every pitched note moved; one that would leave the range moves an octave back in.

    Where that brings two notes to one place, one of them is left.
    """
    moved = phrase.copy()
    pitched = phrase["player"] != Player.DRUMS
    rows = phrase["row"][pitched].astype(int) + semitones
    rows = np.where(rows < 0, rows + 12, rows)
    moved["row"][pitched] = np.where(rows >= PITCHES, rows - 12, rows)
    moved = moved[np.lexsort((moved["row"], moved["step"], moved["player"], moved["bar"]))]
    fresh = np.ones(len(moved), bool)
    places = moved[["bar", "player", "step", "row"]]
    fresh[1:] = places[1:] != places[:-1]
    return moved[fresh]
