"""One training loop for every plugin that learns: a generator of step reports.

The loop knows no music. It is handed a model, a function from a step number to a loss, and a function
that measures held-out pieces. All randomness comes from (seed, step), so a run that was interrupted
goes on bit for bit as an unbroken one would have (on the same machine and thread count).
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from genre_studio.plugin_api.errors import GenerationError
from genre_studio.training.checkpoint import (
    CheckpointError,
    load_tensors,
    optimizer_tensors,
    restore_optimizer,
    save_tensors,
)
from genre_studio.training.device import calculating_on
from genre_studio.training.losses import LossAt, LossInParts, Part
from genre_studio.training.memory import give_back_memory, is_out_of_memory
from genre_studio.training.pace import Pace
from genre_studio.training.ranks import current_ranks
from genre_studio.training.reports import StepReport
from genre_studio.training.whole_files import is_full_disk

__all__ = ["BEST_NAME", "CHECKPOINT_NAME", "LoopConfig", "StepReport", "learning_rate_at", "train"]

CHECKPOINT_NAME = "checkpoint.safetensors"
BEST_NAME = "best.safetensors"
_WAIT_FOR_ROOM_S = 5.0
_FULL_DISK = "The disk is full: make room where {folder} lies; training waits and loses nothing."


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
    evaluate_first: bool = False  # before the first step too: begun with a model, it never ends worse
    checkpoint_every_s: float = 60.0  # what a kill may cost; changes nothing of what is learned

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
    loss_at: LossAt,
    evaluate: Callable[[nn.Module], Mapping[str, float]],
    config: LoopConfig,
    folder: Path,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[StepReport]:
    """Train `model` in place, where it is; yield one report a step. Resumes from a checkpoint in `folder`.

    `folder` receives CHECKPOINT_NAME (to resume) and BEST_NAME (averaged weights of the best held-out
    loss). `should_stop` is asked after every step; a stop leaves a whole checkpoint. While the disk is
    full the run waits, and says so in a report a few seconds apart. Under torchrun (`ranks`) every process
    calls this alike; the leader measures, writes, and is the one to listen to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = _Run(model, config, folder)
    pace = Pace(run.device, clock)
    saved_at_s = clock()
    if config.evaluate_first and run.step == 0:
        began = run.measure(evaluate)
        run.keep(began)
        first = StepReport(0, config.steps, began["loss"], 0.0, 0.0, began, is_best=True)
        yield pace.filled_in(first, 0, run.parts)
    while run.step < config.steps and run.evaluations_since_best < config.patience:
        rate = learning_rate_at(run.step, config)
        loss, notes = run.take_step(loss_at, rate)
        measured = None
        is_best = False
        if run.step % config.evaluate_every == 0 or run.step == config.steps:
            measured = run.measure(evaluate)
            is_best = measured["loss"] < run.best_loss
        stopping = run.ranks.any_of(should_stop())
        report = StepReport(run.step, config.steps, loss, rate, 0.0, measured, is_best)
        report = pace.filled_in(report, notes, run.parts)
        if (
            measured is not None
            or stopping
            or run.ranks.any_of(clock() - saved_at_s > config.checkpoint_every_s)
        ):
            while not run.keep(measured):
                trouble = _FULL_DISK.format(folder=folder)
                yield replace(report, held_out=None, is_best=False, trouble=trouble)
                if run.ranks.any_of(should_stop()):
                    return
                sleep(_WAIT_FOR_ROOM_S)
            saved_at_s = clock()
        yield report
        if stopping:
            return


