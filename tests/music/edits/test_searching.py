import numpy as np
import pytest

from genre_studio.music.edits import Kind, NoteRule, NoteSearch, Place, search, set_locked
from genre_studio.music.notes import EMPTY_NOTES, make_notes
from genre_studio.music.scales import Scale

C_MAJOR = Scale(0, "major")
BEATS = np.arange(0, 4000, 480)
NOTES = make_notes(
    [0, 0, 240, 470, 700, 960],
    [480, 480, 120, 240, 240, 480],
    [60, 64, 61, 67, 67, 72],
    [30, 60, 90, 100, 110, 127],
)


def found(asked: NoteSearch) -> list[int]:
    return search(NOTES, asked, C_MAJOR, BEATS, 60).tolist()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(NoteSearch(), [0, 1, 2, 3, 4, 5], id="all"),
        pytest.param(NoteSearch(NoteRule(lowest=64, highest=67)), [1, 3, 4], id="pitch"),
        pytest.param(NoteSearch(NoteRule(softest=60, loudest=100)), [1, 2, 3], id="velocity"),
        pytest.param(NoteSearch(NoteRule(shortest=121, longest=240)), [3, 4], id="length"),
        pytest.param(NoteSearch(kind=Kind.OUT_OF_SCALE), [2], id="out of the scale"),
        pytest.param(NoteSearch(kind=Kind.IN_SCALE), [0, 1, 3, 4, 5], id="in the scale"),
        pytest.param(NoteSearch(kind=Kind.OVERLAPPED), [4], id="overlaps"),
        pytest.param(NoteSearch(kind=Kind.LOCKED), [], id="locked"),
        pytest.param(NoteSearch(place=Place.ON_BEAT), [0, 1, 3, 5], id="on the beat, human ones too"),
        pytest.param(NoteSearch(place=Place.OFF_BEAT), [2, 4], id="off the beat"),
        pytest.param(NoteSearch(ticks=(240, 960)), [2, 3, 4], id="in a region"),
        pytest.param(NoteSearch(ticks=(0, 0)), [], id="in no region"),
        pytest.param(NoteSearch(every=2), [0, 1, 3, 5], id="every second onset, chords whole"),
        pytest.param(NoteSearch(every=3, first=1), [2, 5], id="every third from the second"),
        pytest.param(
            NoteSearch(NoteRule(lowest=64), Kind.IN_SCALE, Place.ON_BEAT, every=2), [1, 5], id="all at once"
        ),
    ],
)
def test_what_is_asked_for_is_found(asked, expected) -> None:
    assert found(asked) == expected


def test_locks_can_be_asked_for() -> None:
    notes = set_locked(NOTES, [1], True)
    assert search(notes, NoteSearch(kind=Kind.LOCKED), C_MAJOR, BEATS, 0).tolist() == [1]
    assert len(search(notes, NoteSearch(kind=Kind.UNLOCKED), C_MAJOR, BEATS, 0)) == 5


def test_in_no_notes_nothing_is_found() -> None:
    for kind in Kind:
        assert len(search(EMPTY_NOTES, NoteSearch(kind=kind, every=2), C_MAJOR, BEATS, 0)) == 0


def test_every_zeroth_is_refused() -> None:
    with pytest.raises(ValueError, match="Every first note"):
        NoteSearch(every=0)
