"""Classifiers, folds and the AUC, on windows that are easy or impossible to tell apart."""

import numpy as np
import pytest

from genre_studio.evaluation.classifier import DEFAULT_CONFIG, FitConfig, fit_classifier, keep_groups_back
from genre_studio.evaluation.cross_validation import (
    auc_of,
    bootstrap_interval,
    group_folds,
    out_of_fold_logits,
)
from genre_studio.evaluation.networks import Model
from genre_studio.evaluation.window_set import WindowSet
from genre_studio.evaluation.windows import make_window

QUICK_ROLLS = FitConfig(epochs=12, patience=12, learning_rate=1e-2, weight_decay=0, batch_size=8)


def tunes(count, *, seed, gap=6):
    """Random walks in C major, one note every `gap` steps, two bars each."""
    generator = np.random.default_rng(seed)
    scale = np.array([48 + octave + pitch for octave in (0, 12, 24) for pitch in (0, 2, 4, 5, 7, 9, 11)])
    windows = []
    for _ in range(count):
        degrees = np.clip(10 + np.cumsum(generator.integers(-2, 3, 96 // gap)), 0, len(scale) - 1)
        windows.append(
            make_window([(gap * i, gap, int(scale[d])) for i, d in enumerate(degrees)], (0, 48, 96))
        )
    return windows


@pytest.fixture(scope="module")
def slow_and_fast():
    return WindowSet([*tunes(24, seed=0), *tunes(24, seed=1, gap=4)])


LABELS = np.repeat([0, 1], 24)
GROUPS = np.arange(48) // 2


@pytest.mark.parametrize("model", Model)
def test_tells_what_can_be_told(slow_and_fast, model):
    config = QUICK_ROLLS if model.reads_rolls else None
    logits = out_of_fold_logits(model, slow_and_fast, LABELS, GROUPS, seed=1, folds=2, config=config)
    assert auc_of(logits[:, 1] - logits[:, 0], LABELS == 1) > 0.95


def test_cannot_tell_what_is_the_same():
    windows = WindowSet([*tunes(40, seed=2), *tunes(40, seed=3)])
    labels, groups = np.repeat([0, 1], 40), np.arange(80) // 2
    logits = out_of_fold_logits(Model.LOGISTIC, windows, labels, groups, seed=1, folds=4)
    assert 0.3 < auc_of(logits[:, 1] - logits[:, 0], labels == 1) < 0.7


def test_a_piece_that_knows_its_label_does_not_leak():
    """Labels are a coin's toss by piece and windows of a piece are equal: nothing can be learned."""
    generator = np.random.default_rng(5)
    pieces = tunes(40, seed=6)
    labels = np.repeat(generator.permutation(np.arange(40) % 2), 3)
    windows, groups = WindowSet([piece for piece in pieces for _ in range(3)]), np.repeat(np.arange(40), 3)
    logits = out_of_fold_logits(Model.MLP, windows, labels, groups, seed=1, folds=4)
    assert auc_of(logits[:, 1] - logits[:, 0], labels == 1) < 0.75


@pytest.mark.parametrize("model", [Model.MLP, Model.ROLL])
def test_same_seed_same_weights(slow_and_fast, model):
    config = FitConfig(epochs=2, patience=2, learning_rate=1e-2, weight_decay=0, batch_size=16)
    one, again, other = (
        fit_classifier(model, slow_and_fast, LABELS, GROUPS, seed=seed, config=config).logits(slow_and_fast)
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_rare_class_weighs_as_much(slow_and_fast):
    indices = np.concatenate([np.arange(24), [24, 25, 26, 27]])
    classifier = fit_classifier(
        Model.LOGISTIC,
        slow_and_fast,
        LABELS,
        GROUPS,
        seed=1,
        indices=indices,
        config=DEFAULT_CONFIG[Model.MLP],
    )
    assert (classifier.logits(slow_and_fast).argmax(1) == LABELS).mean() > 0.95


def test_folds_keep_groups_whole_and_labels_even():
    groups = np.repeat(np.arange(20), 3)
    labels = np.repeat(np.arange(20) % 2, 3)
    fold = group_folds(groups, labels, folds=5, seed=0)
    assert all(len(set(fold[groups == group])) == 1 for group in range(20))
    for label in (0, 1):
        assert np.bincount(fold[labels == label]).tolist() == [6] * 5


def test_groups_kept_back_are_whole_and_of_every_label():
    groups, labels = np.repeat(np.arange(12), 2), np.repeat(np.arange(12) % 3, 2)
    mask = keep_groups_back(groups, labels, 0.25, seed=0)
    assert set(labels[mask]) == {0, 1, 2}
    assert not set(groups[mask]) & set(groups[~mask])


def test_auc_by_hand():
    positive = np.array([True, True, False, False])
    assert auc_of(np.array([2.0, 3.0, 0.0, 1.0]), positive) == 1
    assert auc_of(np.array([2.0, 0.5, 0.0, 1.0]), positive) == 0.75
    assert auc_of(np.zeros(4), positive) == 0.5
    assert auc_of(np.zeros(2), np.array([True, True])) == 0.5


def test_the_interval_holds_the_auc_and_widens_with_fewer_pieces():
    generator = np.random.default_rng(0)
    positive = np.arange(200) % 2 == 1
    scores = generator.normal(size=200) + positive
    auc = auc_of(scores, positive)
    many = bootstrap_interval(scores, positive, np.arange(200) // 2, seed=0)
    few = bootstrap_interval(scores, positive, np.arange(200) // 50, seed=0)
    assert many[0] < auc < many[1]
    assert many[1] - many[0] < 0.2
    assert few != many
