import gc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.notes import EMPTY_NOTES, make_notes, note_ends
from genre_studio.ui.piano_roll import note_index
from genre_studio.ui.piano_roll.note_index import NoteIndex, index_of

rows = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 900), st.integers(40, 80)), min_size=1, max_size=40
)


@given(rows, st.integers(0, 2500), st.integers(1, 500), st.integers(40, 60), st.integers(0, 20))
def test_within_finds_what_a_plain_search_finds(
    notes_rows: list[tuple[int, int, int]], start: int, length: int, lowest: int, span: int
) -> None:
    notes = make_notes(*zip(*notes_rows, strict=True))
    found = NoteIndex(notes).within(start, start + length, lowest, lowest + span)
    sounds = (notes["start"] < start + length) & (note_ends(notes) > start)
    plain = np.flatnonzero(sounds & (notes["pitch"] >= lowest) & (notes["pitch"] <= lowest + span))
    assert found.tolist() == plain.tolist()


def test_at_finds_the_note_drawn_last() -> None:
    index = NoteIndex(make_notes([0, 100], [400, 400], [60, 60]))
    assert index.at(50, 60) == 0
    assert index.at(200, 60) == 1
    assert index.at(499, 60) == 1
    assert index.at(500, 60) is None
    assert index.at(200, 61) is None


def test_nothing_is_found_in_nothing() -> None:
    index = NoteIndex(EMPTY_NOTES)
    assert len(index.within(0, 100)) == 0
    assert index.at(0, 60) is None


def test_an_index_is_made_once_and_goes_with_its_notes() -> None:
    notes = make_notes([0], [1], [60])
    key = id(notes)
    assert index_of(notes) is index_of(notes)
    assert key in note_index._indices
    del notes
    gc.collect()
    assert key not in note_index._indices
