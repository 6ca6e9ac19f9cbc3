import json
import wave
from pathlib import Path

import pytest

from genre_studio.cli.demo import demo
from genre_studio.cli.failures import CommandFailed
from genre_studio.music.midi_file import read_song
from genre_studio.resources import demo_song_path
from tests.helpers.installed_plugins import installed

pytest.importorskip("fluidsynth", reason="FluidSynth's library is not installed", exc_type=ImportError)


def test_the_demo_leaves_a_song_its_sound_and_its_picture_for_every_genre(monkeypatch, tmp_path, capsys):
    records = installed(monkeypatch, tmp_path / "site", "echo_generator", "echo")
    demo(tmp_path / "out", bars=1, json_output=True, records=records)

    results = json.loads(capsys.readouterr().out)
    assert [result["genre"] for result in results] == ["classical", "jazz", "rock"]
    original = read_song(demo_song_path()).song
    for result in results:
        continued = read_song(result["midi"]).song
        assert continued.note_count == original.note_count + result["notes"]
        assert continued.note_end_tick > original.note_end_tick
        with wave.open(result["audio"]) as audio:
            assert audio.getnframes() / audio.getframerate() > 20
        assert Path(result["picture"]).read_bytes().startswith(b"\x89PNG")


def test_without_a_generator_it_says_what_to_do(tmp_path):
    with pytest.raises(CommandFailed, match="make setup"):
        demo(tmp_path, records=[])
    assert list(tmp_path.iterdir()) == []
