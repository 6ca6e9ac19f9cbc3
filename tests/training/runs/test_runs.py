"""Training runs: processes that outlive whoever started them, found again, paused, killed, resumed."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from genre_studio.music.midi_file import read_song
from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.reports import StepReport
from genre_studio.training.runs import LoggedSample, Run, RunError, RunEvent, RunRequest, Runs, RunStatus
from tests.helpers import tiny_trainer
from tests.helpers.corpora import write_corpus

WAIT_S = 120.0


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(tmp_path / "runs")
    yield runs
    for run in runs.all():
        if (process := run.folder.read_process()) is not None and process.lives():
            os.kill(process.pid, signal.SIGKILL)


@pytest.fixture
def request_(tmp_path: Path) -> RunRequest:
    music = write_corpus(tmp_path / "music")
    settings = {"evaluate_every": "10"}
    return RunRequest("tiny", tiny_trainer.NAME, str(music), 40, threads=1, settings=settings, device="cpu")


def wait_until(runs: Runs, run: Run, holds: Callable[[Run], bool]) -> Run:
    """The run once `holds`; fails after WAIT_S."""
    give_up_at_s = time.monotonic() + WAIT_S
    while not holds(found := runs.find(run.id)):
        assert time.monotonic() < give_up_at_s, f"{found.state}\n{printed(found)}"
        time.sleep(0.02)
    return found


def printed(run: Run) -> str:
    return run.folder.printed.read_text() if run.folder.printed.exists() else ""


def ended(run: Run) -> bool:
    return not run.state.status.is_alive


def process_gone(run: Run) -> bool:
    process = run.folder.read_process()
    return ended(run) and (process is None or not process.lives())


def events(run: Run) -> list[RunEvent]:
    return run.log().read_new()


def best_weights(run: Run) -> dict[str, torch.Tensor]:
    return load_tensors(run.folder.work / "checkpoint.safetensors")[0]


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(value, b[name]) for name, value in a.items())


def test_a_run_learns_is_heard_and_leaves_a_model(runs: Runs, request_: RunRequest) -> None:
    run = wait_until(runs, runs.start(replace(request_, title="Scales")), ended)
    assert run.state.status is RunStatus.FINISHED, printed(run)
    assert run.state.step == run.state.steps == 40
    assert run.model is not None
    assert "Scales" in (run.model / "config.json").read_text()
    said = events(run)
    assert said[0] == "4 pieces."
    measured = [e for e in said if isinstance(e, StepReport) and e.held_out]
    assert [report.step for report in measured] == [10, 20, 30, 40]
    sample = next(e for e in said if isinstance(e, LoggedSample))
    assert read_song(sample.path).song.note_count == 2
    assert (sample.step, sample.title) == (10, "jazz")
    with pytest.raises(RunError, match="cannot be resumed"):
        runs.resume(run.id)


def test_a_paused_and_a_killed_run_end_as_an_unbroken_one(runs: Runs, request_: RunRequest) -> None:
    unbroken = runs.start(request_)
    slow = replace(request_, settings={"pause_ms": "30", "evaluate_every": "10"})
    run = runs.start(slow)
    wait_until(runs, run, lambda r: r.state.step >= 3)
    runs.pause(run.id)
    run = wait_until(runs, run, process_gone)
    assert run.state.status is RunStatus.PAUSED
    assert run.state.step < 40
    runs.resume(run.id)
    run = wait_until(runs, run, lambda r: r.state.step >= 12)
    process = run.folder.read_process()
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    run = wait_until(runs, run, ended)
    assert run.state.status is RunStatus.INTERRUPTED
    assert Runs(runs.root).find(run.id).state.status is RunStatus.INTERRUPTED  # what the next start finds
    runs.resume(run.id)
    run = wait_until(runs, run, ended)
    assert run.state.status is RunStatus.FINISHED, printed(run)
    assert same(best_weights(run), best_weights(wait_until(runs, unbroken, ended)))


def test_stop_keeps_what_was_learned(runs: Runs, request_: RunRequest) -> None:
    run = runs.start(replace(request_, steps=5000, settings={"pause_ms": "5", "evaluate_every": "10"}))
    wait_until(runs, run, lambda r: r.state.best_held_out is not None)
    runs.stop_and_keep(run.id)
    run = wait_until(runs, run, process_gone)
    assert run.state.status is RunStatus.STOPPED
    assert run.model is not None
    assert (run.model / "model.safetensors").exists()
    runs.remove(run.id)
    assert runs.all() == ()


def test_what_goes_wrong_is_one_sentence(runs: Runs, request_: RunRequest, tmp_path: Path) -> None:
    broken = runs.start(replace(request_, settings={"fail_at": "3"}))
    silent = runs.start(replace(request_, music=str(tmp_path / "nowhere")))
    run = wait_until(runs, broken, ended)
    assert run.state.status is RunStatus.FAILED
    assert "the line broke" in run.state.sentence
    assert "Traceback" in printed(run)
    run = wait_until(runs, silent, ended)
    assert run.state.status is RunStatus.FAILED
    assert "MANIFEST.tsv" in run.state.sentence
    with pytest.raises(RunError, match="no training run"):
        runs.find("../elsewhere")
