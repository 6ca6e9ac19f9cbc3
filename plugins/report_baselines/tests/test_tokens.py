"""The alphabet of notes and chords."""

import numpy as np
import pytest
from genre_studio_report.tokens import (
    UNKNOWN,
    first_part,
    indices_of,
    normal_order,
    pitches_of,
    vocabulary_of,
    words_of,
)

from genre_studio.music.notes import EMPTY_NOTES, make_notes
from genre_studio.music.song import Song, Track


@pytest.mark.parametrize(
    ("pitch_classes", "order"),
    [
        ((0, 4, 7), (0, 4, 7)),
        ((11, 4, 7), (4, 7, 11)),  # E minor, the report's own example
        ((0, 2, 9), (9, 0, 2)),  # spans five semitones from A, nine from C
        ((0, 11), (11, 0)),
        ((0, 4, 8), (0, 4, 8)),  # every rotation alike: the lowest stays first
        ((5,), (5,)),
    ],
)
def test_normal_order(pitch_classes: tuple[int, ...], order: tuple[int, ...]) -> None:
    assert normal_order(pitch_classes) == order


def test_notes_have_names_and_chords_lose_their_voicing() -> None:
    notes = make_notes([0, 480, 480, 480, 960, 960], [10] * 6, [63, 52, 67, 83, 48, 60])
    assert words_of(notes, 480) == ("E-4", "4.7.11", "0")
    assert pitches_of("E-4") == (63,)
    assert pitches_of("4.7.11") == (64, 67, 71)
    assert pitches_of("0") == (60,)


def test_notes_a_hair_apart_are_one_chord() -> None:
    assert words_of(make_notes([0, 3], [10, 10], [60, 64]), 480) == ("0.4",)


@pytest.mark.parametrize("word", ["12", "H4", "", "4.x"])
def test_other_words_are_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"is not a note or chord|invalid literal"):
        pitches_of(word)


def test_the_first_part_is_the_first_with_notes_and_all_of_its_program(song: Song) -> None:
    empty = Track("Nothing", 2)
    more = Song(tracks=(empty, *song.tracks, song.tracks[0]))
    assert len(first_part(more)) == 2 * len(song.tracks[0].notes)
    assert len(first_part(Song(tracks=(song.tracks[2],)))) == 0
    assert first_part(Song()).dtype == EMPTY_NOTES.dtype


def test_a_vocabulary_is_alphabetical_and_what_is_rare_is_unknown() -> None:
    vocabulary = vocabulary_of([("D4", "C4"), ("C4", "D4", "G4")])
    assert vocabulary == ("C4", "D4", UNKNOWN)
    assert np.array_equal(indices_of(("G4", "C4"), vocabulary), [2, 0])
