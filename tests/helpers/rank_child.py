"""A few steps of a small model, as one of the processes that torchrun starts, or alone.

python -m torch.distributed.run --nproc-per-node 2 rank_child.py FOLDER STEPS
"""

import json
import sys
from pathlib import Path

import torch
from torch import nn

from genre_studio.training.loop import LoopConfig, train
from genre_studio.training.losses import LossInParts, Part, SummedLoss
from genre_studio.training.ranks import joined_ranks

BATCH = 12


def line(seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))


def losses_of(model: nn.Module) -> LossInParts:
    """Every window of the batch has a weight of its own, as rows of music have."""

    def of(step: int, part: Part) -> SummedLoss:
        source = torch.Generator().manual_seed(step)
        x, weights = torch.randn(BATCH, 3, generator=source), torch.rand(BATCH, generator=source)
        x, weights = x[part.slice_of(BATCH)], weights[part.slice_of(BATCH)]
        error = ((model(x) - x.sum(1, keepdim=True)) ** 2).squeeze(1)
        return SummedLoss((error * weights).sum(), weights.sum(), len(x))

    return LossInParts(of, BATCH)


def losses(folder: Path, steps: int, seed: int = 1) -> list[float]:
    """The training losses of a run in `folder`, and last the held-out one."""
    model = line(seed)
    config = LoopConfig(steps=steps, learning_rate=0.05, warmup_steps=3, evaluate_every=5)
    reports = list(train(model, losses_of(model), lambda _: {"loss": 1.0 / steps}, config, folder))
    assert reports[-1].notes_per_second > 0
    return [report.loss for report in reports]


if __name__ == "__main__":
    place, count = Path(sys.argv[1]), int(sys.argv[2])
    with joined_ranks(torch.device("cpu")) as ranks:
        # Each begins with weights of its own: the leader's must win.
        told = losses(place, count, seed=1 if ranks.leads else 77)
        (place / f"losses-{ranks.rank}.json").write_text(json.dumps(told))
