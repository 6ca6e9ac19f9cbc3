"""The five tracks of a phrase, and the pitches that each may use.

MuseGAN's band (Dong et al. 2018, section 4.1): drums, bass, guitar, piano, strings; what belongs to none
of the first four counts as strings, here "lead".
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.instruments import Family

STEPS_PER_BAR = 48  # twelfths of a quarter: 16ths and triplets alike
PHRASE_BARS = 8
LOWEST_PITCH = 24  # MIDI C1
PITCHES = 84  # C1 to B7
LEVELS = 8
MOST_IN_CELL = 64  # notes that one player begins in a bar; what goes beyond is noise of a controller

PHRASE_NOTE = np.dtype(
    [
        ("bar", np.int8),  # 0..PHRASE_BARS-1
        ("player", np.int8),
        ("step", np.int8),  # onset within the bar, 0..47
        ("row", np.int8),  # 0..VOCABULARY-1
        ("duration", np.int8),  # class of note_codec.DURATION_STEPS; may reach into later bars
        ("level", np.int8),  # 0..7
    ]
)


class Player(IntEnum):
    """A track of a phrase. The numbers are part of the model's vocabulary."""

    DRUMS = 0
    BASS = 1
    KEYS = 2
    GUITAR = 3
    LEAD = 4


_PLAYER_OF_FAMILY = {
    Family.DRUMS: Player.DRUMS,
    Family.BASS: Player.BASS,
    Family.KEYS: Player.KEYS,
    Family.GUITAR: Player.GUITAR,
    Family.STRINGS: Player.LEAD,
    Family.LEAD: Player.LEAD,
    Family.PAD: Player.LEAD,
}

# General MIDI percussion in the order of the kit; the rows that follow a number are played as it.
KIT = (36, 38, 42, 46, 44, 51, 49, 43, 45, 48, 50, 37, 39, 40, 53, 54, 56, 57, 69, 70, 75, 63, 64, 55)
_KIT_ALIASES = {
    35: 36, 41: 43, 47: 45, 52: 49, 59: 51, 58: 75, 60: 63, 61: 64, 62: 63, 65: 63, 66: 64, 67: 56, 68: 56,
    71: 75, 72: 75, 73: 75, 74: 75, 76: 75, 77: 75, 78: 70, 79: 70, 80: 53, 81: 53, 82: 70,
}  # fmt: skip
VOCABULARY = PITCHES + len(KIT)
"""Rows of a roll: 84 pitches, then the drums of the kit."""


def player_of(family: Family) -> Player:
    return _PLAYER_OF_FAMILY[family]


def rows_of(pitches: NDArray[np.integer], is_drums: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The roll row of each MIDI pitch: pitches fold into the range by octaves, -1 for an unknown drum."""
    folded = np.asarray(pitches, np.int64) - LOWEST_PITCH
    folded = np.where(folded < 0, folded % 12, folded)
    folded = np.where(folded >= PITCHES, PITCHES - 12 + folded % 12, folded)
    drums = _ROW_OF_DRUM[np.clip(pitches, 0, 127)]
    return np.where(is_drums, drums, folded)


def pitch_of(row: int) -> int:
    """The MIDI pitch of a roll row."""
    return KIT[row - PITCHES] if row >= PITCHES else LOWEST_PITCH + row


def rows_to_pitches(rows: NDArray[np.integer], semitones: int) -> NDArray[np.int64]:
    """MIDI pitches of roll rows, moved by `semitones` unless they are drums."""
    pitches = _PITCH_OF_ROW[rows]
    return np.asarray(np.where(rows < PITCHES, np.clip(pitches + semitones, 0, 127), pitches), np.int64)


def _drum_rows() -> NDArray[np.int64]:
    rows = np.full(128, -1)
    for place, pitch in enumerate(KIT):
        rows[pitch] = PITCHES + place
    for alias, pitch in _KIT_ALIASES.items():
        rows[alias] = rows[pitch]
    return rows


_ROW_OF_DRUM = _drum_rows()
_PITCH_OF_ROW = np.array([pitch_of(row) for row in range(VOCABULARY)])
