"""Fitting the critic to samples of training pieces."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from genre_studio.generation.grid import GridSong
from genre_studio.generation.note_codec import duration_class
from genre_studio.generation.voicing import single_voiced_parts
from genre_studio_lstm.critic import FARTHEST, LENGTHS, Described, bars_of, critic_vector, heard_parts
from genre_studio_lstm.critic_features import WIDTH
from genre_studio_lstm.critic_samples import PRIMER_BARS, Sample

MEMBERS, HIDDEN, EPOCHS, BATCH = 4, 24, 30, 64
DROPOUT, WEIGHT_DECAY, RATE = 0.3, 0.05, 3e-3
LEAST_DEVIATION = 1e-2
FOLDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """What the critic reads of each sample, by length in bars."""

    vectors: dict[int, NDArray[np.float64]]  # (N, F) each
    genres: NDArray[np.int64]  # (N,)
    pieces: NDArray[np.int64]
    real: NDArray[np.bool_]


def read_samples(samples: Sequence[Sample], genres: Sequence[str]) -> Reads:
    """Features of every sample, seconds for a thousand."""
    vectors: dict[int, list[NDArray[np.float64]]] = {length: [] for length in LENGTHS}
    for sample in samples:
        notes, lines = sample.grid.notes, sample.grid.bar_lines.tolist()
        parts = set(notes["part"].tolist())
        past = GridSong(notes[notes["step"] < lines[PRIMER_BARS]], sample.grid.bar_lines)
        heard, single = heard_parts(sample.genre, parts), single_voiced_parts(past, parts)
        classes = duration_class(notes["duration"])
        table = np.stack([notes["step"], notes["part"], notes["pitch"], classes], 1)
        primer = Described.of(bars_of(table, lines[: PRIMER_BARS + 1], heard, single))
        for length in LENGTHS:
            new = bars_of(table, lines[PRIMER_BARS : PRIMER_BARS + length + 1], heard, single)
            vectors[length].append(critic_vector(primer, Described.of(new)))
    return Reads(
        {length: np.array(rows) for length, rows in vectors.items()},
        np.array([list(genres).index(sample.genre) for sample in samples]),
        np.array([sample.piece for sample in samples]),
        np.array([sample.is_real for sample in samples]),
    )


def fit_critic(reads: Reads, real: Reads, genres: Sequence[str], seed: int) -> dict[str, Tensor]:
    """The tensors of critic.safetensors, as Critic.load reads them; genres are learned from `real`."""
    tensors: dict[str, Tensor] = {}
    for length, vectors in reads.vectors.items():
        for number, genre in enumerate(genres):
            own = reads.genres == number
            net = _fit(vectors[own], reads.real[own].astype(np.int64), seed, odds=True)
            tensors |= {f"{genre} {length}/{name}": value for name, value in net.items()}
        net = _fit(real.vectors[length][:, :WIDTH], real.genres, seed, odds=False)
        tensors |= {f"genre {length}/{name}": value for name, value in net.items()}
    return tensors


def held_out_auc(reads: Reads, genres: Sequence[str], seed: int) -> dict[str, float]:
    """How well each critic tells real from generated bars of pieces that it did not learn from."""
    measured = {}
    for length, vectors in reads.vectors.items():
        for number, genre in enumerate(genres):
            own = np.flatnonzero(reads.genres == number)
            fold = reads.pieces[own] % FOLDS
            scores = np.zeros(len(own))
            for out in range(FOLDS):
                inside = own[fold != out]
                net = _fit(vectors[inside], reads.real[inside].astype(np.int64), seed, odds=True)
                scores[fold == out] = _answer(net, vectors[own[fold == out]])
            measured[f"{genre} {length}"] = _auc(scores, reads.real[own])
    return measured


def _fit(
    vectors: NDArray[np.float64], labels: NDArray[np.int64], seed: int, *, odds: bool
) -> dict[str, Tensor]:
    """Networks that tell labels apart, every label weighing the same; `odds`: one output, log odds of 1."""
    mean = torch.from_numpy(vectors.mean(0)).float()
    scale = torch.from_numpy(vectors.std(0)).float().clamp_min(LEAST_DEVIATION)
    x = ((torch.from_numpy(vectors).float() - mean) / scale).clamp(-FARTHEST, FARTHEST)
    y = torch.from_numpy(labels)
    classes = int(labels.max()) + 1
    weights = 1 / torch.bincount(y, minlength=classes).clamp(min=1) * len(y) / classes
    members = []
    with torch.random.fork_rng(devices=[]), torch.inference_mode(mode=False), torch.enable_grad():
        torch.manual_seed(seed)
        for _ in range(MEMBERS):
            members.append(_descend(x, y, weights, classes))
    out = torch.stack([net.out.weight.detach().T for net in members])
    bias = torch.stack([net.out.bias.detach() for net in members])
    if odds:
        out, bias = out[..., 1:] - out[..., :1], bias[..., 1:] - bias[..., :1]
    return {
        "mean": mean,
        "scale": scale,
        "into": torch.stack([net.into.weight.detach().T for net in members]).contiguous(),
        "into_bias": torch.stack([net.into.bias.detach() for net in members]),
        "out": out.contiguous(),
        "out_bias": bias.contiguous(),
    }


class _Small(nn.Module):
    """One hidden layer, with dropout before and after it."""

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.into, self.out = nn.Linear(inputs, HIDDEN), nn.Linear(HIDDEN, classes)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        """(n, classes) from (n, inputs)."""
        logits: Tensor = self.out(self.drop(torch.relu(self.into(self.drop(x)))))
        return logits


def _descend(x: Tensor, y: Tensor, weights: Tensor, classes: int) -> _Small:
    net = _Small(x.shape[1], classes)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=WEIGHT_DECAY)
    for _ in range(EPOCHS):
        for batch in torch.split(torch.randperm(len(x)), BATCH):
            loss = nn.functional.cross_entropy(net(x[batch]), y[batch], weight=weights)
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
    return net


def _answer(net: dict[str, Tensor], vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    x = ((torch.from_numpy(vectors).float() - net["mean"]) / net["scale"]).clamp(-FARTHEST, FARTHEST)
    hidden = torch.relu(torch.einsum("nf,mfh->mnh", x, net["into"]) + net["into_bias"][:, None])
    return (torch.einsum("mnh,mhc->mnc", hidden, net["out"]) + net["out_bias"][:, None]).mean(0)[:, 0].numpy()


def _auc(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """The chance that a real sample scores above a generated one."""
    real, made = scores[positive][:, None], scores[~positive]
    return float(((real > made) + (real == made) / 2).mean()) if real.size and made.size else 0.5
