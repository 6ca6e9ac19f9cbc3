import pytest

from genre_studio.music.pitches import parse_pitch


@pytest.mark.parametrize(
    ("text", "pitch"),
    [
        ("C4", 60),
        (" f#3 ", 54),
        ("Bb2", 46),
        ("b♭2", 46),
        ("Cb4", 59),
        ("B#3", 60),
        ("C-1", 0),
        ("G9", 127),
        ("60", 60),
    ],
)
def test_a_note_is_read(text, pitch):
    assert parse_pitch(text) == pitch


@pytest.mark.parametrize("text", ["", "H4", "C", "C--1", "Cb-1", "G#9", "128", "C4x", "-1"])
def test_what_is_no_note_is_refused(text):
    with pytest.raises(ValueError, match="is not a note"):
        parse_pitch(text)
