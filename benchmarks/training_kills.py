"""Kill a training run at random moments: each time it must resume from a whole checkpoint.

    python benchmarks/training_kills.py [--kills 100] [--seed 1]

A small network of the LSTM plugin learns in a run of its own (`Runs`), which writes a checkpoint every few
steps. It is killed (SIGKILL) after a random time, its checkpoint read, and the run resumed, until it has
been killed so many times. Its weights must then be those of a run in one sitting, bit for bit.
"""

import argparse
import os
import random
import signal
import tempfile
import time
from pathlib import Path

import torch
from genre_studio_lstm.trainer import LstmTrainer

from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.training.checkpoint import CheckpointError, load_tensors
from genre_studio.training.dataset import BuildRequest, DatasetFilters
from genre_studio.training.dataset.build import build_dataset
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import CHECKPOINT_NAME
from genre_studio.training.music import read_music
from genre_studio.training.reports import StepReport
from genre_studio.training.runs import Run, RunRequest, Runs, RunStatus

SETTINGS = {"hidden": "32", "head": "16", "batch": "2", "evaluate_every": "4", "patience": "1000000"}
LONGEST_S = 4.0  # a run is killed at latest so long after it was started or took its first step


def main() -> None:
    """Kill, resume, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        music = _music(Path(folder))
        request = RunRequest(
            "lstm_continuation",
            "genre_studio_lstm.trainer:LstmTrainer",
            str(music),
            steps=40 * asked.kills,
            threads=1,
            device="cpu",
            settings=SETTINGS,
        )
        runs = Runs(Path(folder) / "runs")
        run, resumed, torn = runs.start(request), 0, 0
        while resumed + torn < asked.kills:
            _wait_for_process(runs, run)
            while_it_learns = chance.random() < 0.5  # else while it starts
            while while_it_learns and runs.find(run.id).state.step == run.state.step:
                time.sleep(0.05)
            time.sleep(chance.uniform(0.0, LONGEST_S))
            run = runs.find(run.id)
            if not run.state.status.is_alive:
                break
            process = run.folder.read_process()
            assert process is not None
            os.kill(process.pid, signal.SIGKILL)
            while process.lives():
                time.sleep(0.005)
            run = runs.find(run.id)
            assert run.state.status is RunStatus.INTERRUPTED, run.state
            torn += not _checkpoint_is_whole(run)
            resumed += 1
            run = runs.resume(run.id)
            print(f"kill {resumed}: at step {run.state.step}", flush=True)
        runs.pause(run.id)
        run = _wait_for_end(runs, run)
        assert run.state.status in (RunStatus.PAUSED, RunStatus.FINISHED), run.state
        print(f"{resumed} kills, all resumed; {torn} torn checkpoints; step {run.state.step} reached")
        same = _is_as_unbroken(run, Path(folder) / "unbroken")
        print("weights bit for bit those of an unbroken run" if same else "WEIGHTS DIFFER")


def _is_as_unbroken(run: Run, folder: Path) -> bool:
    """Whether the run's weights are those of one that learned as many steps in a single sitting, here."""
    killed, about = load_tensors(run.folder.work / CHECKPOINT_NAME)
    request, pieces = run.request, read_music(Path(run.request.music))
    genres = tuple(sorted({piece.genre for piece in pieces}))
    job = TrainingJob(
        pieces, genres, folder, request.steps, request.seed, request.threads, request.settings, device="cpu"
    )
    reached = 0

    def is_there() -> bool:
        return reached + 1 >= int(about["step"])  # asked after the step that is not yet reported

    for message in LstmTrainer().train(job, is_there):
        if isinstance(message, StepReport):
            reached = message.step
    unbroken, there = load_tensors(folder / CHECKPOINT_NAME)
    assert there["step"] == about["step"]
    return all(torch.equal(value, unbroken[name]) for name, value in killed.items())


def _checkpoint_is_whole(run: Run) -> bool:
    path = run.folder.work / CHECKPOINT_NAME
    try:
        if path.exists():
            load_tensors(path)
    except CheckpointError as error:
        print(f"torn: {error}")
        return False
    return True


def _wait_for_process(runs: Runs, run: Run) -> None:
    while (process := run.folder.read_process()) is None or not process.lives():
        time.sleep(0.01)


def _wait_for_end(runs: Runs, run: Run) -> Run:
    while runs.find(run.id).state.status.is_alive:
        time.sleep(0.05)
    return runs.find(run.id)


def _music(folder: Path) -> Path:
    """A dataset of a dozen scales: enough to train on, prepared in a second."""
    source = folder / "scales"
    source.mkdir()
    for number in range(12):
        starts = [i * 240 for i in range(80 + number)]
        pitches = [48 + number + (i * (2 + number % 3)) % 24 for i in range(len(starts))]
        track = Track(notes=make_notes(starts, [240] * len(starts), pitches, 80))
        write_song(Song(tracks=(track,)), source / f"scale {'abcdefghijkl'[number]}.mid")
    out = folder / "dataset"
    for _ in build_dataset(BuildRequest((str(source),), str(out), processes=1), DatasetFilters()):
        pass
    return out


if __name__ == "__main__":
    main()
