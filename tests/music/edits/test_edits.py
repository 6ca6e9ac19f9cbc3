import numpy as np
import pytest

from genre_studio.music import edits
from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes


def rows(notes: Notes) -> list[tuple[int, int, int]]:
    return [(int(n["start"]), int(n["duration"]), int(n["pitch"])) for n in notes]


LINE = make_notes([0, 100, 200], [80, 80, 80], [60, 62, 64])


def test_added_notes_get_fresh_ids():
    after = edits.add_notes(LINE, make_notes([300, 50], [10, 10], [65, 67]))
    assert edits.new_ids(LINE, after).tolist() == [3, 4]
    assert rows(after)[1] == (50, 10, 67)


def test_adding_out_of_range_is_refused():
    bad = make_notes([0], [10], [60]).copy()
    bad["pitch"] = 128
    with pytest.raises(ValueError, match="pitch"):
        edits.add_notes(LINE, bad)


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        pytest.param((40, 100), [(0, 40, 60), (40, 100, 60)], id="the earlier one is shortened"),
        pytest.param((0, 20), [(0, 20, 60)], id="the new one replaces one that starts with it"),
        pytest.param((80, 10), [(0, 80, 60), (80, 10, 60)], id="touching is no overlap"),
    ],
)
def test_a_note_added_over_another_of_its_pitch(added, expected):
    notes = make_notes([0], [80], [60])
    assert rows(edits.add_notes(notes, make_notes([added[0]], [added[1]], [60]))) == expected


def test_a_note_added_before_another_ends_where_that_starts():
    notes = make_notes([100], [80], [60])
    assert rows(edits.add_notes(notes, make_notes([0], [500], [60]))) == [(0, 100, 60), (100, 80, 60)]


def test_a_block_stops_together_at_the_start_and_at_the_top():
    assert rows(edits.move_notes(LINE, [1, 2], -500, 100)) == [(0, 80, 60), (0, 80, 125), (100, 80, 127)]


def test_both_edges_are_resized_and_none_turns_inside_out():
    assert rows(edits.resize_notes(LINE, [1], start_ticks=30)) == [(0, 80, 60), (130, 50, 62), (200, 80, 64)]
    assert rows(edits.resize_notes(LINE, [1], end_ticks=-500, shortest=15))[1] == (100, 15, 62)
    assert rows(edits.resize_notes(LINE, [1], start_ticks=500, shortest=15))[1] == (165, 15, 62)
    assert rows(edits.resize_notes(LINE, [0], start_ticks=-20))[0] == (0, 80, 60)


def test_a_short_note_is_not_lengthened_by_the_shortest_length():
    notes = make_notes([100], [5], [60])
    assert rows(edits.resize_notes(notes, [0], start_ticks=10, shortest=30)) == [(100, 5, 60)]


def test_quantize_with_strength_and_swing():
    notes = make_notes([10, 115, 250, 355], [20] * 4, [60, 61, 62, 63])
    starts = lambda after: after["start"].tolist()  # noqa: E731 - three uses, one line
    assert starts(edits.quantize(notes, range(4), 120)) == [0, 120, 240, 360]
    assert starts(edits.quantize(notes, range(4), 120, strength=0.5)) == [5, 118, 245, 358]
    assert starts(edits.quantize(notes, range(4), 120, swing=1.0)) == [0, 160, 240, 400]
    assert starts(edits.quantize(notes, [1], 120)) == [10, 120, 250, 355]


@pytest.mark.parametrize(
    "wrong", [{"grid_ticks": 0}, {"grid_ticks": 1, "strength": 2}, {"grid_ticks": 1, "swing": -1}]
)
def test_quantize_refuses_what_makes_no_sense(wrong):
    with pytest.raises(ValueError):
        edits.quantize(LINE, [0], **wrong)


def test_legato_joins_chords_to_the_next_onset():
    notes = make_notes([0, 0, 100, 250], [10, 300, 10, 10], [60, 64, 62, 65])
    assert rows(edits.legato(notes, range(4))) == [(0, 100, 60), (0, 100, 64), (100, 150, 62), (250, 10, 65)]


def test_duplicate_appends_a_copy():
    after = edits.duplicate(LINE, range(3), 300, 12)
    assert rows(after)[3:] == [(300, 80, 72), (400, 80, 74), (500, 80, 76)]


def test_split_cuts_what_sounds_across():
    after = edits.split_note(LINE, range(3), 140)
    assert rows(after) == [(0, 80, 60), (100, 40, 62), (140, 40, 62), (200, 80, 64)]
    assert edits.new_ids(LINE, after).tolist() == [3]
    assert edits.split_note(LINE, range(3), 100) is LINE


def test_velocities_stay_in_range():
    assert edits.set_velocity(LINE, [0], 500)["velocity"].tolist() == [127, 96, 96]
    assert edits.scale_velocity(LINE, [0, 1], 0.0)["velocity"].tolist() == [1, 1, 96]
    assert edits.shift_velocity(LINE, [2], -6)["velocity"].tolist() == [96, 96, 90]
    assert edits.set_velocities(LINE, {2: 10, 0: 20, 99: 5})["velocity"].tolist() == [20, 96, 10]


def test_locks_are_set_and_lifted():
    locked = edits.set_locked(LINE, [1], True)
    assert locked["locked"].tolist() == [False, True, False]
    assert not edits.set_locked(locked, [1], False)["locked"].any()


def test_edits_of_nothing_change_nothing():
    for edited in (
        edits.move_notes(EMPTY_NOTES, [1], 5, 5),
        edits.quantize(EMPTY_NOTES, [1], 120),
        edits.legato(EMPTY_NOTES, []),
        edits.add_notes(EMPTY_NOTES, EMPTY_NOTES),
        edits.remove_notes(EMPTY_NOTES, np.array([3])),
    ):
        assert len(edited) == 0
    assert edits.move_notes(LINE, [], 10, 1) is LINE


def test_quantize_to_lines_takes_the_nearest_and_draws_ends_too():
    lines = np.array([0, 120, 240, 480])
    notes = make_notes([50, 70, 300, 470], [100, 200, 30, 500], [60, 62, 64, 65])
    assert edits.quantize_to(notes, range(4), lines)["start"].tolist() == [0, 120, 240, 480]
    assert rows(edits.quantize_to(notes, range(4), lines, ends=True)) == [
        (0, 120, 60), (120, 120, 62), (240, 240, 64), (480, 490, 65)
    ]  # fmt: skip
    assert edits.quantize_to(notes, range(4), lines, 0.5)["start"].tolist() == [25, 95, 270, 475]
    with pytest.raises(ValueError, match="at least one line"):
        edits.quantize_to(notes, [0], np.empty(0, np.int64))


def test_a_ladder_is_climbed_together_and_landed_on():
    notes = make_notes([0, 0, 0], [10, 10, 10], [60, 61, 64])
    ladder = [60, 62, 64, 65, 67]
    assert edits.move_along(notes, range(3), 5, 1, ladder)["pitch"].tolist() == [62, 63, 65]
    assert edits.move_along(notes, range(3), 0, 9, ladder)["pitch"].tolist() == [64, 65, 67]
    landed = edits.move_along(notes, [1], 0, 1, ladder, lands=True)
    assert sorted(landed["pitch"].tolist()) == [60, 62, 64]
    copied = edits.copy_along(notes, [0], 20, 2, ladder)
    assert rows(copied)[-1] == (20, 10, 64) and len(copied) == 4
    assert edits.rungs_between(60, 65, ladder) == 3
    assert edits.rungs_between(66, 61, ladder) == -3
