"""Facts of a file: digests that see through key, tempo and loudness; bars, keys, seconds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.midi_file import MidiFileError, read_song_bytes, song_bytes
from genre_studio.music.notes import frozen
from genre_studio.music.song import Song
from genre_studio.music.song_summary import summarise
from genre_studio.music.timing import Meter, Tempo
from genre_studio.training.dataset.facts import read_facts
from genre_studio.training.dataset.labels import author_and_title, genre_of, work_of
from genre_studio.training.dataset.piece_facts import PieceFacts
from tests.helpers.corpora import scale_song


def facts(song: Song) -> PieceFacts:
    return read_facts(song_bytes(song), "a.mid")


@given(st.integers(-20, 20).filter(bool), st.integers(1, 127))
def test_digests_see_through_key_loudness_and_tempo(shift: int, velocity: int) -> None:
    song = scale_song(60)
    notes = song.tracks[0].notes.copy()
    notes["velocity"] = velocity
    louder = replace(
        song.with_track(0, song.tracks[0].with_notes(frozen(notes))), tempos=(Tempo(0, 400_000),)
    )
    assert facts(louder).content == facts(song).content
    notes = notes.copy()
    notes["pitch"] += shift
    moved = facts(song.with_track(0, song.tracks[0].with_notes(frozen(notes))))
    assert moved.content != facts(song).content
    assert moved.shape == facts(song).shape
    notes = notes.copy()
    notes["pitch"][7] += 1
    assert facts(song.with_track(0, song.tracks[0].with_notes(frozen(notes)))).shape != facts(song).shape


def test_figures_are_those_of_the_song() -> None:
    song = replace(scale_song(62, 96), meters=(Meter(0, 3, 4),), tempos=(Tempo(0, 400_000),))
    found, summary = facts(song), summarise(read_song_bytes(song_bytes(song), "a.mid").song)
    assert (found.notes, found.bars, found.meters) == (96, summary.bars, summary.meters)
    assert found.seconds == pytest.approx(summary.seconds)
    assert found.key == "D major"
    assert found.steadiness == 1.0
    assert found.families == ("Keys",)


def test_what_symusic_refuses_is_repaired_or_named() -> None:
    data = song_bytes(scale_song(60))
    assert facts(scale_song(60)).notes == read_facts(b"junk" + data, "a.mid").notes
    for broken in (b"", b"MThd", data[:20], b"RIFF" + b"\0" * 50):
        with pytest.raises(MidiFileError):
            read_facts(broken, "a.mid")


def test_names_say_who_and_what() -> None:
    assert genre_of("Hard_Bop/Silver/x.mid", "music", "") == "hard bop"
    assert genre_of("x.mid", "My Songs", "") == "my songs"
    assert genre_of("Rock/x.mid", "music", "Jazz") == "jazz"
    assert author_and_title("jazz/Horace Silver/Nutville.mid") == ("horace silver", "Nutville")
    assert author_and_title("Bach - Invention 1.mid") == ("bach", "Invention 1")
    assert author_and_title("a.mid") == ("", "a")
    assert work_of("Blue Bossa (2)") == work_of("blue_bossa_v3") == "blue bossa"
