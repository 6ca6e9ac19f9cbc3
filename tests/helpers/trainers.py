"""What every trainer that uses the training loop is asked in tests."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from genre_studio.plugin_api import GenerationError
from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.job import Trainer, TrainingJob
from genre_studio.training.loop import CHECKPOINT_NAME
from genre_studio.training.reports import StepReport


def reports_of(trainer: Trainer, job: TrainingJob, stop_after: int = 99) -> list[StepReport]:
    """The step reports of a run, asked to stop after so many steps."""
    steps: list[StepReport] = []
    for message in trainer.train(job, lambda: len(steps) + 1 >= stop_after):
        if isinstance(message, StepReport):
            steps.append(message)
    return steps


def require_resuming(trainer: Trainer, job: TrainingJob, folder: Path) -> list[StepReport]:
    """A job of four steps, stopped after three, ends as an unbroken run does, bit for bit; its reports.

    The job measures at its last step, and its pieces are of jazz and rock.
    """
    unbroken = replace(job, folder=folder / "unbroken")
    told = reports_of(trainer, unbroken)
    assert [report.step for report in told] == [1, 2, 3, 4]
    assert told[-1].held_out is not None
    assert {"loss", "jazz", "rock", "jazz pitch"} <= set(told[-1].held_out)
    assert told[-1].notes_per_second > 0
    assert [report.step for report in reports_of(trainer, job, stop_after=3)] == [1, 2, 3]
    reports_of(trainer, job)
    one, other = (load_tensors(each.folder / CHECKPOINT_NAME)[0] for each in (unbroken, job))
    assert one.keys() == other.keys()
    assert all(torch.equal(value, other[name]) for name, value in one.items())
    return told


def require_tuning(trainer: Trainer, job: TrainingJob, genre: str) -> None:
    """A job that begins with a model measures first, and never ends worse."""
    told = reports_of(trainer, job)
    assert told[0].step == 0
    assert told[0].held_out is not None
    best = min(report.held_out[genre] for report in told if report.held_out)
    assert best <= told[0].held_out[genre]


def second_style(job: TrainingJob, start_from: Path, folder: Path) -> TrainingJob:
    """The job's jazz again, as ragtime, beginning with a model."""
    ragtime = tuple(replace(piece, genre="ragtime") for piece in job.pieces if piece.genre == "jazz")
    return replace(job, pieces=ragtime, genres=("ragtime",), folder=folder, start_from=start_from)


def require_refusals(trainer: Trainer, job: TrainingJob, refused: Mapping[str, TrainingJob]) -> None:
    """Jobs that cannot be trained are refused in the words given; as are the job's usual mistakes."""
    usual = {
        "learning_rate must be a number": replace(job, settings={"learning_rate": "fast"}),
        "no device": replace(job, device="abacus"),
    }
    for said, wrong in {**usual, **refused}.items():
        with pytest.raises(GenerationError, match=said):
            reports_of(trainer, wrong)
