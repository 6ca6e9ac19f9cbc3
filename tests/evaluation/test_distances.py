"""Distances between sets, and intervals, against values worked out by hand."""

import numpy as np
import pytest

from genre_studio.evaluation.distances import (
    different_bins,
    fit_bins,
    frechet_distance,
    frechet_estimate,
    inception_estimate,
    inception_score,
)
from genre_studio.evaluation.intervals import (
    bootstrap,
    mean_by_piece,
    numbered,
    permutation_p,
    share_of,
)


def cloud(count=4000, features=3, seed=0, centre=0.0, scale=1.0):
    return np.random.default_rng(seed).normal(centre, scale, (count, features))


def test_frechet_distance_of_normal_clouds():
    assert frechet_distance(cloud(), cloud()) == pytest.approx(0, abs=1e-9)
    moved = cloud() + np.array([3, 0, 4])
    assert frechet_distance(cloud(), moved) == pytest.approx(25)
    # Variances 1 and 4 in three dimensions: 3 * (1 + 4 - 2 * 2).
    assert frechet_distance(cloud(), 2 * cloud()) == pytest.approx(3, rel=0.05)


def test_frechet_interval_holds_the_truth():
    groups = np.arange(300) // 3
    estimate = frechet_estimate(cloud(300), cloud(300, seed=1) + 2, groups, groups)
    assert 9 < estimate.low < 12 < estimate.high < 15
    assert estimate.pieces == 200


def test_inception_score_from_one_to_the_classes():
    sure = np.eye(3)[np.arange(30) % 3]
    assert inception_score(sure) == pytest.approx(3)
    assert inception_score(np.full((30, 3), 1 / 3)) == pytest.approx(1)
    assert inception_score(np.eye(3)[np.zeros(30, int)]) == pytest.approx(1)
    estimate = inception_estimate(sure, np.arange(30), seed=0)
    assert estimate.low < estimate.value <= 3


def test_bins_tell_a_collapse_from_a_second_sample():
    rows = cloud(3000)
    bins = fit_bins(rows, 20, seed=5)
    assert bins.counts(rows).sum() == 3000
    assert different_bins(bins, cloud(600, seed=9)).mean() < 0.3
    assert different_bins(bins, np.repeat(cloud(1, seed=2), 600, axis=0)).mean() > 0.8
    assert not different_bins(bins, rows).any()
    with pytest.raises(ValueError, match="20 bins"):
        fit_bins(rows[:10], 20, seed=5)


def test_intervals_draw_whole_pieces():
    values = np.repeat([0.0, 1.0], 50)
    by_piece = mean_by_piece(values, np.repeat([0, 1], 50), seed=1)
    by_window = mean_by_piece(values, np.arange(100), seed=1)
    assert (by_piece.value, by_piece.low, by_piece.high) == (0.5, 0, 1)
    assert 0.35 < by_window.low < 0.5 < by_window.high < 0.65
    nothing = mean_by_piece(np.full(3, np.nan), np.arange(3), seed=1)
    assert np.isnan(nothing.value) and nothing.count == 0


def test_a_pivotal_interval_mirrors_the_draws():
    values = np.arange(50, dtype=float)
    plain = bootstrap(lambda places: float(values[places].max()), np.arange(50), seed=0)
    mirrored = bootstrap(lambda places: float(values[places].max()), np.arange(50), seed=0, pivotal=True)
    assert plain.high == mirrored.low == 49
    assert mirrored.high == 2 * 49 - plain.low


def test_shares_and_chances():
    half = share_of([True] * 50 + [False] * 50)
    assert (half.low, half.high) == pytest.approx((0.4038, 0.5962), abs=1e-3)
    assert share_of([True] * 10).low == pytest.approx(0.7225, abs=1e-3)
    assert permutation_p(0.1, [0.2] * 99) == 0.01
    assert permutation_p(0.3, [0.2] * 99) == 1
    assert numbered("abca").tolist() == [0, 1, 2, 0]
