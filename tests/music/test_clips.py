"""Clips cut out of some bars and laid over others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.clips import moved_clip, scaled_notes
from genre_studio.music.notes import Notes, check_notes, make_notes, note_ends

BAR = 4 * 480


@st.composite
def some_notes(draw: st.DrawFn) -> Notes:
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 8 * BAR), st.integers(1, 2 * BAR), st.integers(0, 127)), max_size=30
        )
    )
    return make_notes(*zip(*rows, strict=True)) if rows else make_notes([], [], [])


@given(some_notes(), st.integers(0, 4), st.integers(0, 6), st.integers(1, 4))
def test_a_moved_clip_lies_in_its_region_and_keeps_its_rhythm(
    notes: Notes, source: int, target: int, bars: int
) -> None:
    start, region = source * BAR, (target * BAR, (target + bars) * BAR)
    clip = moved_clip({3: notes}, start, region)
    inside = notes[(notes["start"] >= start) & (notes["start"] < start + bars * BAR)]
    moved = clip.get(3, notes[:0])
    check_notes(moved)
    assert (3 in clip) == bool(len(inside))
    assert np.array_equal(moved["start"] - region[0], inside["start"] - start)
    assert np.array_equal(moved["pitch"], inside["pitch"])
    assert (note_ends(moved) <= region[1]).all()


def test_locks_stay_behind() -> None:
    notes = make_notes([0], [480], [60]).copy()
    notes["locked"] = True
    assert not moved_clip({0: notes}, 0, (BAR, 2 * BAR))[0]["locked"].any()
    assert notes["locked"].all()


@given(some_notes(), st.sampled_from([0.25, 0.5, 2.0, 960 / 120]))
def test_scaled_notes_stay_notes(notes: Notes, factor: float) -> None:
    scaled = scaled_notes(notes, factor)
    check_notes(scaled)
    assert (np.abs(scaled["start"] - notes["start"] * factor) <= 0.5).all()
    assert (np.diff(scaled["start"]) >= 0).all()


def test_the_same_resolution_changes_nothing() -> None:
    notes = make_notes([0, 10], [5, 5], [60, 61])
    assert scaled_notes(notes, 1.0) is notes
