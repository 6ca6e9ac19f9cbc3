"""Tracks added to a song."""

from dataclasses import replace

import pytest

from genre_studio.music.instruments import Family
from genre_studio.music.song import Song, Track
from genre_studio.music.song_tracks import with_new_track, with_tracks_of
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
