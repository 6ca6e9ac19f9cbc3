from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music import edits
from genre_studio.music.notes import Notes, make_notes
from genre_studio.music.scales import Scale
from tests.helpers.songs import notes_arrays, overlapping_pairs

C_MAJOR = Scale(0, "major")
CHORD = make_notes([0, 0, 0], [480] * 3, [60, 64, 67])


def rows(notes: Notes) -> list[tuple[int, int, int]]:
    return [(int(n["start"]), int(n["duration"]), int(n["pitch"])) for n in notes]


def test_join_bridges_gaps_within_a_pitch() -> None:
    notes = make_notes([0, 200, 200], [100, 100, 50], [60, 60, 62])
    assert rows(edits.join(notes, range(3))) == [(0, 300, 60), (200, 50, 62)]
    assert edits.join(notes, [0, 2]) is notes


def test_chop_shares_out_every_tick() -> None:
    after = edits.chop(make_notes([10], [100], [60]), [0], 3)
    assert rows(after) == [(10, 33, 60), (43, 33, 60), (76, 34, 60)]
    assert len(edits.chop(make_notes([0], [2], [60]), [0], 5)) == 2


def test_strum_up_and_down_keeps_the_ends() -> None:
    assert rows(edits.strum(CHORD, range(3), 20)) == [(0, 480, 60), (20, 460, 64), (40, 440, 67)]
    assert rows(edits.strum(CHORD, range(3), -20)) == [(0, 480, 67), (20, 460, 64), (40, 440, 60)]


@given(notes_arrays(), st.integers(0, 9), st.integers(0, 50), st.integers(0, 40))
def test_humanize_is_bounded_and_repeats_with_its_seed(notes, seed, ticks, velocity) -> None:
    ids = notes["id"]
    after = edits.humanize(notes, ids, seed, ticks, velocity)
    assert after.tolist() == edits.humanize(notes, ids, seed, ticks, velocity).tolist()
    before = {int(n["id"]): n for n in notes}
    for note in after:
        was = before[int(note["id"])]
        assert abs(int(note["start"]) - int(was["start"])) <= ticks
        assert abs(int(note["velocity"]) - int(was["velocity"])) <= velocity


def test_the_scale_draws_pitches_in_and_counts_degrees() -> None:
    notes = make_notes([0, 1, 2], [1, 1, 1], [60, 61, 66])
    assert edits.snap_to_scale(notes, range(3), C_MAJOR)["pitch"].tolist() == [60, 60, 65]
    assert edits.transpose_in_scale(notes, range(3), 2, C_MAJOR)["pitch"].tolist() == [64, 65, 70]
    assert edits.transpose_in_scale(notes, [0], 999, C_MAJOR)["pitch"].tolist() == [127, 61, 66]


def test_velocities_are_drawn_together() -> None:
    notes = make_notes([0, 1], [1, 1], [60, 61], [40, 100])
    assert edits.compress_velocity(notes, [0, 1], 0.5)["velocity"].tolist() == [55, 85]


def test_rules_find_notes() -> None:
    notes = make_notes([0, 480, 960], [480, 10, 480], [60, 61, 67], [30, 60, 90])
    assert edits.find(notes, edits.NoteRule(lowest=61, loudest=80)).tolist() == [1]
    assert edits.find(notes, edits.NoteRule(shortest=11, longest=480)).tolist() == [0, 2]
    assert edits.inverted(notes, [1]).tolist() == [0, 2]
    assert edits.out_of_scale(notes, C_MAJOR).tolist() == [1]
    assert edits.every_nth_beat(notes, 480, 2).tolist() == [0, 2]


@given(notes_arrays())
def test_overlapped_finds_the_later_of_each_pair(notes) -> None:
    late = edits.overlapped(notes).tolist()
    if not overlapping_pairs(notes):
        assert late == []
    assert {pair[1] for pair in overlapping_pairs(notes)} == set(late)