class _Run:
    """The state of one training run: everything that a checkpoint holds."""

    def __init__(self, model: nn.Module, config: LoopConfig, folder: Path) -> None:
        self.model, self.config, self.folder = model, config, folder
        self.device = next(model.parameters()).device
        self.ranks = current_ranks(self.device)
        self.optimizer = torch.optim.AdamW(
            model.parameters(),
            lr=config.learning_rate,
            weight_decay=config.weight_decay,
            betas=(0.9, 0.98),
            fused=self.device.type in ("cpu", "cuda"),  # one pass over each tensor, where torch has one
        )
        self.step = 0
        self.parts = 1  # passes a batch takes; doubled whenever memory runs out
        self.best_loss = math.inf
        self.evaluations_since_best = 0
        if self.ranks.count > 1:  # all begin as the leader does
            model.load_state_dict(self.ranks.tensors_from_leader(model.state_dict()))
        self.average = {name: value.detach().clone() for name, value in model.state_dict().items()}
        if self.ranks.from_leader((folder / CHECKPOINT_NAME).exists()):
            self._restore()

    def take_step(self, loss_at: LossAt, rate: float) -> tuple[float, int]:
        """One step; its mean loss and how many notes it learned from."""
        self.model.train()
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss, notes = self._gradients(loss_at)
        nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip_norm)
        self.optimizer.step()
        self.step += 1
        decay = min(self.config.average_decay, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)
        return loss, notes

    def measure(self, evaluate: Callable[[nn.Module], Mapping[str, float]]) -> Mapping[str, float]:
        """What the averaged weights reach on held-out pieces: the leader measures, all hear of it."""
        measured: Mapping[str, float] = {}
        if self.ranks.leads:
            with _AveragedWeights(self.model, self.average), calculating_on(self.device):
                measured = evaluate(self.model)
        heard: Mapping[str, float] = self.ranks.from_leader(dict(measured))
        return heard

    def keep(self, measured: Mapping[str, float] | None) -> bool:
        """Write the best weights, if these are, and a checkpoint; False where the disk is full.

        The best weights first: a run that dies in between measures the same again and writes them again.
        """
        is_best = measured is not None and measured["loss"] < self.best_loss
        best_loss = measured["loss"] if measured is not None and is_best else self.best_loss
        since_best = 0 if is_best else self.evaluations_since_best + (measured is not None)
        is_kept = True
        if self.ranks.leads:
            try:
                if is_best and measured is not None:
                    about = {"step": self.step, "held_out": dict(measured)}
                    save_tensors(self.folder / BEST_NAME, self.average, about)
                self._save(best_loss, since_best)
            except OSError as error:
                if not is_full_disk(error):
                    raise
                is_kept = False
        if self.ranks.any_of(not is_kept):
            return False
        self.best_loss, self.evaluations_since_best = best_loss, since_best
        return True

    def _gradients(self, loss_at: LossAt) -> tuple[float, int]:
        """Fill the gradients of the whole batch's mean loss, in as many passes as the memory needs."""
        while True:
            self.optimizer.zero_grad(set_to_none=True)
            try:
                if isinstance(loss_at, LossInParts):
                    return self._gradients_in_parts(loss_at)
                return self._gradients_at_once(loss_at), 0
            except (RuntimeError, MemoryError) as error:
                if not (is_out_of_memory(error) and self._can_cut(loss_at)):
                    raise
            self.parts *= 2
            give_back_memory(self.device)

    def _can_cut(self, loss_at: LossAt) -> bool:
        return isinstance(loss_at, LossInParts) and self.parts * 2 * self.ranks.count <= loss_at.size

    def _gradients_at_once(self, loss_at: Callable[[int], Tensor]) -> float:
        if self.ranks.count > 1:
            raise GenerationError("This trainer's batches cannot be shared: start it without torchrun.")
        self._seed(0)
        with calculating_on(self.device):
            loss = loss_at(self.step)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves Tensor.backward unannotated
        return float(loss.detach())

    def _gradients_in_parts(self, loss_at: LossInParts) -> tuple[float, int]:
        sums = torch.zeros(3, device=self.device)  # loss, weight, notes
        for i in range(self.parts):
            part = Part(self.ranks.rank * self.parts + i, self.ranks.count * self.parts)
            self._seed(part.index)
            with calculating_on(self.device):
                loss = loss_at.of(self.step, part)
            loss.total.backward()  # type: ignore[no-untyped-call]  # as above
            sums += torch.stack([loss.total.detach(), loss.weight.detach(), sums.new_tensor(loss.notes)])
        gradients = [weight.grad for weight in self.model.parameters() if weight.grad is not None]
        self.ranks.sum_up([*gradients, sums])
        total, weight, notes = sums.tolist()
        torch._foreach_div_(gradients, max(weight, 1e-6))
        return total / max(weight, 1e-6), round(notes)

    def _seed(self, part: int) -> None:
        """All chance of a step comes from its number, so that a resumed run is as an unbroken one."""
        torch.manual_seed(self.config.seed * 1_000_003 + self.step + 7_919_000_017 * part)

    def _save(self, best_loss: float, evaluations_since_best: int) -> None:
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
            "best_loss": best_loss,
            "evaluations_since_best": evaluations_since_best,
            "parts": self.parts,
            "config": asdict(self.config),
        }
        save_tensors(self.folder / CHECKPOINT_NAME, tensors, about)

    def _restore(self) -> None:
        tensors: dict[str, Tensor] = {}
        about: dict[str, Any] = {}
        if self.ranks.leads:
            tensors, about = load_tensors(self.folder / CHECKPOINT_NAME)
        about, tensors = self.ranks.from_leader(about), self.ranks.tensors_from_leader(tensors)
        groups: dict[str, dict[str, Tensor]] = {"model": {}, "average": {}, "optimizer": {}}
        for key, value in tensors.items():
            group, name = key.split("/", 1)
            groups[group][name] = value
        try:
            self.model.load_state_dict(groups["model"])
        except RuntimeError as error:
            raise CheckpointError(
                f"The checkpoint in {self.folder} is of another model: choose another folder."
            ) from error
        self.average = {name: value.to(self.device) for name, value in groups["average"].items()}
        restore_optimizer(self.optimizer, groups["optimizer"])
        self.step = int(about["step"])
        self.best_loss = float(about["best_loss"])
        self.evaluations_since_best = int(about["evaluations_since_best"])
        self.parts = int(about.get("parts", 1))


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
