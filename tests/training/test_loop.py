"""The training loop: learns, stops, resumes bit for bit."""

import errno
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from genre_studio.training.checkpoint import CheckpointError, load_tensors, save_tensors
from genre_studio.training.loop import (
    BEST_NAME,
    CHECKPOINT_NAME,
    LoopConfig,
    StepReport,
    learning_rate_at,
    train,
)
from genre_studio.training.losses import LossInParts, Part, SummedLoss
from tests.helpers import rank_child

CONFIG = LoopConfig(
    steps=12, learning_rate=0.05, warmup_steps=3, evaluate_every=4, patience=9, average_decay=0.5
)


def line() -> nn.Sequential:
    """One straight line, and a dropout so that random numbers matter."""
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(3, 8), nn.Dropout(0.2), nn.Linear(8, 1))


def loss_of(model: nn.Module) -> Callable[[int], Tensor]:
    def loss_at(step: int) -> Tensor:
        x = torch.randn(16, 3, generator=torch.Generator().manual_seed(step))
        return ((model(x) - x.sum(1, keepdim=True)) ** 2).mean()

    return loss_at


def run(
    folder: Path, config: LoopConfig = CONFIG, stop_after: int | None = None
) -> tuple[nn.Module, list[StepReport]]:
    model = line()
    reports: list[StepReport] = []
    steps = train(
        model,
        loss_of(model),
        lambda network: {"loss": float(loss_of(network)(999).detach())},
        config,
        folder,
        should_stop=lambda: stop_after is not None and len(reports) + 1 >= stop_after,
        clock=lambda: 0.0,
    )
    for report in steps:
        reports.append(report)
    return model, reports


def test_it_learns_and_keeps_the_best(tmp_path: Path) -> None:
    _, reports = run(
        tmp_path, LoopConfig(steps=200, learning_rate=0.05, warmup_steps=3, evaluate_every=20, patience=9)
    )
    measured = [report.held_out["loss"] for report in reports if report.held_out]
    assert measured[-1] < measured[0] / 2
    _, about = load_tensors(tmp_path / BEST_NAME)
    assert about["held_out"]["loss"] == pytest.approx(min(measured))


def test_an_interrupted_run_ends_bit_for_bit_as_an_unbroken_one(tmp_path: Path) -> None:
    unbroken, _ = run(tmp_path / "a")
    for stop_after in (1, 4, 2):
        run(tmp_path / "b", stop_after=stop_after)
    resumed, reports = run(tmp_path / "b")
    assert reports[0].step == 8
    for name, value in unbroken.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name])


def test_patience_stops_a_run_that_no_longer_learns(tmp_path: Path) -> None:
    model = line()
    config = LoopConfig(steps=100, evaluate_every=1, patience=3)
    reports = list(train(model, loss_of(model), lambda _: {"loss": 1.0}, config, tmp_path))
    assert len(reports) == 4
    assert [report.is_best for report in reports] == [True, False, False, False]


def test_the_learning_rate_warms_up_and_falls() -> None:
    rates = [learning_rate_at(step, CONFIG) for step in range(CONFIG.steps)]
    assert rates[0] < rates[1] < rates[2]
    assert rates[2] == pytest.approx(CONFIG.learning_rate)
    assert rates[-1] < rates[5] < rates[3]


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        LoopConfig(steps=0)
    with pytest.raises(ValueError, match="learning_rate"):
        LoopConfig(steps=1, learning_rate=2.0)


def test_a_broken_checkpoint_is_named(tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT_NAME).write_bytes(b"not a checkpoint")
    with pytest.raises(CheckpointError, match=r"checkpoint\.safetensors is not a readable"):
        run(tmp_path)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "weights.safetensors"
    save_tensors(path, {"a": torch.ones(2)}, {"step": 1})

    def full_disk(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        save_tensors(path, {"a": torch.zeros(2)}, {"step": 2})
    tensors, about = load_tensors(path)
    assert about == {"step": 1}
    assert tensors["a"].tolist() == [1, 1]
    assert [file.name for file in tmp_path.iterdir()] == ["weights.safetensors"]


def test_parts_of_a_batch_learn_as_the_whole_batch_does(tmp_path: Path) -> None:
    whole = rank_child.losses(tmp_path / "whole", 12)
    model = rank_child.line(1)
    fitting = rank_child.losses_of(model)
    largest = 5

    def of(step: int, part: Part) -> SummedLoss:
        places = part.slice_of(rank_child.BATCH)
        if places.stop - places.start > largest:
            raise torch.OutOfMemoryError("no more")
        return fitting.of(step, part)

    config = LoopConfig(steps=12, learning_rate=0.05, warmup_steps=3, evaluate_every=5)
    losses = LossInParts(of, rank_child.BATCH)
    reports = list(train(model, losses, lambda _: {"loss": 1.0}, config, tmp_path / "cut"))
    assert {report.parts for report in reports} == {4}
    assert [report.loss for report in reports] == pytest.approx(whole, rel=1e-5)
    assert load_tensors(tmp_path / "cut" / CHECKPOINT_NAME)[1]["parts"] == 4
    largest = 0
    with pytest.raises(torch.OutOfMemoryError):
        list(train(model, losses, lambda _: {"loss": 1.0}, replace(config, steps=20), tmp_path / "cut"))


def test_a_full_disk_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unbroken, _ = run(tmp_path / "a")
    refusals = [OSError(errno.ENOSPC, "No space left on device")] * 3

    def fsync(_: int) -> None:
        if refusals:
            raise refusals.pop()

    monkeypatch.setattr("os.fsync", fsync)
    model, waits = line(), list[float]()
    reports = list(
        train(model, loss_of(model), lambda _: {"loss": 1.0}, CONFIG, tmp_path / "b", sleep=waits.append)
    )
    assert len(waits) == 3
    assert sum("disk is full" in report.trouble for report in reports) == 3
    assert [r.step for r in reports if not r.trouble] == list(range(1, CONFIG.steps + 1))
    for name, value in unbroken.state_dict().items():
        assert torch.equal(value, model.state_dict()[name])
    assert load_tensors(tmp_path / "b" / CHECKPOINT_NAME)[1]["step"] == CONFIG.steps


def test_a_checkpoint_is_written_by_the_clock_too(tmp_path: Path) -> None:
    model, now_s = line(), itertools.count(0.0, 25.0)
    config = replace(CONFIG, evaluate_every=100, steps=100)
    reports = train(
        model, loss_of(model), lambda _: {"loss": 1.0}, config, tmp_path, clock=lambda: next(now_s)
    )
    for report in reports:
        if report.step == 5:
            break
    assert 0 < load_tensors(tmp_path / CHECKPOINT_NAME)[1]["step"] <= 5
