"""The told-apart test and the genre judge, on music made by hand."""

import numpy as np

from genre_studio.evaluation.classifier import FitConfig
from genre_studio.evaluation.judge import GenreJudge, train_judge, verdict_on
from genre_studio.evaluation.networks import Model
from genre_studio.evaluation.two_sample import FEATURE_MODELS, halves_by_author, told_apart
from genre_studio.evaluation.window_set import WindowSet
from genre_studio.evaluation.windows import make_window

BRIEF = FitConfig(epochs=3, patience=3, learning_rate=1e-2, weight_decay=0, batch_size=8)
LINES = (0, 48, 96)


def scales(count, *, seed, gap=6, intervals=(-2, -1, 1, 2), low=60):
    """Chromatic random walks, one note every `gap` steps."""
    generator = np.random.default_rng(seed)
    windows = []
    for _ in range(count):
        pitches = np.clip(low + np.cumsum(generator.choice(intervals, 96 // gap)), 24, 108)
        windows.append(make_window([(gap * i, gap, int(p)) for i, p in enumerate(pitches)], LINES))
    return windows


def test_names_the_tell():
    real, other = scales(20, seed=0), scales(20, seed=1, intervals=(-9, -7, 7, 9))
    pieces = [i // 2 for i in range(20)]
    result = told_apart(real, other, pieces, pieces, seed=3, models=FEATURE_MODELS, folds=2)
    assert result.auc > 0.98 and result.low > 0.9
    assert (result.real_windows, result.other_windows, result.pieces) == (20, 20, 10)
    assert result.aucs[result.model] == result.auc == max(result.aucs.values())
    strongest = {tell.feature: tell for tell in result.tells}
    assert strongest["top_move"].auc == 1
    assert strongest["top_move"].real < 2
    assert strongest["top_move"].other > 6


def test_cannot_tell_a_copy():
    real = scales(20, seed=0)
    pieces = list(range(20))
    result = told_apart(real, real, pieces, pieces, seed=3, models=[Model.LOGISTIC], folds=4)
    assert 0.4 <= result.auc <= 0.6


def test_same_seed_same_figures():
    real, other, pieces = scales(10, seed=0), scales(10, seed=1), list(range(10))
    one, again = (
        told_apart(real, other, pieces, pieces, seed=3, models=[Model.MLP], folds=2) for _ in range(2)
    )
    assert one == again


def test_silence_is_told():
    real, silent = scales(12, seed=0), [make_window([], LINES)] * 12
    pieces = list(range(12))
    assert told_apart(real, silent, pieces, pieces, seed=1, models=[Model.LOGISTIC], folds=3).auc == 1


def test_halves_split_authors_not_pieces():
    authors = ["bach"] * 5 + ["haydn"] * 4 + ["monk"] * 6 + ["evans"] * 5
    half = halves_by_author(authors, seed=0)
    assert all(
        len({bool(h) for h, a in zip(half, authors, strict=True) if a == name}) == 1 for name in authors
    )
    assert 5 <= half.sum() <= 15


def test_the_judge_learns_genres_and_comes_back_from_disk(tmp_path):
    styles = [{"gap": 12}, {"gap": 4}, {"gap": 6, "intervals": (-12, 12)}]
    made = [scales(16, seed=i, **style) for i, style in enumerate(styles)]
    windows = WindowSet([window for own in made for window in own])
    labels, groups = np.repeat([0, 1, 2], 16), np.arange(48) // 2
    judge = train_judge(
        windows,
        labels,
        groups,
        ("slow", "fast", "wide"),
        seed=0,
        configs={Model.MLP: BRIEF, Model.ROLL: BRIEF},
    )
    fresh = WindowSet([window for i, style in enumerate(styles) for window in scales(5, seed=9 + i, **style)])
    verdict = verdict_on(judge, fresh, np.repeat([0, 1, 2], 5))
    assert verdict.balanced_accuracy > 0.9
    assert np.sum(verdict.confusion) == 15
    assert 0 <= verdict.calibration_error <= 1
    judge.save(tmp_path)
    loaded = GenreJudge.load(tmp_path)
    np.testing.assert_array_equal(loaded.probabilities(fresh), judge.probabilities(fresh))
    np.testing.assert_allclose(judge.probabilities(fresh).sum(1), 1)


def test_silence_sounds_like_no_genre():
    windows = WindowSet([*scales(6, seed=0), *scales(6, seed=1, gap=4)])
    judge = train_judge(
        windows, np.repeat([0, 1], 6), np.arange(12), ("a", "b"), seed=0, configs={Model.MLP: BRIEF}
    )
    assert judge.genre_indices(WindowSet([make_window([], LINES)])).tolist() == [-1]
    assert judge.genre_indices(WindowSet([])).tolist() == []
