"""Distances between two sets of windows in a feature space: Fréchet, NDB, and the Inception score.

Features are (N, F) rows of numbers, such as `GenreJudge.hidden` or standardised named features; NaN is
not allowed in them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.intervals import Z_95, Estimate, bootstrap

Rows = NDArray[np.float64]
SHRINKAGE = 1e-6  # of the mean variance, on the diagonal: a covariance of few windows is singular


def frechet_distance(one: Rows, other: Rows) -> float:
    """Distance (0 and up, squared units of the features) of the normal distributions fitted to two sets.

    |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^1/2). Lower is nearer; 0 the same mean and covariance. It grows as
    sets shrink, so compare only sets of one size, with real against real beside it. Source: Heusel et
    al., "GANs trained by a two time-scale update rule", NeurIPS 2017 (FID).
    """
    difference = one.mean(axis=0) - other.mean(axis=0)
    c1, c2 = _covariance(one), _covariance(other)
    values, vectors = np.linalg.eigh(c1)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    # tr (C1 C2)^1/2 = tr (C1^1/2 C2 C1^1/2)^1/2, whose argument is symmetric.
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ c2 @ root), 0)).sum()
    return float(max(0.0, difference @ difference + np.trace(c1) + np.trace(c2) - 2 * shared))


def _covariance(rows: Rows) -> Rows:
    centred = rows - rows.mean(axis=0)
    covariance = centred.T @ centred / max(1, len(rows) - 1)
    ridge = SHRINKAGE * max(float(np.trace(covariance)) / len(covariance), 1e-12)
    return np.asarray(covariance + ridge * np.eye(len(covariance)))


def frechet_estimate(
    one: Rows, other: Rows, one_groups: NDArray[np.int64], other_groups: NDArray[np.int64]
) -> Estimate:
    """`frechet_distance` with a 95% interval from leaving out each piece of either set in turn.

    The jackknife (Efron and Tibshirani 1993, chapter 11) and not the bootstrap: a distance between samples
    grows when windows are drawn twice, by more than its spread.
    """
    value = frechet_distance(one, other)
    without_one = [frechet_distance(one[one_groups != g], other) for g in _left_out(one_groups)]
    without_other = [frechet_distance(one, other[other_groups != g]) for g in _left_out(other_groups)]
    error = np.sqrt(_jackknife_variance(without_one) + _jackknife_variance(without_other))
    pieces = len(np.unique(one_groups)) + len(np.unique(other_groups))
    low, high = max(0.0, value - Z_95 * error), value + Z_95 * error
    return Estimate(value, low, high, len(one) + len(other), pieces)


def _left_out(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    pieces = np.unique(groups)
    return pieces if len(pieces) > 1 else pieces[:0]


def _jackknife_variance(values: list[float]) -> float:
    count = len(values)
    return float((count - 1) / count * ((np.array(values) - np.mean(values)) ** 2).sum()) if count else 0.0


def inception_score(probabilities: Rows) -> float:
    """exp of the mean divergence of each window's classes from all windows' mean, of (N, C) probabilities.

    From 1 (every window the same mixture) to C (each window sure, all classes alike): higher is surer and
    more varied, and says nothing of likeness to real music. Source: Salimans et al., "Improved techniques
    for training GANs", NeurIPS 2016.
    """
    safe = np.maximum(probabilities, 1e-12)
    divergence = (safe * (np.log(safe) - np.log(safe.mean(axis=0)))).sum(axis=1)
    return float(np.exp(divergence.mean()))


def inception_estimate(probabilities: Rows, groups: NDArray[np.int64], *, seed: int) -> Estimate:
    """`inception_score` with a 95% interval over whole pieces."""
    return bootstrap(lambda places: inception_score(probabilities[places]), groups, seed=seed)


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """Cells of a feature space, each about a centre: what "kinds of music" a reference set has."""

    centres: Rows  # (K, F)
    shares: Rows  # (K,) of the reference set
    size: int  # of the reference set

    def counts(self, rows: Rows) -> NDArray[np.int64]:
        """(K,): how many rows lie nearest to each centre."""
        return np.bincount(_nearest(rows, self.centres), minlength=len(self.centres))


def fit_bins(reference: Rows, count: int, *, seed: int, rounds: int = 50) -> Bins:
    """k-means (Lloyd, started by k-means++) over the reference set. Raises ValueError for too few rows."""
    if len(reference) < count:
        raise ValueError(f"{count} bins need at least as many windows, not {len(reference)}")
    centres = _first_centres(reference, count, np.random.default_rng(seed))
    for _ in range(rounds):
        places = _nearest(reference, centres)
        moved = np.array(
            [reference[places == k].mean(axis=0) if (places == k).any() else centres[k] for k in range(count)]
        )
        if np.allclose(moved, centres):
            break
        centres = moved
    counts = np.bincount(_nearest(reference, centres), minlength=count)
    return Bins(centres, counts / len(reference), len(reference))


def _first_centres(reference: Rows, count: int, generator: np.random.Generator) -> Rows:
    """k-means++ (Arthur and Vassilvitskii 2007): far rows are likelier to be the next centre."""
    chosen = [int(generator.integers(len(reference)))]
    nearest = np.full(len(reference), np.inf)
    while len(chosen) < count:
        nearest = np.minimum(nearest, ((reference - reference[chosen[-1]]) ** 2).sum(axis=1))
        total = nearest.sum()
        weights = nearest / total if total > 0 else np.full(len(reference), 1 / len(reference))
        chosen.append(int(generator.choice(len(reference), p=weights)))
    return reference[chosen]


def _nearest(rows: Rows, centres: Rows) -> NDArray[np.int64]:
    squares = (rows**2).sum(axis=1)[:, None] - 2 * rows @ centres.T + (centres**2).sum(axis=1)[None]
    return np.asarray(squares.argmin(axis=1))


def different_bins(bins: Bins, rows: Rows) -> NDArray[np.bool_]:
    """NDB: which bins (K,) the rows fill significantly more or less than the reference did.

    Two-proportion z test at 5%: a second sample of the same music differs in about one bin of twenty; all
    of them is another kind of music, or a collapse onto a few kinds. Fewer is better. Unit: their share.
    Source: Richardson and Weiss, "On GANs and GMMs", NeurIPS 2018.
    """
    share = bins.counts(rows) / len(rows)
    pooled = (share * len(rows) + bins.shares * bins.size) / (len(rows) + bins.size)
    error = np.sqrt(pooled * (1 - pooled) * (1 / len(rows) + 1 / bins.size))
    return np.asarray(np.abs(share - bins.shares) > Z_95 * np.maximum(error, 1e-12))
