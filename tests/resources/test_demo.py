import runpy
from pathlib import Path

import numpy as np
import pytest

from genre_studio.music.midi_file import read_song, song_bytes
from genre_studio.music.scales import Scale, estimate_key
from genre_studio.music.song import Song
from genre_studio.music.takes import continuation_region
from genre_studio.resources import demo_song_path
from tests.helpers.songs import assert_valid, overlapping_pairs

COMPOSER = Path(__file__).parents[2] / "resources/demo/compose.py"


@pytest.fixture(scope="module")
def song() -> Song:
    result = read_song(demo_song_path())
    assert result.repairs == ()
    return result.song


def test_the_shipped_file_is_what_the_composer_writes():
    composed = runpy.run_path(str(COMPOSER))["demo_song"]()
    assert song_bytes(composed) == demo_song_path().read_bytes()


def test_it_is_a_band_in_c_minor_at_a_walking_tempo(song):
    assert [track.name for track in song.tracks] == ["Lead", "Keys", "Bass", "Drums"]
    assert [track.family.title for track in song.tracks] == ["Lead", "Keys", "Bass", "Drums"]
    assert song.title == "Evening Walk"
    assert song.tempo_map.tempo_us_at(0) == 625_000
    pitched = [track.notes for track in song.tracks if not track.is_drums]
    assert estimate_key(pitched) == estimate_key(pitched[:1]) == Scale(0, "minor")


def test_every_note_is_in_key_and_on_the_grid(song):
    in_key = Scale(0, "minor").pitch_classes | Scale(0, "harmonic minor").pitch_classes
    for track in song.tracks:
        assert_valid(track.notes)
        assert overlapping_pairs(track.notes) == []
        assert np.all(track.notes["start"] % (song.ppq // 4) == 0)
        assert track.is_drums or {int(pitch) % 12 for pitch in track.notes["pitch"]} <= in_key


def test_its_continuation_starts_at_bar_nine(song):
    bar_ticks = 4 * song.ppq
    assert continuation_region(song, 8) == (8 * bar_ticks, 16 * bar_ticks)


def test_the_melody_sings_and_its_loudness_has_a_shape(song):
    lead = song.tracks[0].notes
    leaps = np.abs(np.diff(lead["pitch"].astype(int)))
    assert leaps.max() <= 9
    assert np.ptp(lead["velocity"]) > 10
    assert np.all(lead["start"][1:] >= (lead["start"] + lead["duration"])[:-1])
