from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.difference import rows_difference, song_difference
from genre_studio.music.song import Song, TextEvent
from tests.helpers.songs import assert_same_song, grid_song, notes_arrays, songs


@given(songs(), songs())
def test_any_song_becomes_any_other_and_back(before, after):
    change = song_difference(before, after)
    assert_same_song(change.redone(before), after)
    assert_same_song(change.undone(after), before)


@given(songs(), st.data())
def test_tracks_may_be_removed_reordered_and_doubled(before, data):
    chosen = data.draw(st.lists(st.sampled_from(before.tracks or (None,)), max_size=6))
    after = replace(before, tracks=tuple(track for track in chosen if track))
    change = song_difference(before, after)
    assert_same_song(change.redone(before), after)
    assert_same_song(change.undone(after), before)


@given(notes_arrays(), notes_arrays())
def test_rows_in_no_order_and_with_doubled_ids_are_exact_too(before, after):
    before, after = before[::-1].copy(), after.copy()
    after["id"] = after["id"] // 2
    change = rows_difference(before, after)
    if change is None:
        assert np.array_equal(before, after)
    else:
        assert np.array_equal(change.redone(before), after)
        assert np.array_equal(change.undone(after), before)


def test_the_same_music_in_other_arrays_is_no_difference():
    song = grid_song(10, 2)
    copy = Song(tracks=tuple(replace(t, notes=t.notes.copy(), events=t.events.copy()) for t in song.tracks))
    assert song_difference(song, copy).is_empty


def test_reordering_tracks_is_a_difference_that_holds_no_notes():
    song = grid_song(10_000, 3)
    change = song_difference(song, replace(song, tracks=song.tracks[::-1]))
    assert not change.is_empty
    assert change.nbytes < 2000


def test_only_changed_rows_are_held():
    song = grid_song(10_000)
    notes = song.tracks[0].notes.copy()
    notes["velocity"][5000:5010] += 1
    change = song_difference(song, song.with_track(0, song.tracks[0].with_notes(notes)))
    assert change.nbytes < 10_000


def test_a_removed_tracks_notes_are_counted():
    song = grid_song(10_000, 2)
    change = song_difference(song, replace(song, tracks=song.tracks[:1]))
    assert change.nbytes > song.tracks[1].notes.nbytes
    text = TextEvent(0, 1, "words")
    worded = song.with_track(0, replace(song.tracks[0], texts=(text,) * 100))
    assert song_difference(song, worded).nbytes > 100 * 100
