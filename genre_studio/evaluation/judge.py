"""The genre judge: which genre do these bars sound like, by their notes alone?

One or more classifiers (an MLP on the named features; one on the roll may join it), trained on real
windows of training pieces. Their averaged log probabilities are softened by one temperature, so
that of the windows said to be 80% jazz about 80% are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file

from genre_studio.evaluation.classifier import (
    DEFAULT_CONFIG,
    Classifier,
    FitConfig,
    fit_classifier,
    keep_groups_back,
)
from genre_studio.evaluation.features import FEATURE_NAMES
from genre_studio.evaluation.networks import FeatureNet, Model, make_network
from genre_studio.evaluation.window_set import AnySet

SILENCE = FEATURE_NAMES.index("silence")
CALIBRATION_SHARE = 0.15  # of the training pieces
JUDGE_CONFIGS = {Model.MLP: DEFAULT_CONFIG[Model.MLP]}  # seconds; enough for 95% on held-out bars


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a judge did on windows whose genre is known."""

    genres: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]  # rows: true genre; columns: genre given
    recall: tuple[float, ...]  # by genre
    balanced_accuracy: float  # mean recall
    log_loss: float  # nats, every genre weighing the same
    calibration_error: float  # |confidence - accuracy|, mean over ten bins of confidence


class GenreJudge:
    """Fitted classifiers and the temperature that calibrates them."""

    def __init__(self, genres: Sequence[str], classifiers: Sequence[Classifier], temperature: float) -> None:
        self.genres = tuple(genres)
        self.classifiers = tuple(classifiers)
        self.temperature = temperature

    def probabilities(self, windows: AnySet) -> NDArray[np.float64]:
        """(len(windows), genres), rows summing to one."""
        logits = _averaged([classifier.logits(windows) for classifier in self.classifiers])
        return np.exp(_log_softmax(logits / self.temperature))

    def genre_indices(self, windows: AnySet) -> NDArray[np.int64]:
        """The likeliest genre of each window. A silent window sounds like none: -1."""
        if not len(windows):
            return np.zeros(0, np.int64)
        likeliest = np.argmax(self.probabilities(windows), axis=1)
        silent = windows.features[:, SILENCE].numpy() > 0.5
        return np.where(silent, -1, likeliest)

    def hidden(self, windows: AnySet) -> NDArray[np.float64]:
        """(len(windows), H): what the feature networks make of them before they decide; the space in
        which sets of windows are compared."""
        with torch.inference_mode():
            rows = [
                c.network.hidden(windows.features)
                for c in self.classifiers
                if isinstance(c.network, FeatureNet)
            ]
        return torch.cat(rows, 1).double().numpy()

    def save(self, folder: Path) -> None:
        """Write judge.safetensors and judge.json into `folder`."""
        tensors = {
            f"{classifier.model.name}.{name}": value.contiguous()
            for classifier in self.classifiers
            for name, value in classifier.network.state_dict().items()
        }
        save_file(tensors, folder / "judge.safetensors")
        about = {
            "genres": self.genres,
            "models": [classifier.model.name for classifier in self.classifiers],
            "temperature": self.temperature,
        }
        (folder / "judge.json").write_text(json.dumps(about, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "GenreJudge":
        """Read what `save` wrote. Raises OSError where there is nothing."""
        about = json.loads((folder / "judge.json").read_text(encoding="utf-8"))
        tensors = load_file(folder / "judge.safetensors")
        classifiers = []
        for name in about["models"]:
            network = make_network(Model[name], len(about["genres"]))
            own = {
                key.split(".", 1)[1]: value for key, value in tensors.items() if key.startswith(name + ".")
            }
            network.load_state_dict(own)
            classifiers.append(Classifier(Model[name], network))
        return cls(about["genres"], classifiers, about["temperature"])


def train_judge(
    windows: AnySet,
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
    genres: Sequence[str],
    *,
    seed: int,
    configs: Mapping[Model, FitConfig] = JUDGE_CONFIGS,
) -> GenreJudge:
    """Fit on real windows; `labels` index `genres`, `groups` name pieces, both (len(windows),).

    A share of the pieces is not fitted but kept for the temperature.
    """
    kept_back = keep_groups_back(groups, labels, CALIBRATION_SHARE, seed)
    fitted = np.flatnonzero(~kept_back)
    held = np.flatnonzero(kept_back) if kept_back.any() else fitted
    classifiers = [
        fit_classifier(
            model, windows, labels, groups, seed=seed, classes=len(genres), indices=fitted, config=config
        )
        for model, config in configs.items()
    ]
    logits = _averaged([classifier.logits(windows, held) for classifier in classifiers])
    return GenreJudge(genres, classifiers, _temperature(logits, labels[held]))


def verdict_on(judge: GenreJudge, windows: AnySet, labels: NDArray[np.int64]) -> Verdict:
    """Compare the judge with the truth."""
    given = judge.genre_indices(windows)
    count = len(judge.genres)
    confusion = np.zeros((count, count), np.int64)
    np.add.at(confusion, (labels[given >= 0], given[given >= 0]), 1)
    probabilities = judge.probabilities(windows)
    sizes = np.maximum(1, np.bincount(labels, minlength=count))
    recall = np.diagonal(confusion) / sizes
    present = np.bincount(labels, minlength=count) > 0
    return Verdict(
        genres=judge.genres,
        confusion=tuple(tuple(int(n) for n in row) for row in confusion),
        recall=tuple(float(share) for share in recall),
        balanced_accuracy=float(recall[present].mean()),
        log_loss=_balanced_loss(np.log(np.maximum(probabilities, 1e-12)), labels),
        calibration_error=_calibration_error(probabilities, labels),
    )


def _averaged(logits: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.asarray(np.mean([_log_softmax(rows) for rows in logits], axis=0))


def _log_softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    return torch.log_softmax(torch.from_numpy(np.asarray(logits, np.float64)), 1).numpy()


def _balanced_loss(log_probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    losses = -log_probabilities[np.arange(len(labels)), labels]
    return float(np.mean([losses[labels == label].mean() for label in np.unique(labels)]))


def _temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The divisor of the logits with the least loss on windows that were not fitted."""
    choices = np.geomspace(0.25, 4, 65)
    losses = [_balanced_loss(_log_softmax(logits / choice), labels) for choice in choices]
    return float(choices[int(np.argmin(losses))])


def _calibration_error(probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    bins = np.minimum(9, (confidence * 10).astype(int))
    gaps = [
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins)
    ]
    return float(np.sum(gaps))
