"""Velocity and timing of a performance on notes that were drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.edits.inking import aligned, ink
from genre_studio.music.notes import make_notes
from tests.helpers.songs import assert_valid, disjoint_notes, overlapping_pairs

WRITTEN = make_notes([0, 480, 480, 960, 1440], [480] * 5, [60, 62, 65, 60, 60])
ALL = range(5)


def test_velocity_and_timing_go_over_by_pitch() -> None:
    played = make_notes([12, 470, 500, 975], [300, 310, 320, 330], [60, 62, 65, 60], [20, 40, 60, 80])
    inked, met, used = ink(WRITTEN, ALL, played, 240)
    assert (met, used) == (4, 4)
    assert inked["start"].tolist() == [12, 470, 500, 975, 1440]
    assert inked["duration"].tolist() == [300, 310, 320, 330, 480]
    assert inked["velocity"].tolist() == [20, 40, 60, 80, 96]
    assert inked["pitch"].tolist() == WRITTEN["pitch"].tolist()


@pytest.mark.parametrize("velocity", [True, False])
def test_either_may_be_left_alone(velocity: bool) -> None:
    played = make_notes([20], [100], [60], 33)
    inked, *_ = ink(WRITTEN, ALL, played, 240, velocity=velocity, timing=not velocity)
    assert (inked["velocity"][0], inked["start"][0]) == ((33, 0) if velocity else (96, 20))


def test_only_chosen_notes_are_met_and_only_within_the_window() -> None:
    played = make_notes([0, 1300], [100, 100], [60, 60], 10)
    inked, met, _ = ink(WRITTEN, [3], played, 240)
    assert met == 0
    assert inked is WRITTEN


def test_repeated_notes_are_met_in_order() -> None:
    played = make_notes([700, 1200], [100, 100], [60, 60], [50, 70])
    inked, *_ = ink(WRITTEN, ALL, played, 400, timing=False)
    assert inked["velocity"].tolist() == [96, 96, 96, 50, 70]


def test_a_tap_of_any_key_plays_the_whole_chord() -> None:
    played = make_notes([30, 490, 495], [50, 50, 50], [40, 40, 41], [10, 99, 50])
    inked, met, used = ink(WRITTEN, ALL, played, 240, by_pitch=False)
    assert (met, used) == (3, 2)
    assert inked["velocity"].tolist() == [10, 99, 99, 96, 96]
    assert inked["start"].tolist() == [30, 490, 490, 960, 1440]
    assert inked["duration"].tolist() == [480] * 5


@given(
    st.lists(st.integers(0, 300), max_size=12), st.lists(st.integers(0, 300), max_size=12), st.integers(0, 80)
)
def test_alignment_is_in_order_once_each_and_as_full_as_can_be(written, played, window) -> None:
    a, b = np.array(sorted(written), np.int64), np.array(sorted(played), np.int64)
    pairs = aligned(a, b, window)
    for column in zip(*pairs, strict=True):
        assert list(column) == sorted(set(column))
    assert all(abs(a[i] - b[j]) <= window for i, j in pairs)
    met_greedily, i, j = 0, 0, 0  # the most that can be met: always the earliest two that can
    while i < len(a) and j < len(b):
        if abs(a[i] - b[j]) <= window:
            met_greedily, i, j = met_greedily + 1, i + 1, j + 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    assert len(pairs) == met_greedily


@given(disjoint_notes(), disjoint_notes(), st.booleans(), st.booleans())
def test_any_performance_leaves_valid_notes_of_the_same_pitches(notes, played, timing, by_pitch) -> None:
    inked, met, used = ink(notes, notes["id"], played, 120, timing=timing, by_pitch=by_pitch)
    assert_valid(inked)
    assert not overlapping_pairs(inked)
    assert used <= met <= len(notes)
    assert set(inked["id"]) <= set(notes["id"])
    kept = notes[np.isin(notes["id"], inked["id"])]
    assert dict(zip(kept["id"], kept["pitch"], strict=True)) == dict(
        zip(inked["id"], inked["pitch"], strict=True)
    )
    if not timing:
        assert np.array_equal(inked["start"], notes["start"])
