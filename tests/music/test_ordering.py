import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.notes import NOTE_DTYPE, sorted_notes
from genre_studio.music.ordering import chosen_rows, sorted_unique

NUMBERS = st.lists(st.integers(-(2**60), 2**60), max_size=30).map(lambda n: np.array(n, np.int64))
ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 3)), max_size=20)


@given(NUMBERS)
def test_numbers_are_ordered_once_each(numbers) -> None:
    assert sorted_unique(numbers).tolist() == sorted(set(numbers.tolist()))


@given(ROWS)
def test_notes_are_ordered_by_start_pitch_and_id(rows) -> None:
    notes = np.zeros(len(rows), NOTE_DTYPE)
    for name, column in zip(("id", "start", "pitch"), np.array(rows, np.int64).reshape(-1, 3).T, strict=True):
        notes[name] = column
    ordered = sorted_notes(notes)
    keys = [(int(n["start"]), int(n["pitch"]), int(n["id"])) for n in ordered]
    assert keys == sorted((start, pitch, id) for id, start, pitch in rows)
    assert not ordered.flags.writeable


@given(ROWS, st.data())
def test_rows_are_chosen_by_a_mask_or_by_places(rows, data) -> None:
    notes = np.zeros(len(rows), NOTE_DTYPE)
    notes["start"] = [row[1] for row in rows]
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), bool)
    assert np.array_equal(chosen_rows(notes, mask), notes[mask])
    assert np.array_equal(chosen_rows(notes, np.flatnonzero(mask)), notes[mask])
