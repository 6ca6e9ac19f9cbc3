"""Lines, windows and what is read of a job's pieces."""

from dataclasses import replace

import numpy as np
import torch
from genre_studio_transformer.batches import Windows, beginning_of, transposed
from genre_studio_transformer.lines import line_of, places_of
from genre_studio_transformer.network import ANY_GENRE
from genre_studio_transformer.reading import Music, read_pieces

from genre_studio.generation.conformance_songs import band_song
from genre_studio.generation.grid import on_grid
from genre_studio.generation.note_codec import START_ROW, Field
from genre_studio.music.timing import Meter
from genre_studio.training.corpus import Piece
from genre_studio.training.losses import Part
from tests.helpers.corpora import scale_song


def test_places_follow_the_meter() -> None:
    line = line_of(on_grid(band_song(2, Meter(0, 7, 8))))
    assert tuple(line.rows[0]) == START_ROW
    assert set(line.places[:, 1].tolist()) == {14}
    eighths = line.places[line.rows[:, Field.ADVANCE] > 0, 0]
    assert sorted(set(eighths.tolist())) == [0, 6, 12, 18, 24, 30, 36]
    assert places_of(np.array([3, 96, 200]), np.array([0, 48])).tolist() == [[3, 16], [0, 16], [8, 16]]


def test_a_long_piece_is_cut() -> None:
    grid = on_grid(scale_song(notes=100))
    assert len(line_of(grid)) == 101
    assert np.array_equal(line_of(grid, 40).rows, line_of(grid).rows[:41])


def test_drums_stay_where_they_are_and_no_note_leaves_the_range() -> None:
    rows = line_of(on_grid(band_song(2))).rows
    moved = transposed(rows, 3)
    drums = rows[:, Field.PART] == 0
    assert drums.any()
    assert np.array_equal(moved[drums], rows[drums])
    notes = ~drums & (np.arange(len(rows)) > 0)
    assert np.array_equal(moved[notes, Field.PITCH], rows[notes, Field.PITCH] + 3)
    assert transposed(rows, 127) is rows


def test_parts_of_a_batch_are_the_batch(music: Music) -> None:
    windows = Windows(music.learning, ("classical", "jazz", "rock"), batch=5, rows=33, seed=1)
    whole = windows.batch_at(3)
    parts = [windows.batch_at(3, Part(i, 2)) for i in range(2)]
    assert torch.equal(whole.rows, torch.cat([part.rows for part in parts]))
    assert torch.equal(whole.rows, windows.batch_at(3).rows)
    assert not torch.equal(whole.rows, windows.batch_at(4).rows)
    told = {int(genre) for step in range(20) for genre in windows.batch_at(step).genre}
    assert told == {ANY_GENRE, 2, 3}


def test_short_pieces_are_padded_and_beginnings_are_whole(music: Music) -> None:
    batch = Windows(music.learning, ("jazz", "rock"), batch=2, rows=200, seed=1).batch_at(0)
    assert batch.counts.sum(1).max() < 200
    assert (batch.rows[batch.counts == 0] == torch.tensor(START_ROW)).all()
    beginning = beginning_of(music.held_out[0], ("jazz", "rock"), 20)
    assert np.array_equal(beginning.rows[0].numpy(), music.held_out[0].line.rows[:20])


def test_what_cannot_be_read_is_left_out_and_said(pieces: tuple[Piece, ...]) -> None:
    gone = replace(pieces[0], path=pieces[0].path.with_name("gone.mid"))
    told = list(read_pieces((gone, *pieces), lambda: False))
    assert any(line.startswith("Left out gone.mid") for line in told)
    assert list(read_pieces(pieces, lambda: True)) == []
