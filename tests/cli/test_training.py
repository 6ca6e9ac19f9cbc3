"""`dataset build`, `train`, `runs`: from files to a run that is found again, and its sentences."""

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from genre_studio.cli.main import main
from genre_studio.music.midi_file import write_song
from genre_studio.training.runs import RunRequest, Runs, RunStatus
from tests.helpers import tiny_trainer
from tests.helpers.corpora import scale_song, write_corpus


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "songs" / "jazz"
    folder.mkdir(parents=True)
    for number in range(6):
        write_song(scale_song(40 + number, 70 + 3 * number), folder / f"song {'abcdef'[number]}.mid")
    (folder / "empty.mid").write_bytes(b"")
    return folder.parent


def test_a_dataset_is_built_and_told_of(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert main(["dataset", "build", str(music), "--out", out, "--licence", "CC0", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["found"], report["kept"], report["broken"]) == (7, 6, 1)
    assert report["genres"] == {"jazz": 6}
    assert main(["dataset", "build", str(music), "--out", out, "--licence", "CC0"]) == 0
    said = capsys.readouterr().out
    assert "7 files: 6 to learn from, 1 broken" in said
    assert "empty.mid" in said
    assert main(["dataset", "build", str(tmp_path / "no"), "--out", out]) == 1
    assert "neither a folder, a zip nor a MIDI file" in capsys.readouterr().err


def test_runs_are_listed_paused_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs"]) == 0
    assert "No training runs" in capsys.readouterr().out
    request = RunRequest("tiny", tiny_trainer.NAME, str(write_corpus(tmp_path / "music")), 100_000)
    run = Runs().start(replace(request, threads=1, settings={"pause_ms": "10"}))
    assert main(["runs", "remove", run.id]) == 1
    assert "stop it first" in capsys.readouterr().err
    assert main(["runs", "pause", run.id]) == 0
    give_up_at_s = time.monotonic() + 120
    while (found := Runs().find(run.id)).state.status.is_alive:
        assert time.monotonic() < give_up_at_s
        time.sleep(0.05)
    assert found.state.status is RunStatus.PAUSED, found.state
    capsys.readouterr()
    assert main(["runs", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["run"], told["state"]["status"]) == (run.id, "paused")
    assert main(["runs", "resume", "nothing"]) == 1
    assert "There is no training run 'nothing'" in capsys.readouterr().err
    assert main(["runs", "pause"]) == 2
    if (process := found.folder.read_process()) is not None and process.lives():
        os.kill(process.pid, signal.SIGKILL)
    assert main(["runs", "remove", run.id]) == 0
    assert Runs().all() == ()


def test_what_train_cannot_do_is_said(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(music)]) == 2
    assert "--out" in capsys.readouterr().err
    assert main(["train", str(music), "--out", str(tmp_path / "o"), "--from", "nothing"]) == 2
    assert "There is no model 'nothing'" in capsys.readouterr().err
    assert main(["train", str(music), "--out", str(tmp_path / "o")]) == 1
    assert "dataset build" in capsys.readouterr().err
