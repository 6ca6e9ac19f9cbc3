"""Scales, their names, and the key that notes seem to be in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes
from genre_studio.music.pitches import split_step

SCALE_STEPS: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic minor": (0, 2, 3, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "phrygian dominant": (0, 1, 4, 5, 7, 8, 10),
    "lydian dominant": (0, 2, 4, 6, 7, 9, 10),
    "altered": (0, 1, 3, 4, 6, 8, 10),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
    "major blues": (0, 2, 3, 4, 7, 9),
    "bebop dominant": (0, 2, 4, 5, 7, 9, 10, 11),
    "whole tone": (0, 2, 4, 6, 8, 10),
    "diminished": (0, 2, 3, 5, 6, 8, 9, 11),
    "half-whole diminished": (0, 1, 3, 4, 6, 7, 9, 10),
    "chromatic": tuple(range(12)),
}
"""Semitones above the root, by name, in the order of a menu."""

_ALIASES = {"": "major", "ionian": "major", "aeolian": "minor", "natural minor": "minor", "m": "minor"}

_MAJOR_ROOTS = ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_MINOR_ROOTS = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B")

# Probe-tone ratings, C = 0: Krumhansl, C. L. and Kessler, E. J. (1982), "Tracing the dynamic changes in
# perceived tonal organization in a spatial representation of musical keys", Psychological Review 89(4),
# 334-368; matched by correlation as in Krumhansl (1990), "Cognitive Foundations of Musical Pitch", chapter 4.
_KEY_PROFILES: dict[str, tuple[float, ...]] = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
_rows = np.array([np.roll(profile, root) for profile in _KEY_PROFILES.values() for root in range(12)])
_rows = _rows - _rows.mean(1, keepdims=True)
_ALL_PROFILES = _rows / np.linalg.norm(_rows, axis=1, keepdims=True)
"""(24, 12), majors first: a product with durations orders keys as their correlations would."""


@dataclass(frozen=True)
class Scale:
    """A root pitch class (0..11, C = 0) and the name of a scale in SCALE_STEPS."""

    root: int
    name: str

    def __post_init__(self) -> None:
        if not 0 <= self.root <= 11:
            raise ValueError(f"The root of a scale is a number from 0 (C) to 11 (B), not {self.root}.")
        if self.name not in SCALE_STEPS:
            raise ValueError(f"There is no scale '{self.name}'; there are: {', '.join(SCALE_STEPS)}.")

    @cached_property
    def pitch_classes(self) -> frozenset[int]:
        """The pitch classes (0..11, C = 0) of the scale."""
        return frozenset((self.root + step) % 12 for step in SCALE_STEPS[self.name])

    @cached_property
    def pitches(self) -> tuple[int, ...]:
        """The MIDI note numbers of the scale, from the lowest up."""
        return tuple(pitch for pitch in range(128) if pitch in self)

    @cached_property
    def nearest_pitches(self) -> tuple[int, ...]:
        """By MIDI note number, the nearest one that is in the scale, the lower of two."""
        return tuple(min(self.pitches, key=lambda p: (abs(p - pitch), p)) for pitch in range(128))

    @property
    def is_minor(self) -> bool:
        """Whether the third above the root is minor (and there is no major one)."""
        steps = SCALE_STEPS[self.name]
        return 3 in steps and 4 not in steps

    @property
    def root_title(self) -> str:
        """The root as musicians spell it in this scale: E♭ major, but C♯ minor."""
        return (_MINOR_ROOTS if self.is_minor else _MAJOR_ROOTS)[self.root]

    @property
    def title(self) -> str:
        """As a composer reads it: "C minor". `parse_scale` reads it back."""
        return f"{self.root_title} {self.name}"

    def __contains__(self, pitch: int) -> bool:
        """Whether a MIDI note number is in the scale."""
        return pitch % 12 in self.pitch_classes


def parse_scale(text: str) -> Scale:
    """The scale that "C minor", "F# dorian", "Bb blues", "E♭" (major) or "Am" names.

    Raises ValueError with one sentence where the text names none.
    """
    words = " ".join(text.split())
    root, rest = split_step(words)
    name = rest.strip().lower() if rest.strip() != "M" else "major"
    name = _ALIASES.get(name, name)
    if root is None or name not in SCALE_STEPS:
        raise ValueError(f"'{text}' is not a scale; write a root and a name, like C minor or F# dorian.")
    return Scale(root % 12, name)


def estimate_key(parts: Iterable[Notes]) -> Scale:
    """The major or minor key whose profile fits the pitched notes best, weighted by duration.

    Leave drum parts out. C major where there are no notes to judge by.
    """
    return key_of_durations(_pitch_class_durations(parts))


def key_of_durations(weights: NDArray[np.float64]) -> Scale:
    """The key whose profile fits best what each pitch class sounds in all, shape (12,), in any unit."""
    if np.ptp(weights) == 0:
        return Scale(0, "major")
    best = int(np.argmax(_ALL_PROFILES @ (weights - weights.mean())))
    return Scale(best % 12, tuple(_KEY_PROFILES)[best // 12])


def _pitch_class_durations(parts: Iterable[Notes]) -> NDArray[np.float64]:
    """Ticks sounded by each pitch class, shape (12,)."""
    durations = np.zeros(12)
    for notes in parts:
        durations += np.bincount(notes["pitch"] % 12, notes["duration"], minlength=12)
    return durations
