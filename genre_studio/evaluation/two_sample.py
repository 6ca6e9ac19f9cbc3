"""The told-apart test: can a classifier tell generated windows from real ones, and by what?

Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", ICLR 2017, with the AUC in place of
accuracy, and folds and intervals by piece, since windows of one piece are no independent witnesses.
0.5: nobody can tell; 1.0: every window gives itself away. Lower is better, and the classifier that
tells best is the one that counts: a weak judge proves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.cross_validation import auc_of, bootstrap_interval, out_of_fold_logits
from genre_studio.evaluation.features import FEATURES
from genre_studio.evaluation.intervals import numbered
from genre_studio.evaluation.networks import Model
from genre_studio.evaluation.window_set import AnySet, WindowSet
from genre_studio.evaluation.windows import Window

FEATURE_MODELS = (Model.LOGISTIC, Model.MLP)
ALL_MODELS = (Model.LOGISTIC, Model.MLP, Model.ROLL)
REPEATS = {Model.LOGISTIC: 3, Model.MLP: 3, Model.ROLL: 1}  # cheap ones are averaged over other folds


@dataclass(frozen=True, slots=True)
class Tell:
    """A feature that tells the two apart on its own: the classifier's evidence in musical words."""

    feature: str
    unit: str
    meaning: str
    auc: float  # of the feature alone, 0.5..1
    real: float  # mean over the real windows
    other: float  # mean over the others

    def __str__(self) -> str:
        return f"{self.feature} {self.real:.3g} > {self.other:.3g} ({self.auc:.2f})"


@dataclass(frozen=True, slots=True)
class ToldApart:
    """How well two sets of windows can be told apart."""

    auc: float  # of the model that tells best
    low: float  # 95% interval, resampled by piece
    high: float
    model: str
    aucs: Mapping[str, float]  # by model
    real_windows: int
    other_windows: int
    pieces: int
    tells: tuple[Tell, ...]  # strongest first


def told_apart(
    real: Sequence[Window],
    other: Sequence[Window],
    real_groups: Sequence[object],
    other_groups: Sequence[object],
    *,
    seed: int,
    models: Sequence[Model] = ALL_MODELS,
    folds: int = 5,
    tell_count: int = 8,
) -> ToldApart:
    """Tell `other` windows from `real` ones; groups name the piece of each window, for both alike.

    A continuation carries the group of the piece that it continues, so both always share a fold.
    """
    groups = numbered([*real_groups, *other_groups])
    return told_apart_sets(
        WindowSet([*real, *other]),
        len(real),
        groups,
        seed=seed,
        models=models,
        folds=folds,
        tell_count=tell_count,
    )


def told_apart_sets(
    windows: AnySet,
    real_count: int,
    groups: NDArray[np.int64],
    *,
    seed: int,
    models: Sequence[Model] = FEATURE_MODELS,
    folds: int = 5,
    tell_count: int = 8,
) -> ToldApart:
    """As `told_apart`, of one set whose first `real_count` windows are real; `groups` are (len(windows),)."""
    labels = np.repeat([0, 1], [real_count, len(windows) - real_count]).astype(np.int64)
    scores = {model: _scores(model, windows, labels, groups, folds=folds, seed=seed) for model in models}
    aucs = {model: auc_of(score, labels == 1) for model, score in scores.items()}
    best = max(models, key=lambda model: aucs[model])
    low, high = bootstrap_interval(scores[best], labels == 1, groups, seed=seed)
    return ToldApart(
        auc=aucs[best],
        low=low,
        high=high,
        model=best.value,
        aucs={model.value: auc for model, auc in aucs.items()},
        real_windows=real_count,
        other_windows=len(windows) - real_count,
        pieces=len(np.unique(groups)),
        tells=strongest_tells(windows.features.numpy(), labels == 1, tell_count),
    )


def strongest_tells(
    features: NDArray[np.float32], is_other: NDArray[np.bool_], count: int
) -> tuple[Tell, ...]:
    """The features whose values alone separate best, (N, F) and (N,)."""
    columns = features.astype(np.float64)
    aucs = np.array([auc_of(column, is_other) for column in columns.T])
    order = np.argsort(-np.abs(aucs - 0.5), kind="stable")[:count]
    real, other = columns[~is_other].mean(axis=0), columns[is_other].mean(axis=0)
    return tuple(
        Tell(
            FEATURES[i].name,
            FEATURES[i].unit,
            FEATURES[i].meaning,
            float(max(aucs[i], 1 - aucs[i])),
            float(real[i]),
            float(other[i]),
        )
        for i in order
    )


def halves_by_author(authors: Sequence[str], *, seed: int) -> NDArray[np.bool_]:
    """True for the windows of one half of the authors: the control, real against real.

    Authors are dealt in random order to the half that has fewer windows.
    """
    names, counts = np.unique(np.array(authors), return_counts=True)
    in_half: dict[str, bool] = {}
    sizes = [0, 0]
    for i in np.random.default_rng(seed).permutation(len(names)):
        half = int(sizes[1] < sizes[0])
        in_half[str(names[i])] = bool(half)
        sizes[half] += int(counts[i])
    return np.array([in_half[author] for author in authors], bool)


def _scores(
    model: Model,
    windows: AnySet,
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
    *,
    folds: int,
    seed: int,
) -> NDArray[np.float64]:
    """Out-of-fold log odds of being `other`, averaged over repeats with other folds."""
    runs = []
    for repeat in range(REPEATS[model]):
        logits = out_of_fold_logits(model, windows, labels, groups, seed=seed + repeat, folds=folds)
        runs.append(logits[:, 1] - logits[:, 0])
    return np.asarray(np.mean(runs, axis=0))
