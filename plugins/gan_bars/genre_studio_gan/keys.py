"""Moving phrases to a common key: what a small network need not learn twelve times."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.note_codec import DURATION_STEPS
from genre_studio.music.notes import Notes
from genre_studio.music.song import KeySignature
from genre_studio_gan.band import PITCHES, STEPS_PER_BAR, Player

# Krumhansl and Kessler's probe-tone ratings, Psychological Review 89, 1982, for C major and A minor.
_MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR = np.roll([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17], -3)
_STEPS = np.array(DURATION_STEPS)
_WHITE_KEYS = (0, 2, 4, 5, 7, 9, 11)


def home_shift(phrase: NDArray[np.void]) -> int:
    """Semitones, -6..5, that bring a phrase's likeliest key to C major or A minor; 0 for drums alone."""
    pitched = phrase[phrase["player"] != Player.DRUMS]
    lengths = np.minimum(_STEPS[pitched["duration"]], STEPS_PER_BAR)
    return _shift_of(np.bincount(pitched["row"] % 12, lengths.astype(float), minlength=12))


def key_shift(notes_by_track: Mapping[int, Notes], players: Mapping[int, Player]) -> int:
    """The same for notes of a song."""
    chroma = np.zeros(12)
    for track, notes in notes_by_track.items():
        if players[track] != Player.DRUMS:
            chroma += np.bincount(notes["pitch"] % 12, notes["duration"], minlength=12)
    return _shift_of(chroma)


def shift_of_scale(pitch_classes: frozenset[int] | None, keys: Sequence[KeySignature], seed: int) -> int:
    """Semitones, -6..5, from a scale, else a key signature, else a key that the seed chooses, to home."""
    if pitch_classes is not None:
        fits = [
            len({(degree - shift) % 12 for degree in _WHITE_KEYS} & pitch_classes) for shift in range(-6, 6)
        ]
        return int(np.argmax(fits)) - 6
    if keys:
        return (6 - 7 * keys[0].sharps) % 12 - 6
    return int(np.random.default_rng((seed, 12)).integers(-6, 6))


def _shift_of(chroma: NDArray[Any]) -> int:
    if np.ptp(chroma) == 0:
        return 0
    fits = [
        max(np.corrcoef(np.roll(chroma, shift), profile)[0, 1] for profile in (_MAJOR, _MINOR))
        for shift in range(-6, 6)
    ]
    return int(np.argmax(fits)) - 6


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
