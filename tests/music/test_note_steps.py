"""Walking from note to note."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.note_steps import stepped_note
from genre_studio.music.notes import EMPTY_NOTES, make_notes

NOTES = make_notes([0, 0, 480, 960], [480] * 4, [60, 64, 62, 67])
NONE = np.array([], np.int64)


def ids(*places: int) -> np.ndarray:
    return NOTES["id"][list(places)]


def test_a_walk_goes_up_chords_and_on_in_time() -> None:
    assert stepped_note(NOTES, NONE, 1) == 0
    assert stepped_note(NOTES, ids(0), 1) == 1
    assert stepped_note(NOTES, ids(1), 1) == 2
    assert stepped_note(NOTES, ids(3), 1) == 3
    assert stepped_note(NOTES, ids(0), -1) == 0


def test_it_begins_at_the_end_of_the_selection_that_it_leaves() -> None:
    assert stepped_note(NOTES, ids(0, 2), 1) == 3
    assert stepped_note(NOTES, ids(1, 2), -1) == 0


def test_without_a_selection_it_begins_at_a_tick() -> None:
    assert stepped_note(NOTES, NONE, 1, from_tick=481) == 3
    assert stepped_note(NOTES, NONE, -1, from_tick=480) == 1
    assert stepped_note(NOTES, NONE, 1, from_tick=5000) == 3
    assert stepped_note(EMPTY_NOTES, NONE, 1) is None


@given(st.sets(st.integers(0, 3)), st.integers(-5, 5).filter(bool), st.integers(0, 2000))
def test_it_stays_among_the_notes(selected, steps, from_tick) -> None:
    at = stepped_note(NOTES, ids(*sorted(selected)), steps, from_tick)
    assert at is not None
    assert 0 <= at < len(NOTES)
