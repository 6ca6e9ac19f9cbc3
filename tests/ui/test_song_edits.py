"""Edits of tempo, meter, key and tracks."""

import pytest

from genre_studio.music.scales import Scale
from genre_studio.music.song import KeySignature, Song
from genre_studio.music.timing import Meter, Tempo
from genre_studio.ui.song_edits import (
    SongKey,
    key_of,
    with_key,
    with_meter,
    with_tempo,
)
from tests.helpers.requests import small_song


def test_the_tempo_in_force_is_set() -> None:
    song = Song(tempos=(Tempo(0, 500_000), Tempo(1920, 600_000)))
    changed = with_tempo(song, 2000, 90)
    assert [(t.tick, round(t.bpm)) for t in changed.tempos] == [(0, 120), (1920, 90)]
    assert [t.tick for t in with_tempo(Song(), 960, 90).tempos] == [0]


def test_the_meter_in_force_is_set() -> None:
    changed = with_meter(Song(meters=(Meter(0, 4, 4), Meter(1920, 3, 4))), 0, Meter(0, 6, 8, 36))
    assert [(m.tick, m.numerator) for m in changed.meters] == [(0, 6), (1920, 3)]


@pytest.mark.parametrize("name", ["major", "minor"])
@pytest.mark.parametrize("root", range(12))
def test_a_key_survives_its_signature(root: int, name: str) -> None:
    assert key_of(with_key(Song(), Scale(root, name))) == Scale(root, name)


def test_keys_are_spelled_as_they_are_named() -> None:
    assert with_key(Song(), Scale(3, "major")).keys == (KeySignature(0, -3, False),)
    assert with_key(Song(), Scale(1, "minor")).keys == (KeySignature(0, 4, True),)


def test_an_estimated_key_stays_while_notes_are_edited() -> None:
    key = SongKey(small_song())
    estimated = key()
    key.follow(Song())
    assert key() == estimated
    key.follow(with_key(Song(), Scale(2, "minor")))
    assert key() == Scale(2, "minor")
