"""Quotes of training music, found by their hashes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.generation.grid import on_grid
from genre_studio.generation.quotes import (
    COMMON_TIMES,
    FIGURE_NOTES,
    Line,
    QuoteIndex,
    figures_of,
    lines_of,
    model_quotes,
    top_line,
)
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.plugin_api import GenerationError


def tune(seed, length=40):
    """A line that no other seed has."""
    generator = np.random.default_rng(seed)
    return Line(np.cumsum(generator.integers(1, 24, length)), generator.integers(40, 90, length))


def index_of(*lines):
    return QuoteIndex.build((f"Piece {i}", [line]) for i, line in enumerate(lines))


def joined(*lines):
    """Lines one after the other, each moved behind the one before."""
    steps, pitches, at = [], [], 0
    for line in lines:
        steps.append(line.steps - line.steps[0] + at)
        pitches.append(line.pitches)
        at = int(steps[-1][-1]) + 7
    return Line(np.concatenate(steps), np.concatenate(pitches))


def part(line, first, last):
    return Line(line.steps[first:last], line.pitches[first:last])


def test_a_quote_is_found_in_another_key_and_place():
    index = index_of(tune(1), tune(2), tune(3))
    stolen = part(tune(2), 10, 25)
    moved = Line(stolen.steps + 5, stolen.pitches + 3, track=4)
    quote = index.longest_quote([joined(tune(8)), moved])
    assert (quote.notes, quote.piece, quote.track) == (15, "Piece 1", 4)
    assert quote.first == 0


@given(st.integers(FIGURE_NOTES, 30), st.integers(0, 10))
def test_its_length_is_exact(length, first):
    index = index_of(tune(1), tune(2))
    take = joined(tune(8, 12), part(tune(2), first, first + length), tune(9, 12))
    assert index.longest_run(take) == length
    quote = index.longest_quote([take])
    assert quote.first == 12
    assert quote.piece == "Piece 1"


def test_a_limit_only_saves_time():
    index = index_of(tune(1), tune(2))
    take = joined(tune(8, 12), part(tune(2), 3, 18), tune(9, 12))
    assert index.longest_run(take, most=14) == index.longest_run(take) == 15
    assert index.longest_run(take, most=15) == 0


def test_fresh_music_quotes_nothing():
    index = index_of(tune(1), tune(2))
    assert index.longest_quote([tune(3)]) is None
    assert index.longest_run(part(tune(1), 0, FIGURE_NOTES - 1)) == 0
    assert index.longest_run(Line(np.zeros(0, np.int64), np.zeros(0, np.int64))) == 0
    assert len(figures_of(part(tune(1), 0, FIGURE_NOTES))) == 1


def test_rhythm_and_intervals_both_count():
    index, line = index_of(tune(1)), tune(1)
    assert index.longest_run(Line(line.steps * 2, line.pitches)) == 0
    assert index.longest_run(Line(line.steps, line.pitches[::-1].copy())) == 0


def test_a_quote_does_not_run_over_the_end_of_a_line():
    one, other = tune(1), tune(2)
    index = QuoteIndex.build([("Both", [one, other])])
    assert index.longest_run(joined(one, other)) == 40


def test_common_figures_count_only_within_a_quote():
    drone = Line(np.arange(COMMON_TIMES + 60) * 6, np.full(COMMON_TIMES + 60, 60))
    opening = joined(tune(1, 20), part(drone, 0, 50))
    index = index_of(drone, opening)
    assert index.longest_run(part(drone, 0, 100)) == 0
    assert index.longest_run(opening) == 70


def test_the_nearest_phrase():
    index = index_of(tune(1), tune(2))
    take = joined(part(tune(2), 0, 10), part(tune(2), 12, 22))
    near = index.nearest_phrase(take)
    assert near.piece == "Piece 1"
    assert near.share == pytest.approx(10 / 15)
    assert index.nearest_phrase(tune(7)).share == 0


def test_the_top_notes_of_pitched_tracks():
    chords = make_notes([480, 0, 0, 480], [480] * 4, [64, 60, 67, 72])
    song = Song(tracks=(Track("Piano", 0, chords), Track("Drums", 9, chords)))
    (line,) = lines_of(on_grid(song))
    assert line.steps.tolist() == [0, 12]
    assert line.pitches.tolist() == [67, 72]
    assert top_line(np.array([3, 0]), np.array([50, 60])).pitches.tolist() == [60, 50]
    assert lines_of(on_grid(song), tracks=[1]) == []


def test_an_index_goes_through_a_file(tmp_path):
    index = index_of(tune(1), tune(2))
    index.save(tmp_path / "quotes.safetensors")
    again = model_quotes(tmp_path)
    assert again.titles == index.titles
    assert again.longest_run(tune(2)) == 40
    assert model_quotes(tmp_path / "nowhere") is None


def test_a_damaged_file_is_said_to_be_one(tmp_path):
    (tmp_path / "quotes.safetensors").write_bytes(b"no such thing")
    with pytest.raises(GenerationError, match="cannot be read"):
        model_quotes(tmp_path)


def test_an_index_is_bounded():
    index = QuoteIndex.build(((f"{i}", [tune(i)]) for i in range(9)), most=100)
    assert len(index.figures) <= 100
    assert len(index.titles) == 2
