"""Notes and chords as words, and words as notes: the report's alphabet.

A single note is its name and octave ("E-5", flats as minus signs). Notes that begin together are one
chord, the normal order of its pitch classes joined by dots ("4.7.11"): octave, inversion, doubling and
voicing are lost, and it is written around middle C. Durations, rests and dynamics are not in the alphabet.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import step_at
from genre_studio.music.notes import EMPTY_NOTES, Notes
from genre_studio.music.song import Song

UNKNOWN = "?"
RAREST_KEPT = 2  # a word heard once in the training pieces is UNKNOWN
CHORD_OCTAVE = 60  # the report decodes pitch classes into the octave above middle C
_NAMES = ("C", "C#", "D", "E-", "E", "F", "F#", "G", "G#", "A", "B-", "B")
_PITCHES = {f"{_NAMES[pitch % 12]}{pitch // 12 - 1}": pitch for pitch in range(128)}


def first_part(song: Song) -> Notes:
    """The notes of the first instrument that has any, drums apart: all tracks of one program together.

    The report took the first part whether it held a note or not, which under a current music21 is an
    empty one for every file of its classical set.
    """
    with_notes = [track for track in song.tracks if len(track.notes) and not track.is_drums]
    same = [track.notes for track in with_notes if track.program == with_notes[0].program]
    return np.concatenate(same) if same else EMPTY_NOTES


def words_of(notes: Notes, ppq: int) -> tuple[str, ...]:
    """One word for each moment (a twelfth of a beat) at which notes begin, in order."""
    moments: dict[int, set[int]] = {}
    for start, pitch in zip(notes["start"].tolist(), notes["pitch"].tolist(), strict=True):
        moments.setdefault(step_at(start, ppq), set()).add(pitch)
    return tuple(_word(moments[step]) for step in sorted(moments))


def pitches_of(word: str) -> tuple[int, ...]:
    """The MIDI note numbers that a word is played with. Raises ValueError where it is none."""
    if word in _PITCHES:
        return (_PITCHES[word],)
    classes = [int(digits) for digits in word.split(".")]
    if not all(0 <= pitch_class < 12 for pitch_class in classes):
        raise ValueError(f"'{word}' is not a note or chord")
    return tuple(CHORD_OCTAVE + pitch_class for pitch_class in classes)


def normal_order(pitch_classes: Iterable[int]) -> tuple[int, ...]:
    """The rotation that spans least; of several, the one packed closest to its first note (Forte 1973)."""
    ordered = sorted(set(pitch_classes))
    rotations = [ordered[i:] + ordered[:i] for i in range(len(ordered))]
    best = min(rotations, key=_spans)
    return tuple(best)


def vocabulary_of(pieces: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The words of the training pieces in alphabetical order, UNKNOWN last."""
    counts = Counter(word for piece in pieces for word in piece)
    return (*sorted(word for word, count in counts.items() if count >= RAREST_KEPT), UNKNOWN)


def indices_of(words: Iterable[str], vocabulary: Sequence[str]) -> NDArray[np.int64]:
    """The place of each word in the vocabulary; the last place where it is not there."""
    places = {word: place for place, word in enumerate(vocabulary)}
    return np.array([places.get(word, len(vocabulary) - 1) for word in words], np.int64)


def _spans(order: Sequence[int]) -> list[int]:
    """Semitones from the first pitch class up to each other one, the last first."""
    return [(pitch_class - order[0]) % 12 for pitch_class in order[:0:-1]]


def _word(pitches: set[int]) -> str:
    if len(pitches) == 1:
        pitch = next(iter(pitches))
        return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"
    return ".".join(map(str, normal_order(pitch % 12 for pitch in pitches)))
