"""One training loop for every plugin that learns: a generator of step reports.

The loop knows no music. It is handed a model, a function from a step number to a loss, and a function
that measures held-out pieces. All randomness comes from (seed, step), so a run that was interrupted
goes on bit for bit as an unbroken one would have (on the same machine and thread count).
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from genre_studio.training.checkpoint import (
    load_tensors,
    optimizer_tensors,
    restore_optimizer,
    save_tensors,
)
from genre_studio.training.reports import StepReport

__all__ = ["BEST_NAME", "CHECKPOINT_NAME", "LoopConfig", "StepReport", "learning_rate_at", "train"]

CHECKPOINT_NAME = "checkpoint.safetensors"
BEST_NAME = "best.safetensors"


@dataclass(frozen=True, slots=True)
class LoopConfig:
    """How to train. Contradictions are refused when made."""

    steps: int
    learning_rate: float = 2e-3  # peak; warms up linearly, then falls along a cosine to a twentieth
    warmup_steps: int = 200
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    average_decay: float = 0.998  # of the averaged weights, which are what is evaluated and kept
    evaluate_every: int = 250
    patience: int = 6  # evaluations without a better held-out loss before stopping
    seed: int = 7

    def __post_init__(self) -> None:
        if self.steps < 1 or self.evaluate_every < 1 or self.patience < 1:
            raise ValueError("steps, evaluate_every and patience must be at least 1")
        if not 0 < self.learning_rate < 1 or not 0 <= self.average_decay < 1:
            raise ValueError("learning_rate and average_decay must lie within 0 and 1")


def learning_rate_at(step: int, config: LoopConfig) -> float:
    """The learning rate of a step counted from zero."""
    if step < config.warmup_steps:
        return config.learning_rate * (step + 1) / config.warmup_steps
    share = (step - config.warmup_steps) / max(1, config.steps - config.warmup_steps)
    return config.learning_rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(1.0, share))))


def train(
    model: nn.Module,
    loss_at: Callable[[int], Tensor],
    evaluate: Callable[[nn.Module], Mapping[str, float]],
    config: LoopConfig,
    folder: Path,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[StepReport]:
    """Train `model` in place; yield one report a step. Resumes from `folder` if a checkpoint is there.

    `folder` receives CHECKPOINT_NAME (to resume) and BEST_NAME (averaged weights of the best held-out
    loss). `should_stop` is asked after every step; a stop leaves a whole checkpoint.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = _Run(model, config, folder)
    began_s = clock()
    while run.step < config.steps and run.evaluations_since_best < config.patience:
        rate = learning_rate_at(run.step, config)
        loss = run.take_step(loss_at, rate)
        measured = None
        is_best = False
        if run.step % config.evaluate_every == 0 or run.step == config.steps:
            with run.averaged():
                measured = evaluate(model)
                is_best = run.keep_if_best(measured)
            run.save()
        stopping = should_stop()
        if stopping and measured is None:
            run.save()
        yield StepReport(run.step, config.steps, loss, rate, clock() - began_s, measured, is_best)
        if stopping:
            return


class _Run:
    """The state of one training run: everything that a checkpoint holds."""

    def __init__(self, model: nn.Module, config: LoopConfig, folder: Path) -> None:
        self.model, self.config, self.folder = model, config, folder
        self.optimizer = torch.optim.AdamW(
            model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay, betas=(0.9, 0.98)
        )
        self.average = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.step = 0
        self.best_loss = math.inf
        self.evaluations_since_best = 0
        if (folder / CHECKPOINT_NAME).exists():
            self._restore()

    def take_step(self, loss_at: Callable[[int], Tensor], rate: float) -> float:
        torch.manual_seed(self.config.seed * 1_000_003 + self.step)
        self.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss = loss_at(self.step)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves Tensor.backward unannotated
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip_norm)
        self.optimizer.step()
        self.step += 1
        decay = min(self.config.average_decay, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)
        return float(loss.detach())

    def averaged(self) -> "_AveragedWeights":
        return _AveragedWeights(self.model, self.average)

    def keep_if_best(self, measured: Mapping[str, float]) -> bool:
        if measured["loss"] >= self.best_loss:
            self.evaluations_since_best += 1
            return False
        self.best_loss = measured["loss"]
        self.evaluations_since_best = 0
        save_tensors(self.folder / BEST_NAME, self.average, {"step": self.step, "held_out": dict(measured)})
        return True

    def save(self) -> None:
        groups = {
            "model": self.model.state_dict(),
            "average": self.average,
            "optimizer": optimizer_tensors(self.optimizer),
        }
        tensors = {
            f"{group}/{name}": value for group, entries in groups.items() for name, value in entries.items()
        }
        about: dict[str, Any] = {
            "step": self.step,
            "best_loss": self.best_loss,
            "evaluations_since_best": self.evaluations_since_best,
            "config": asdict(self.config),
        }
        save_tensors(self.folder / CHECKPOINT_NAME, tensors, about)

    def _restore(self) -> None:
        tensors, about = load_tensors(self.folder / CHECKPOINT_NAME)
        groups: dict[str, dict[str, Tensor]] = {"model": {}, "average": {}, "optimizer": {}}
        for key, value in tensors.items():
            group, name = key.split("/", 1)
            groups[group][name] = value
        self.model.load_state_dict(groups["model"])
        self.average = groups["average"]
        restore_optimizer(self.optimizer, groups["optimizer"])
        self.step = int(about["step"])
        self.best_loss = float(about["best_loss"])
        self.evaluations_since_best = int(about["evaluations_since_best"])


class _AveragedWeights:
    """Within it, the model carries the averaged weights and is in evaluation mode."""

    def __init__(self, model: nn.Module, average: Mapping[str, Tensor]) -> None:
        self._model, self._average = model, average

    def __enter__(self) -> None:
        self._own = {name: value.detach().clone() for name, value in self._model.state_dict().items()}
        self._model.load_state_dict(self._average)
        self._model.eval()

    def __exit__(self, *_: object) -> None:
        self._model.load_state_dict(self._own)
        self._model.train()
