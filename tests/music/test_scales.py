import numpy as np
import pytest

from genre_studio.music.notes import EMPTY_NOTES, make_notes
from genre_studio.music.scales import SCALE_STEPS, Scale, estimate_key, parse_scale


@pytest.mark.parametrize("name", SCALE_STEPS)
@pytest.mark.parametrize("root", range(12))
def test_a_title_is_read_back(root, name):
    assert parse_scale(Scale(root, name).title) == Scale(root, name)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("C minor", Scale(0, "minor")),
        ("  f#   Dorian ", Scale(6, "dorian")),
        ("Bb blues", Scale(10, "blues")),
        ("E♭", Scale(3, "major")),
        ("Am", Scale(9, "minor")),
        ("CM", Scale(0, "major")),
        ("Cb major", Scale(11, "major")),
        ("B# aeolian", Scale(0, "minor")),
    ],
)
def test_scales_are_read_as_people_write_them(text, scale):
    assert parse_scale(text) == scale


@pytest.mark.parametrize("text", ["", "H minor", "C mineur", "C##", "minor"])
def test_what_is_no_scale_gets_a_sentence(text):
    with pytest.raises(ValueError, match="is not a scale; write a root and a name"):
        parse_scale(text)


def test_a_scale_refuses_what_it_cannot_be():
    with pytest.raises(ValueError, match="from 0"):
        Scale(12, "major")
    with pytest.raises(ValueError, match="no scale 'happy'"):
        Scale(0, "happy")


def test_pitch_classes_and_spelling():
    assert Scale(9, "minor").pitch_classes == Scale(0, "major").pitch_classes
    assert Scale(1, "minor").title == "C♯ minor"
    assert Scale(1, "major").title == "D♭ major"
    assert 60 in Scale(0, "major")
    assert 61 not in Scale(0, "major")


@pytest.mark.parametrize("root", range(12))
@pytest.mark.parametrize("name", ["major", "minor"])
def test_the_key_of_a_cadence_is_found_in_every_key(root, name):
    third = 4 if name == "major" else 3
    sixth = 9 if name == "major" else 8
    chords = [(0, third, 7), (5, sixth, 12), (7, 11, 14), (0, third, 7)]
    pitches = [48 + root + step for chord in chords for step in chord]
    starts = np.repeat(np.arange(4) * 480, 3)
    assert estimate_key([make_notes(starts, [480] * 12, pitches)]) == Scale(root, name)


def test_a_key_without_notes_is_c_major():
    assert estimate_key([]) == estimate_key([EMPTY_NOTES]) == Scale(0, "major")
