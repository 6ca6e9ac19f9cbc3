"""Rows of five numbers, there and back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.generation.grid import GRID_DTYPE, GridSong
from genre_studio.generation.note_codec import (
    DRUM_DURATION,
    DURATION_STEPS,
    FIELD_SIZES,
    LEVEL_COUNT,
    MAX_ADVANCE,
    REST_ROW,
    decode,
    duration_class,
    encode,
    level_of,
    velocity_of,
)

notes = st.lists(
    st.tuples(
        st.integers(0, 400), st.integers(0, 27), st.integers(0, 127), st.integers(1, 192), st.integers(1, 127)
    ),
    max_size=40,
    unique_by=lambda note: note[:3],
)


def grid(rows: list[tuple[int, int, int, int, int]]) -> GridSong:
    table = np.array([(*row, 0) for row in sorted(rows)], GRID_DTYPE)
    return GridSong(table, np.arange(0, 500, 48, dtype=np.int32))


@given(notes)
def test_places_and_pitches_survive(rows: list[tuple[int, int, int, int, int]]) -> None:
    song = grid(rows)
    decoded = decode(encode(song))
    assert [(n.step, n.part, n.pitch) for n in decoded] == [row[:3] for row in sorted(rows)]


@given(notes)
def test_every_field_stays_within_its_vocabulary(rows: list[tuple[int, int, int, int, int]]) -> None:
    encoded = encode(grid(rows))
    assert (encoded >= 0).all() and (encoded < np.array(FIELD_SIZES)).all()


def test_a_long_silence_becomes_rests() -> None:
    encoded = encode(grid([(0, 8, 60, 12, 90), (MAX_ADVANCE * 2 + 5, 8, 62, 12, 90)]))
    assert encoded[1].tolist() == encoded[2].tolist() == list(REST_ROW)
    assert encoded[3][0] == 5


def test_durations_take_the_nearest_ratio() -> None:
    assert [DURATION_STEPS[c] for c in duration_class(np.array([1, 5, 11, 13, 90, 1000]))] == [
        1,
        6,
        12,
        12,
        96,
        192,
    ]


def test_drum_hits_have_one_length() -> None:
    assert encode(grid([(0, 0, 36, 100, 90)]))[0][3] == DRUM_DURATION


def test_levels_keep_their_velocities() -> None:
    assert [int(level_of(velocity_of(level))) for level in range(LEVEL_COUNT)] == list(range(LEVEL_COUNT))
