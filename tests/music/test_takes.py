import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.takes import apply_take, continuation_region, making_way, part_of_take
from genre_studio.music.timing import Meter
from tests.helpers.songs import assert_valid, disjoint_notes, overlapping_pairs


def rows(notes: Notes) -> list[tuple[int, int, int]]:
    return [(int(n["start"]), int(n["duration"]), int(n["pitch"])) for n in notes]


def song_of(*parts: Notes) -> Song:
    return Song(tracks=tuple(Track(f"Track {i}", i, notes) for i, notes in enumerate(parts)))


def test_a_take_replaces_the_unlocked_notes_of_its_tracks_only():
    notes = make_notes([0, 480, 960], [480] * 3, [60, 62, 64])
    after = apply_take(song_of(notes, notes), 480, 960, {0: make_notes([500], [100], [67])})
    assert rows(after.tracks[0].notes) == [(0, 480, 60), (500, 100, 67), (960, 480, 64)]
    assert after.tracks[0].notes["id"].tolist() == [0, 3, 2]
    assert np.array_equal(after.tracks[1].notes, notes)


def test_the_id_of_a_note_that_made_way_is_not_used_again():
    notes = make_notes([0, 480], [480, 480], [60, 62])
    after = apply_take(song_of(notes), 480, 960, {0: make_notes([480, 600], [100, 100], [62, 64])})
    assert after.tracks[0].notes["id"].tolist() == [0, 2, 3]


def test_a_take_without_notes_still_clears_the_region():
    notes = make_notes([0, 480], [480, 480], [60, 62])
    assert rows(apply_take(song_of(notes), 0, 480, {0: EMPTY_NOTES}).tracks[0].notes) == [(480, 480, 62)]


def test_a_take_gives_way_to_locked_notes_of_its_pitch():
    notes = make_notes([600], [200], [60]).copy()
    notes["locked"] = True
    taken = make_notes([500, 650, 650, 800], [300, 50, 50, 50], [60, 60, 61, 60])
    after = apply_take(song_of(notes), 480, 960, {0: taken}).tracks[0].notes
    assert rows(after) == [(500, 100, 60), (600, 200, 60), (650, 50, 61), (800, 50, 60)]


def test_a_note_held_into_the_region_ends_where_the_take_strikes_its_pitch():
    notes = make_notes([0, 0], [960, 960], [60, 64])
    after = apply_take(song_of(notes), 480, 960, {0: make_notes([480], [100], [60])}).tracks[0].notes
    assert rows(after) == [(0, 480, 60), (0, 960, 64), (480, 100, 60)]


@given(disjoint_notes(), disjoint_notes(), st.integers(0, 1000), st.integers(1, 1500))
def test_locked_notes_and_notes_outside_stay_whatever_the_take(notes, taken, start, length):
    end = start + length
    taken = taken[(taken["start"] >= start) & (taken["start"] < end)]
    after = apply_take(song_of(notes), start, end, {0: taken}).tracks[0].notes
    assert_valid(after)
    assert overlapping_pairs(after) == []
    assert np.isin(notes[notes["locked"]], after).all()
    assert np.isin(notes[notes["start"] >= end], after).all()
    outside = notes[(notes["start"] < start) | (notes["start"] >= end)]
    assert np.isin(outside["id"], after["id"]).all()


@given(disjoint_notes(), disjoint_notes(), st.integers(0, 1000), st.integers(1, 1500))
def test_a_refill_changes_nothing_to_its_right_and_little_to_its_left(notes, taken, start, length):
    end = start + length
    taken = taken[(taken["start"] >= start) & (taken["start"] < end)]
    after = apply_take(song_of(notes, notes), start, end, {0: taken}).tracks
    assert np.array_equal(after[1].notes, notes)
    new = after[0].notes[~np.isin(after[0].notes["id"], notes["id"])]
    assert ((new["start"] >= start) & (new["start"] + new["duration"] <= end)).all()
    over = notes[notes["start"] + notes["duration"] <= start]
    assert np.isin(over, after[0].notes).all()
    for held in notes[(notes["start"] < start) & ~notes["locked"]]:
        now = after[0].notes[after[0].notes["id"] == held["id"]][0]
        struck = new["start"][new["pitch"] == held["pitch"]]
        held_end = held["start"] + held["duration"]
        assert now["start"] + now["duration"] == min([held_end, *struck[struck < held_end]])
    gone = notes[(notes["start"] >= start) & (notes["start"] < end) & ~notes["locked"]]
    assert not np.isin(gone["id"], after[0].notes["id"]).any()


@given(disjoint_notes(), st.integers(0, 1000), st.integers(1, 1500), st.integers(0, 900), st.integers(1, 900))
def test_keeping_a_part_of_a_take_is_keeping_a_smaller_take(taken, start, length, offset, part_length):
    end = start + length
    taken = taken[(taken["start"] >= start) & (taken["start"] < end)]
    low, high = start + offset, start + offset + part_length
    part = part_of_take({0: taken, 1: taken}, low, high, [0, 5])
    assert part.keys() == {0}
    assert ((part[0]["start"] >= low) & (part[0]["start"] + part[0]["duration"] <= high)).all()
    assert len(part[0]) == np.count_nonzero((taken["start"] >= low) & (taken["start"] < high))


def test_what_makes_way_is_what_starts_in_the_bars_and_is_not_locked():
    notes = make_notes([0, 480, 720, 960], [960, 480, 100, 480], [60, 62, 64, 65]).copy()
    notes["locked"] = [False, False, True, False]
    assert rows(making_way(song_of(notes), 480, 960, [0])[0]) == [(480, 480, 62)]


@pytest.mark.parametrize(
    ("last_end", "expected"),
    [(1920, 1920), (1919, 1920), (1950, 1920), (2000, 3840), (0, 0)],
    ids=["on the bar line", "before it", "released just after it", "held into the next bar", "empty song"],
)
def test_a_continuation_starts_on_the_first_bar_line_after_the_last_note(last_end, expected):
    song = song_of(make_notes([0], [last_end], [60]) if last_end else EMPTY_NOTES)
    assert continuation_region(song, 2) == (expected, expected + 2 * 1920)


def test_a_short_note_on_the_bar_line_is_not_taken_for_a_release():
    assert continuation_region(song_of(make_notes([1920], [20], [60])), 1) == (3840, 5760)


def test_a_continuation_keeps_the_songs_meter():
    song = Song(meters=(Meter(0, 3, 4),), tracks=(Track("Waltz", 0, make_notes([0], [1500], [60])),))
    assert continuation_region(song, 4) == (2880, 2880 + 4 * 1440)
