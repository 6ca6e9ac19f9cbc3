"""Tracks added to a song."""

from dataclasses import replace

import pytest

from genre_studio.music.instruments import Family
from genre_studio.music.song import Song, Track
from genre_studio.music.song_tracks import (
    BAND,
    with_band,
    with_new_track,
    with_parts_for,
    with_tracks_of,
)
from tests.helpers.requests import small_song


def test_a_new_track_has_a_channel_of_its_own() -> None:
    song = with_new_track(small_song())
    assert song.tracks[-1].channel == 2
    assert song.tracks[-1].colour == 3
    for _ in range(20):
        song = with_new_track(song)
    assert all(track.channel != 9 for track in song.tracks[3:])
    assert len({track.name for track in song.tracks}) == len(song.tracks)


@pytest.mark.parametrize("family", list(Family))
def test_a_new_track_is_of_the_family_that_was_asked(family: Family) -> None:
    track = with_new_track(Song(), family).tracks[0]
    assert track.family is family
    assert track.name == family.title


def test_tracks_of_another_song_come_at_this_resolution_on_free_channels() -> None:
    song = small_song()
    other = replace(small_song(), ppq=song.ppq * 2)
    joined = with_tracks_of(song, replace(other, tracks=(*other.tracks, Track("Empty"))), "file")
    added = joined.tracks[len(song.tracks) :]
    assert len(added) == len(other.tracks)
    for track, source in zip(added, other.tracks, strict=True):
        assert track.notes["start"].tolist() == (source.notes["start"] // 2).tolist()
        assert track.is_drums == source.is_drums
    pitched = [track.channel for track in joined.tracks if not track.is_drums]
    assert len(set(pitched)) == len(pitched)
    assert joined.tempos == song.tempos


def test_a_band_is_what_the_song_lacks_of_it() -> None:
    song = small_song()  # keys, a bass and drums
    band = with_band(song)
    assert [track.family for track in band.tracks[3:]] == [Family.GUITAR, Family.STRINGS]
    assert with_band(band) is band
    assert [track.family for track in with_band(Song()).tracks] == list(BAND)


def test_parts_of_another_song_find_tracks_of_their_family_or_new_ones() -> None:
    notes = small_song().tracks[0].notes
    other = with_new_track(with_new_track(with_new_track(Song(), Family.LEAD)), Family.KEYS)
    other = with_new_track(other, Family.BASS)  # a lead, two keys, a bass that is silent
    for index in range(3):
        other = other.with_track(index, other.tracks[index].with_notes(notes))
    song, places = with_parts_for(small_song(), other)
    assert places == {0: 3, 1: 0, 2: 4}
    assert [track.family for track in song.tracks[3:]] == [Family.LEAD, Family.KEYS]
    assert not any(len(track.notes) for track in song.tracks[3:])
