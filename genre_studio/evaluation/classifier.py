"""Fit a small network to labelled windows: early stopping on groups kept back, same seed, same weights."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from genre_studio.evaluation.networks import FeatureNet, Model, RollNet, make_network
from genre_studio.evaluation.window_set import AnySet, FeatureSet

EVALUATION_BATCH = 128


@dataclass(frozen=True, slots=True)
class FitConfig:
    """How long and how hard to fit."""

    epochs: int  # at most
    patience: int  # epochs without a better validation loss before it stops
    learning_rate: float
    weight_decay: float
    batch_size: int = 32
    transposition: int = 6  # semitones up or down, for rolls; 0: as they are
    validation_share: float = 0.2  # of the groups


DEFAULT_CONFIG = {
    Model.LOGISTIC: FitConfig(epochs=60, patience=8, learning_rate=3e-3, weight_decay=0.1),
    Model.MLP: FitConfig(epochs=60, patience=8, learning_rate=2e-3, weight_decay=0.1),
    Model.ROLL: FitConfig(epochs=24, patience=5, learning_rate=3e-3, weight_decay=0.01),
}


class Classifier:
    """A fitted network and what it reads."""

    def __init__(self, model: Model, network: FeatureNet | RollNet) -> None:
        self.model = model
        self.network = network.eval()

    def logits(self, windows: AnySet, indices: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """(len(indices), classes)."""
        indices = np.arange(len(windows)) if indices is None else indices
        with torch.inference_mode():
            batches = [indices[i : i + 128] for i in range(0, len(indices), 128)]
            rows = [
                _logits(self.network, windows, batch, np.zeros(len(batch), np.int64)) for batch in batches
            ]
        return torch.cat(rows).double().numpy() if rows else np.zeros((0, 0))


def fit_classifier(
    model: Model,
    windows: AnySet,
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
    *,
    seed: int,
    classes: int | None = None,
    indices: NDArray[np.int64] | None = None,
    config: FitConfig | None = None,
) -> Classifier:
    """Fit `model` to the windows at `indices` (None: all).

    `labels` and `groups` are (len(windows),): the class, and the piece that a window comes from.
    Whole groups are kept back to decide when to stop. Every class weighs the same, however rare.
    """
    config = config or DEFAULT_CONFIG[model]
    indices = np.arange(len(windows)) if indices is None else indices
    classes = classes or int(labels.max()) + 1
    kept_back = keep_groups_back(groups[indices], labels[indices], config.validation_share, seed)
    train = indices[~kept_back]
    validation = indices[kept_back] if kept_back.any() else train
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = make_network(model, classes)
        if isinstance(network, FeatureNet):
            network.standardise_by(windows.features[torch.from_numpy(train)])
        task = _Task(windows, labels, _class_weights(labels[train], classes))
        _descend(network, task, train, validation, config=config, seed=seed)
    return Classifier(model, network)


@dataclass(frozen=True)
class _Task:
    """What is fitted: windows, their classes, and how much each class weighs."""

    windows: AnySet
    labels: NDArray[np.int64]
    class_weights: Tensor

    def loss(
        self, network: FeatureNet | RollNet, batch: NDArray[np.int64], semitones: NDArray[np.int64]
    ) -> Tensor:
        targets = torch.from_numpy(self.labels[batch])
        logits = _logits(network, self.windows, batch, semitones)
        losses = nn.functional.cross_entropy(logits, targets, reduction="none")
        return (losses * self.class_weights[targets]).mean()

    def loss_over(self, network: FeatureNet | RollNet, indices: NDArray[np.int64]) -> float:
        """The mean loss of windows as they are, the network at rest."""
        total = 0.0
        network.eval()
        with torch.inference_mode():
            for batch in _batches(indices, EVALUATION_BATCH):
                total += float(self.loss(network, batch, np.zeros(len(batch), np.int64))) * len(batch)
        return total / max(1, len(indices))

    def train_epoch(
        self,
        network: FeatureNet | RollNet,
        optimiser: torch.optim.Optimizer,
        order: NDArray[np.int64],
        *,
        config: FitConfig,
        generator: np.random.Generator,
    ) -> None:
        network.train()
        for batch in _batches(order, config.batch_size):
            semitones = generator.integers(-config.transposition, config.transposition + 1, len(batch))
            optimiser.zero_grad()
            torch.autograd.backward(self.loss(network, batch, semitones))
            optimiser.step()


def _descend(
    network: FeatureNet | RollNet,
    task: _Task,
    train: NDArray[np.int64],
    validation: NDArray[np.int64],
    *,
    config: FitConfig,
    seed: int,
) -> None:
    """Gradient descent; leaves the weights of the epoch that did best on `validation`."""
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    generator = np.random.default_rng(seed)
    best_loss, best_state, since_best = np.inf, _state(network), 0
    for _ in range(config.epochs):
        order = generator.permutation(train)
        task.train_epoch(network, optimiser, order, config=config, generator=generator)
        loss = task.loss_over(network, validation)
        since_best += 1
        if loss < best_loss:
            best_loss, best_state, since_best = loss, _state(network), 0
        if since_best >= config.patience:
            break
    network.load_state_dict(best_state)


def _logits(
    network: FeatureNet | RollNet, windows: AnySet, batch: NDArray[np.int64], semitones: NDArray[np.int64]
) -> Tensor:
    if isinstance(network, FeatureNet):
        return network.forward(windows.features[torch.from_numpy(batch)])
    if isinstance(windows, FeatureSet):
        raise TypeError("a network that reads rolls needs windows, not their features alone")
    return network.forward(*windows.rolls(batch, semitones))


def _batches(indices: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    return [indices[i : i + size] for i in range(0, len(indices), size)]


def _class_weights(labels: NDArray[np.int64], classes: int) -> Tensor:
    """(C,): inverse frequencies with mean 1 over the windows; a class that is absent weighs 0."""
    counts = np.bincount(labels, minlength=classes)
    weights = np.where(counts > 0, len(labels) / (np.maximum(counts, 1) * np.count_nonzero(counts)), 0)
    return torch.from_numpy(weights.astype(np.float32))


def keep_groups_back(
    groups: NDArray[np.int64], labels: NDArray[np.int64], share: float, seed: int
) -> NDArray[np.bool_]:
    """Marks (N,) whole groups, about `share` of those of each label, at least one where a label has two."""
    generator = np.random.default_rng(seed)
    chosen: list[int] = []
    for label in np.unique(labels):
        own = generator.permutation(np.unique(groups[labels == label]))
        own = own[~np.isin(own, chosen)]
        chosen += own[: max(1, round(share * len(own))) if len(own) > 1 else 0].tolist()
    return np.isin(groups, chosen)


def _state(network: nn.Module) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in network.state_dict().items()}
