import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes
from genre_studio.music.pianoroll import onset_roll, sustain_roll
from tests.helpers.songs import notes_arrays


def test_repeated_notes_have_two_onsets_and_one_sustain() -> None:
    notes = make_notes([0, 120], [120, 120], [60, 60])
    assert onset_roll(notes, 0, 360, 120)[:, 60].tolist() == [True, True, False]
    assert sustain_roll(notes, 0, 360, 120)[:, 60].tolist() == [True, True, False]
    one = make_notes([0], [240], [60])
    assert onset_roll(one, 0, 360, 120)[:, 60].tolist() == [True, False, False]
    assert np.array_equal(sustain_roll(one, 0, 360, 120), sustain_roll(notes, 0, 360, 120))


def test_a_note_held_into_the_region_sounds_without_an_onset() -> None:
    notes = make_notes([0], [1000], [60])
    assert not onset_roll(notes, 480, 960, 120).any()
    assert sustain_roll(notes, 480, 960, 120)[:, 60].all()


@given(notes_arrays(), st.integers(0, 500), st.integers(0, 2500), st.integers(1, 300))
def test_the_rolls_agree_with_a_plain_count(notes: Notes, start: int, length: int, step: int) -> None:
    end = start + length
    onsets, sustains = onset_roll(notes, start, end, step), sustain_roll(notes, start, end, step)
    assert onsets.shape == sustains.shape == (-(-length // step), 128)
    expected_onsets, expected_sustains = np.zeros_like(onsets), np.zeros_like(sustains)
    for note in notes:
        for i in range(len(onsets)):
            low, high = start + i * step, min(start + (i + 1) * step, end)
            expected_onsets[i, note["pitch"]] |= low <= note["start"] < high
            expected_sustains[i, note["pitch"]] |= (
                note["start"] < high and note["start"] + note["duration"] > low
            )
    assert np.array_equal(onsets, expected_onsets)
    assert np.array_equal(sustains, expected_sustains)


def test_an_empty_region_has_no_steps() -> None:
    assert onset_roll(EMPTY_NOTES, 100, 100, 10).shape == (0, 128)


def test_a_step_needs_a_length() -> None:
    with pytest.raises(ValueError, match="at least one tick"):
        sustain_roll(EMPTY_NOTES, 0, 100, 0)
