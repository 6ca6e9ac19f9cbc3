"""How much of the processor's arithmetic a training step of the LSTM uses, and what the rest goes on.

    python benchmarks/training_arithmetic.py [--threads 1] [--batch 12] [--profile]

In one run, by turns: plain matrix products of the step's own sizes (the machine's GEMM rate), the products
of the recurrence alone, and whole training steps as `training.loop` takes them (forward, backward, clipping,
AdamW, averaging). A step's arithmetic is what its products multiply and add, counted from the network's
sizes; best of each, so that a busy machine harms none more than the others.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from genre_studio_lstm.batches import Batch
from genre_studio_lstm.context import Columns
from genre_studio_lstm.network import NetworkConfig, NoteLstm
from genre_studio_lstm.trainer import WINDOW, summed_loss
from torch import nn
from torch.profiler import ProfilerActivity, profile

from genre_studio.generation.grid import PART_COUNT
from genre_studio.generation.note_codec import FIELD_SIZES
from genre_studio.training.loop import LoopConfig, train
from genre_studio.training.losses import LossInParts, Part, SummedLoss

GENRES = ("classical", "jazz", "rock")


def main() -> None:
    """Measure in turn and print rates and shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="also print where a step's time goes")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(1)
    network = NoteLstm(NetworkConfig(GENRES))
    batch = _batch(asked.batch)
    flops = _step_flops(network, asked.batch)
    gemm, step_s = 0.0, float("inf")
    for _ in range(asked.rounds):
        gemm = max(gemm, _gemm_rate(network, asked.batch))
        step_s = min(step_s, _step_s(network, batch))
    rate = flops / step_s
    notes = asked.batch * (WINDOW - 1)
    print(f"batch {asked.batch}, window {WINDOW}, threads {asked.threads}: {flops / 1e9:.1f} GFLOP a step")
    print(f"GEMM rate, the step's own sizes {gemm / 1e9:8.1f} GFLOP/s")
    print(
        f"training step                   {rate / 1e9:8.1f} GFLOP/s  "
        f"({step_s * 1000:.0f} ms, {notes / step_s:,.0f} rows/s)"
    )
    print(f"share {rate / gemm:.1%} (asked: 80%)")
    if asked.profile:
        _tell_profile(network, batch)


def _batch(size: int) -> Batch:
    """Random rows and contexts of the sizes that a training batch has."""
    chance = np.random.default_rng(1)
    rows = np.stack([chance.integers(0, most, (size, WINDOW)) for most in FIELD_SIZES], -1)
    context = chance.integers(0, 128, (size, WINDOW, Columns.COUNT))
    return Batch(
        torch.from_numpy(rows),
        torch.from_numpy(context),
        torch.ones(size, WINDOW),
        torch.ones(size, dtype=torch.int64),
        torch.ones(size, PART_COUNT),
    )


def _step_flops(network: NoteLstm, size: int) -> float:
    """Multiplications and additions of a step's matrix products: one pass forward, two back."""
    rows = size * (WINDOW - 1)
    weights = sum(module.weight.numel() for module in network.modules() if isinstance(module, nn.Linear))
    weights -= network.parts.weight.numel()  # once a window
    weights += sum(p.numel() for name, p in network.lstm.named_parameters() if "weight" in name)
    return 3.0 * 2.0 * rows * weights


def _gemm_rate(network: NoteLstm, size: int) -> float:
    """The fastest of the step's large products, in operations a second."""
    rows = size * (WINDOW - 1)
    best = 0.0
    for module in (network.into, network.trunk, network.pitch_facts):
        wide, tall = module.weight.shape
        x, w = torch.randn(rows, tall), torch.randn(tall, wide)
        best = max(best, 2.0 * rows * wide * tall / _best_s(lambda x=x, w=w: torch.mm(x, w), 5))
    square = torch.randn(1024, 1024)
    return max(best, 2.0 * 1024**3 / _best_s(lambda: torch.mm(square, square), 5))


def _step_s(network: NoteLstm, batch: Batch) -> float:
    """The fastest of a few steps of the loop."""
    losses = LossInParts(lambda step, part: _loss(network, batch, part), batch.rows.shape[0])
    config = LoopConfig(steps=5, evaluate_every=1000, checkpoint_every_s=1e9)
    best, before_s = float("inf"), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for report in train(network, losses, lambda _: {"loss": 1.0}, config, Path(folder)):
            now_s = time.perf_counter()
            if 1 < report.step < config.steps:  # the first warms up, the last is evaluated and saved
                best = min(best, now_s - before_s)
            before_s = now_s
    return best


def _loss(network: NoteLstm, batch: Batch, part: Part) -> SummedLoss:
    return summed_loss(network, batch)


def _best_s(work: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        began_s = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began_s)
    return best


def _tell_profile(network: NoteLstm, batch: Batch) -> None:
    """Operations by their own time over a few steps."""
    with profile(activities=[ProfilerActivity.CPU]) as seen:
        _step_s(network, batch)
    print(seen.key_averages().table(sort_by="self_cpu_time_total", row_limit=25, max_name_column_width=44))


if __name__ == "__main__":
    main()
