import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.notes import make_notes
from genre_studio.music.scales import SCALE_STEPS, Scale
from genre_studio.ui.piano_roll.coordinates import RollCoordinates
from genre_studio.ui.piano_roll.pitch_rows import ALL_PITCHES, HIDDEN, Fold, PitchRows, rows_for, used_pitches

pitches = st.sets(st.integers(0, 127))
scales = st.none() | st.builds(Scale, st.integers(0, 11), st.sampled_from(list(SCALE_STEPS)))
folds = st.sampled_from(list(Fold))


@given(folds, pitches, scales, st.booleans())
def test_what_is_used_always_has_a_row_and_rows_go_down(fold, used, scale, is_drums) -> None:
    rows = rows_for(fold, used, scale, is_drums=is_drums)
    assert all(rows.row_of[pitch] != HIDDEN for pitch in used)
    assert rows.pitches.tolist() == sorted(rows.pitches.tolist(), reverse=True)
    assert all(rows.pitch_of(int(rows.row_of[pitch])) == pitch for pitch in rows.pitches.tolist())


@pytest.mark.parametrize(
    ("fold", "is_drums", "expected"),
    [
        pytest.param(Fold.NONE, False, list(range(128)), id="all"),
        pytest.param(Fold.USED, False, [60, 61, 67], id="used"),
        pytest.param(Fold.USED, True, [60, 61, 67], id="used drums"),
        pytest.param(Fold.NONE, True, list(range(35, 82)), id="a lane for each drum of General MIDI"),
        pytest.param(Fold.SCALE, True, list(range(35, 82)), id="drums have no scale"),
    ],
)
def test_rows_of_a_fold(fold, is_drums, expected) -> None:
    rows = rows_for(fold, [67, 61, 60], Scale(0, "major"), is_drums=is_drums)
    assert rows.ladder.tolist() == expected


def test_a_fold_to_the_scale_keeps_what_is_outside_and_used() -> None:
    rows = rows_for(Fold.SCALE, [61], Scale(0, "major"), is_drums=False)
    assert [p for p in rows.ladder.tolist() if 60 <= p <= 65] == [60, 61, 62, 64, 65]
    assert rows_for(Fold.SCALE, [], None, is_drums=False) == ALL_PITCHES


def test_a_fold_of_nothing_shows_all() -> None:
    assert rows_for(Fold.USED, [], None, is_drums=False) == ALL_PITCHES


def test_a_drum_outside_general_midi_gets_its_lane() -> None:
    assert rows_for(Fold.NONE, [20], None, is_drums=True).ladder[0] == 20


def test_used_pitches_are_each_named_once() -> None:
    assert used_pitches(make_notes([0, 1, 2], [1, 1, 1], [60, 40, 60])) == [40, 60]
    assert used_pitches(make_notes([], [], [])) == []


def test_equal_rows_are_equal_values() -> None:
    assert PitchRows([1, 2]) == PitchRows([2, 1])
    assert hash(PitchRows([1, 2])) == hash(PitchRows([2, 1]))
    assert PitchRows([1]) != PitchRows([2])


@given(folds, pitches, st.integers(0, 1000), st.integers(0, 400))
def test_folding_keeps_the_pitch_under_the_eye(fold, used, scroll_y, around_y) -> None:
    rows = rows_for(fold, used, Scale(2, "dorian"), is_drums=False)
    before = RollCoordinates(480, row_px=12, scroll_y=scroll_y)
    after = before.with_rows(rows, around_y)
    pitch = before.pitch_at(around_y)
    kept = rows.pitch_of(rows.nearest_row(pitch))
    assert after.pitch_at(around_y) == kept or after.scroll_y == 0
