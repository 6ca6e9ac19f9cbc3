"""Judging windows that the classifier never met: folds by piece, and scores out of them."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.classifier import FitConfig, fit_classifier
from genre_studio.evaluation.intervals import bootstrap
from genre_studio.evaluation.networks import Model
from genre_studio.evaluation.window_set import AnySet


def group_folds(
    groups: NDArray[np.int64], labels: NDArray[np.int64], *, folds: int, seed: int
) -> NDArray[np.int64]:
    """The fold of each window, (N,): a group lies in one fold whole, and each label is spread evenly.

    A group with several labels (a piece with its generated continuations) counts under its first.
    """
    generator = np.random.default_rng(seed)
    names, first, sizes = np.unique(groups, return_index=True, return_counts=True)
    filled = np.zeros((int(labels.max(initial=0)) + 1, folds))
    fold_of: dict[int, int] = {}
    order = generator.permutation(len(names))
    for i in order[np.argsort(-sizes[order], kind="stable")]:
        label = labels[first[i]]
        fold = int(np.argmin(filled[label] + 1e-3 * filled.sum(axis=0)))
        fold_of[int(names[i])] = fold
        filled[label, fold] += sizes[i]
    return np.array([fold_of[int(group)] for group in groups], np.int64)


def out_of_fold_logits(
    model: Model,
    windows: AnySet,
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
    *,
    seed: int,
    folds: int = 5,
    config: FitConfig | None = None,
) -> NDArray[np.float64]:
    """Logits (N, classes) of every window by a classifier that saw no window of its group."""
    classes = int(labels.max()) + 1
    fold = group_folds(groups, labels, folds=folds, seed=seed)
    logits = np.zeros((len(windows), classes))
    for held_out in np.unique(fold):
        classifier = fit_classifier(
            model,
            windows,
            labels,
            groups,
            seed=seed + 1000 * int(held_out),
            classes=classes,
            indices=np.flatnonzero(fold != held_out),
            config=config,
        )
        there = np.flatnonzero(fold == held_out)
        logits[there] = classifier.logits(windows, there)
    return logits


def auc_of(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """The chance that a positive scores above a negative, ties counting half; 0.5 where a kind is missing."""
    positives, negatives = scores[positive], np.sort(scores[~positive])
    if not len(positives) or not len(negatives):
        return 0.5
    below = np.searchsorted(negatives, positives, side="left")
    level = np.searchsorted(negatives, positives, side="right")
    return float((below + level).mean() / 2 / len(negatives))


def bootstrap_interval(
    scores: NDArray[np.float64], positive: NDArray[np.bool_], groups: NDArray[np.int64], *, seed: int
) -> tuple[float, float]:
    """The 95% interval of the AUC over draws of whole groups: windows of one piece are no witnesses apart."""

    def auc(drawn: NDArray[np.int64]) -> float:
        both = positive[drawn].any() and not positive[drawn].all()
        return auc_of(scores[drawn], positive[drawn]) if both else float("nan")

    estimate = bootstrap(auc, groups, seed=seed)
    return (estimate.low, estimate.high) if np.isfinite(estimate.low) else (0.0, 1.0)
