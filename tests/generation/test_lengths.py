"""What a duration class was made of."""

import numpy as np

from genre_studio.generation.grid import GRID_DTYPE, GridSong
from genre_studio.generation.lengths import FEWEST_NOTES, heard_lengths, learned_lengths, length_of
from genre_studio.generation.note_codec import DURATION_STEPS, Row
from genre_studio.music.instruments import Family

LEAD = Family.LEAD * 4
SIX = DURATION_STEPS.index(6)


def swung(count: int) -> GridSong:
    """Three notes of five steps to one of six, on a lead part."""
    notes = np.zeros(count, GRID_DTYPE)
    notes["part"], notes["pitch"] = LEAD, 60
    notes["duration"] = np.where(np.arange(count) % 4, 5, 6)
    return GridSong(notes, np.array([0, 48], np.int32))


def test_a_class_is_drawn_as_it_was_played() -> None:
    lengths = learned_lengths([("jazz", swung(400))])
    drawn = [length_of(Row(step, LEAD, 60, SIX, 4), "jazz", lengths, 1, {}) for step in range(2000)]
    assert set(drawn) == {5, 6}
    assert 0.7 < drawn.count(5) / len(drawn) < 0.8


def test_the_same_note_has_the_same_length() -> None:
    lengths = learned_lengths([("jazz", swung(400))])
    row = Row(12, LEAD, 60, SIX, 4)
    assert len({length_of(row, "jazz", lengths, 9, {}) for _ in range(5)}) == 1


def test_what_was_rarely_heard_keeps_its_nominal_length() -> None:
    lengths = learned_lengths([("jazz", swung(FEWEST_NOTES - 1))])
    assert lengths == {}
    assert length_of(Row(0, LEAD, 60, SIX, 4), "jazz", lengths, 1, {}) == 6
    assert length_of(Row(0, 0, 36, SIX, 4), "jazz", {"jazz drums 4": [[5, 20]]}, 1, {}) == 6


def test_a_song_of_its_own_articulation_keeps_it() -> None:
    lengths, heard = learned_lengths([("jazz", swung(400))]), heard_lengths(swung(1))
    assert heard == {}
    some = swung(40)
    straight = GridSong(some.notes[::4], some.bar_lines)  # every fourth has six steps
    own = heard_lengths(straight)
    assert own == {(LEAD, SIX): [[6, 20]]}
    drawn = {length_of(Row(step, LEAD, 60, SIX, 4), "jazz", lengths, 1, own) for step in range(200)}
    assert drawn == {6}
