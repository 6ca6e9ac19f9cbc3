"""Chords to stamp: by name on a pitch, or stacked within a scale."""

from genre_studio.music.scales import SCALE_STEPS, Scale

CHORD_STEPS: dict[str, tuple[int, ...]] = {
    "major": (0, 4, 7),
    "minor": (0, 3, 7),
    "diminished": (0, 3, 6),
    "augmented": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "power": (0, 7),
    "6": (0, 4, 7, 9),
    "7": (0, 4, 7, 10),
    "major 7": (0, 4, 7, 11),
    "minor 7": (0, 3, 7, 10),
    "half-diminished": (0, 3, 6, 10),
    "diminished 7": (0, 3, 6, 9),
    "9": (0, 4, 7, 10, 14),
}
"""Semitones above the root, by name, in the order of a menu."""

SCALE_CHORD_DEGREES: dict[str, tuple[int, ...]] = {
    "triad": (0, 2, 4),
    "seventh": (0, 2, 4, 6),
    "ninth": (0, 2, 4, 6, 8),
    "sus2": (0, 1, 4),
    "sus4": (0, 3, 4),
}
"""Degrees of the scale above the root, by name: the scale decides between major and minor."""


def chord_pitches(root: int, name: str) -> tuple[int, ...]:
    """MIDI numbers of a chord of CHORD_STEPS on `root`; those above 127 are left out.

    Raises KeyError where there is no such chord.
    """
    return tuple(root + step for step in CHORD_STEPS[name] if root + step <= 127)


def scale_chord_pitches(root: int, name: str, scale: Scale) -> tuple[int, ...]:
    """MIDI numbers of a chord of SCALE_CHORD_DEGREES on `root`; those above 127 are left out.

    A root outside the scale is kept, with the chord of the degree below it moved up to it.
    Raises KeyError where there is no such chord.
    """
    steps = SCALE_STEPS[scale.name]
    above = (root - scale.root) % 12
    degree = max(i for i, step in enumerate(steps) if step <= above)
    tones = (divmod(degree + further, len(steps)) for further in SCALE_CHORD_DEGREES[name])
    pitches = (root + 12 * octave + steps[i] - steps[degree] for octave, i in tones)
    return tuple(pitch for pitch in pitches if pitch <= 127)
