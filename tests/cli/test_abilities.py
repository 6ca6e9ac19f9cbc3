"""The commands that ask for one ability by name: generate, accompany, vary, interpolate."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from genre_studio.cli.main import main
from genre_studio.generation.conformance_songs import far_end_of
from genre_studio.music.instruments import Family
from genre_studio.music.midi_file import read_song, write_song
from genre_studio.music.song import Song
from genre_studio.music.song_tracks import with_new_track
from tests.helpers.installed_plugins import install
from tests.helpers.requests import BAR, small_song


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a.mid and b.mid in it, and a generator with every ability beside one with few."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    install(monkeypatch, tmp_path / "site", "echo_generator", "six_abilities")
    write_song(small_song(), tmp_path / "a.mid")
    write_song(_other_song(), tmp_path / "b.mid")
    return tmp_path


def _other_song() -> Song:
    """Three bars at another resolution, of other notes, with a part that the small song lacks."""
    song = with_new_track(Song(ppq=240), Family.BASS)
    song = with_new_track(song, Family.STRINGS)
    for index, notes in far_end_of(song, 0, 3 * BAR // 2, (0, 1)).items():
        song = song.with_track(index, song.tracks[index].with_notes(notes))
    return song


def _report(folder: str) -> Any:
    return json.loads((Path(folder) / "takes.json").read_text())


def test_generate_makes_a_band(work: Path) -> None:
    command = ["generate", "--genre", "rock", "--bars", "4", "--takes", "8", "--seed", "7", "--tempo", "96"]
    assert main([*command, "--plugin", "weaver", "--out", "new"]) == 0
    report = _report("new")
    assert (report["ability"], report["input"], report["bars"]) == ("generate", None, 4)
    assert [take["file"] for take in report["takes"]] == [f"take-{n}.mid" for n in range(1, 9)]
    song = read_song(work / "new/take-8.mid").song
    assert [track.family.title for track in song.tracks] == ["Drums", "Bass", "Keys", "Guitar", "Strings"]
    assert all(len(track.notes) == 16 for track in song.tracks)
    assert song.tempo_map.tempo_us_at(0) == 625_000
    assert main([*command, "--plugin", "weaver", "--write", "keys", "--out", "keys"]) == 0
    assert [track.name for track in read_song(work / "keys/take-1.mid").song.tracks] == ["Keys"]


def test_each_command_finds_the_generator_that_can(work: Path) -> None:
    assert main(["vary", "a.mid", "--genre", "jazz", "--takes", "2"]) == 0
    assert _report("out")["takes"][0]["provenance"]["plugin_id"] in ("weaver", "gan_bars")  # echo cannot


def test_accompany_writes_the_missing_parts_and_leaves_the_rest(work: Path) -> None:
    melody = replace(small_song(), tracks=small_song().tracks[:1])
    write_song(melody, work / "melody.mid")
    command = ["accompany", "melody.mid", "--genre", "jazz", "--takes", "1"]
    assert main([*command, "--write", "bass,drums", "--out", "both"]) == 0
    song = read_song(work / "both/take-1.mid").song
    assert [track.family.title for track in song.tracks] == ["Keys", "Bass", "Drums"]
    assert np.array_equal(song.tracks[0].notes["pitch"], melody.tracks[0].notes["pitch"])
    assert all(len(track.notes) for track in song.tracks)
    assert main([*command, "--write", "bass", "--bars", "2", "--out", "second"]) == 0
    report = _report("second")
    assert (report["ability"], report["first_bar"], report["bars"]) == ("accompany", 2, 1)
    assert int(read_song(work / "second/take-1.mid").song.tracks[1].notes["start"][0]) == BAR


def test_accompany_takes_the_silent_tracks_unless_told(work: Path) -> None:
    write_song(with_new_track(small_song(), Family.STRINGS), work / "four.mid")
    assert main(["accompany", "four.mid", "--genre", "jazz", "--takes", "1"]) == 0
    assert _report("out")["tracks"] == [4]


def test_vary_stays_near_around_locked_notes(work: Path) -> None:
    command = ["vary", "a.mid", "--genre", "jazz", "--takes", "1", "--lock", "Bass", "--plugin", "weaver"]
    assert main([*command, "--set", "distance=0.2"]) == 0
    song, before = read_song(work / "out/take-1.mid").song, small_song()
    assert np.array_equal(song.tracks[1].notes["pitch"], before.tracks[1].notes["pitch"])
    moved = song.tracks[0].notes["pitch"] != before.tracks[0].notes["pitch"]
    assert 1 <= np.count_nonzero(moved) <= 2


def test_a_path_leads_from_one_file_to_the_other_in_order(work: Path) -> None:
    command = ["interpolate", "a.mid", "b.mid", "--genre", "jazz", "--plugin", "weaver"]
    assert main([*command, "--steps", "12", "--out", "path"]) == 0
    report = _report("path")
    files = [take["file"] for take in report["takes"]]
    assert files == sorted(files) == [f"step-{number:02}.mid" for number in range(1, 13)]
    assert (report["input"], report["far_input"], report["bars"]) == ("a.mid", "b.mid", 2)
    first, last = (read_song(work / "path" / name).song for name in (files[0], files[-1]))
    assert [len(track.notes) for track in first.tracks] == [8, 2, 8, 0]
    assert [track.name for track in last.tracks if len(track.notes)] == ["Bass", "Strings"]
    far_bass = far_end_of(small_song(), 0, 2 * BAR, (1,))[1]
    assert np.array_equal(last.tracks[1].notes["start"], far_bass["start"])  # at the first song's resolution
    assert np.array_equal(last.tracks[1].notes["pitch"], far_bass["pitch"])


def test_a_path_between_named_bars(work: Path) -> None:
    command = ["interpolate", "b.mid", "a.mid", "--genre", "jazz", "--bars", "2-3", "--to-bars", "2"]
    assert main(command) == 0
    assert (_report("out")["first_bar"], _report("out")["bars"]) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["vary", "a.mid", "--plugin", "echo"], "Echo cannot vary music"),
        (["vary", "a.mid", "--bars", "2-9"], "no bars 2-9: the song has bars 1 to 2"),
        (["vary", "a.mid", "--bars", "x"], "'x' names no bars"),
        (["accompany", "a.mid"], "name the parts to write"),
        (["accompany", "a.mid", "--write", "keys,bass,drums"], "nothing to accompany"),
        (["accompany", "empty.mid", "--write", "bass"], "no note in it"),
        (["generate", "--bars", "17"], "--bars must be"),
        (["generate", "--tracks", "1"], "--tracks"),
        (["interpolate", "a.mid", "b.mid", "--steps", "2"], "--steps must be"),
        (["interpolate", "a.mid", "empty.mid"], "no notes to arrive at"),
        (
            ["interpolate", "a.mid", "step-1.mid", "--steps", "3", "--out", "."],
            "written over step-1.mid itself",
        ),
    ],
)
def test_mistakes_get_one_sentence(
    work: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    write_song(replace(small_song(), tracks=()), work / "empty.mid")
    write_song(small_song(), work / "step-1.mid")
    assert main([*arguments, "--genre", "jazz"]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
