"""Letters as a piano's keys, as in Live: A to L are white keys from C, the row above them black ones."""

from PySide6.QtCore import Qt

_LETTERS = "AWSEDFTGYHUJKOLP"
SEMITONES: dict[int, int] = {
    int(getattr(Qt.Key, f"Key_{letter}")): semitone for semitone, letter in enumerate(_LETTERS)
}
"""Semitones above the octave's C, by key."""

OCTAVES = {int(Qt.Key.Key_Z): -1, int(Qt.Key.Key_X): 1}
LOUDNESSES = {int(Qt.Key.Key_C): -10, int(Qt.Key.Key_V): 10}
MOVES = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}
LOWEST_OCTAVE, HIGHEST_OCTAVE = -1, 8


def letter_pitch(key: int, octave: int) -> int | None:
    """The MIDI number of a letter in an octave (4 holds middle C); None where it is no key or too high."""
    semitone = SEMITONES.get(key)
    pitch = 12 * (octave + 1) + semitone if semitone is not None else -1
    return pitch if 0 <= pitch <= 127 else None
