"""The context that every prediction sees."""

import numpy as np
from genre_studio_lstm.batches import transpose
from genre_studio_lstm.context import (
    NO_ADVANCE,
    NO_NOTE,
    Columns,
    NoteContext,
    encode_context,
)

from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.music.song import Song


def test_a_repeated_bar_is_proposed_from_the_bar_before(song: Song) -> None:
    rows, table = encode_context(on_grid(song))
    second_bar = np.cumsum(rows[:, 0]) >= 48
    one_bar_ago = table[second_bar, Columns.ADVANCES][:, 0]
    drums = rows[second_bar, 1] == 0
    pitches = table[second_bar][:, Columns.LOOKBACK][:, 0]
    # Drums and bass repeat each bar, so the bar before names their next pitch every time.
    assert (pitches[drums] == rows[second_bar][drums, 2]).all()
    assert (one_bar_ago == rows[second_bar, 0]).mean() > 0.97  # all but the row that crosses the bar line
    assert (table[-1, Columns.MATCHES] > 100).any()


def test_the_first_bar_has_nothing_to_look_back_at(song: Song) -> None:
    rows, table = encode_context(on_grid(song))
    first_bar = np.cumsum(rows[:, 0]) < 48
    assert (table[first_bar, Columns.ADVANCES] == NO_ADVANCE).all()
    assert (table[first_bar, Columns.LOOKBACK] == NO_NOTE).all()


def test_a_bar_of_another_length_is_no_analogue() -> None:
    context = NoteContext([0, 12, 60])
    context.place(0, 8, 60, 3, 4, 12)
    assert context.before_part(36)[2:6] == [0, 0, 0, 0]


def test_transposing_rows_and_context_is_encoding_the_transposed_song(song: Song) -> None:
    grid = on_grid(song)
    rows, table = (array.astype(np.int64) for array in encode_context(grid))
    moved = grid.notes.copy()
    moved["pitch"][moved["part"] > 3] += 4
    wanted_rows, wanted = encode_context(GridSong(moved, grid.bar_lines))
    transpose(rows, table, 4)
    assert (rows == wanted_rows).all()
    assert (table == wanted).all()
