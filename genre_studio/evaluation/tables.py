"""The tables of a report, made from samples: every function gives the figures of one table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.distances import (
    Rows,
    different_bins,
    fit_bins,
    frechet_distance,
    frechet_estimate,
    inception_estimate,
)
from genre_studio.evaluation.figures import Figure
from genre_studio.evaluation.intervals import (
    Estimate,
    mean_by_piece,
    median_by_piece,
    permutation_p,
    share_of,
)
from genre_studio.evaluation.judge import GenreJudge
from genre_studio.evaluation.measures import MEASURES
from genre_studio.evaluation.sample import Sample
from genre_studio.evaluation.two_sample import ToldApart, told_apart_sets
from genre_studio.evaluation.window_set import FeatureSet

BIN_COUNT = 20
PERMUTATIONS = 199
MOST_TELLS = 6
REAL = "real"
Samples = Mapping[str, Sample]


@dataclass(frozen=True, slots=True)
class Of:
    """Whose figures are made: a contender's name, or REAL; and how they are made again."""

    model: str
    seed: int
    command: str

    def figure(self, table: str, genre: str, column: str, estimate: Estimate, unit: str = "") -> Figure:
        return Figure(table, self.model, genre, column, estimate, unit, self.seed, self.command)


def judge_figures(of: Of, judge: GenreJudge, samples: Samples) -> Iterator[Figure]:
    """What the windows asked for each genre are taken for."""
    for genre, sample in samples.items():
        given = judge.genre_indices(FeatureSet(sample.features))
        for number, column in enumerate(judge.genres):
            yield of.figure("judge", genre, column, share_of((given == number).tolist()), "share")


def inception_figures(of: Of, judge: GenreJudge, samples: Samples) -> Iterator[Figure]:
    features = np.concatenate([sample.features for sample in samples.values()])
    groups = np.concatenate([sample.groups for sample in samples.values()])
    probabilities = judge.probabilities(FeatureSet(features))
    yield of.figure("inception", "all", "score", inception_estimate(probabilities, groups, seed=of.seed))


def frechet_figures(of: Of, judge: GenreJudge, samples: Samples, real: Samples) -> Iterator[Figure]:
    """Distances of each genre's output to each genre's data, and whether the own genre is nearest."""
    data = {genre: judge.hidden(FeatureSet(sample.features)) for genre, sample in real.items()}
    for genre, sample in samples.items():
        output = judge.hidden(FeatureSet(sample.features))
        p = _nearest_by_chance(output, data, real, genre, of.seed)
        for column, rows in data.items():
            estimate = frechet_estimate(output, rows, sample.groups, real[column].groups)
            figure = of.figure("frechet", genre, column, estimate, "squared activations")
            yield replace(figure, p=p) if column == genre else figure


def _nearest_by_chance(
    output: Rows, data: Mapping[str, Rows], real: Samples, genre: str, seed: int
) -> float | None:
    """How often the own genre would be nearest by as much if the pieces' genres were dealt at random."""
    if genre not in data or len(data) < 2:
        return None
    rows = np.concatenate(list(data.values()))
    pieces = np.concatenate([real[name].groups for name in data])
    names = np.repeat(list(data), [len(part) for part in data.values()])
    generator = np.random.default_rng(seed)
    distinct, first, places = np.unique(pieces, return_index=True, return_inverse=True)
    gaps = []
    for _ in range(PERMUTATIONS):
        dealt = names[first][generator.permutation(len(distinct))][places]
        gaps.append(_gap(output, {name: rows[dealt == name] for name in data}, genre))
    return permutation_p(_gap(output, data, genre), gaps)


def _gap(output: Rows, data: Mapping[str, Rows], genre: str) -> float:
    """The distance to the own genre's data less that to the nearest other; below 0 where it is nearest."""
    distances = {name: frechet_distance(output, rows) for name, rows in data.items()}
    return distances.pop(genre) - min(distances.values())


def bar_roll_figures(
    of: Of, bars: Mapping[str, Mapping[str, NDArray[np.float64]]], samples: Samples
) -> Iterator[Figure]:
    """`bars` are distances (N,) of each genre's output to each genre's data, see `bar_rolls`."""
    for genre, by_data in bars.items():
        groups = samples[genre].groups
        for column, values in by_data.items():
            figure = of.figure("bar rolls", genre, column, mean_by_piece(values, groups, seed=of.seed))
            others = [other - by_data[genre] for name, other in by_data.items() if name != genre]
            is_own = column == genre and others
            p = max(_no_further(other, groups, of.seed) for other in others) if is_own else None
            yield replace(figure, p=p)


def _no_further(differences: NDArray[np.float64], groups: NDArray[np.int64], seed: int) -> float:
    """How often the mean difference would be as large if its sign, primer by primer, were chance."""
    generator = np.random.default_rng(seed)
    _, places = np.unique(groups, return_inverse=True)
    sums = np.bincount(places, differences)
    signs = generator.choice([-1.0, 1.0], (PERMUTATIONS * 10, len(sums)))
    return permutation_p(-float(sums.sum()), (-(signs @ sums)).tolist())


def bin_figures(of: Of, judge: GenreJudge, samples: Samples, real: Samples) -> Iterator[Figure]:
    """How differently the output fills the cells of its own genre's real music."""
    for genre, sample in samples.items():
        if genre in real and len(real[genre]) >= BIN_COUNT:
            bins = fit_bins(judge.hidden(FeatureSet(real[genre].features)), BIN_COUNT, seed=of.seed)
            rows = judge.hidden(FeatureSet(sample.features))

            different = share_of(different_bins(bins, rows).tolist())
            yield of.figure("bins", genre, "different bins", different, "share of bins")


def told_apart_figures(of: Of, samples: Samples, real: Samples) -> Iterator[Figure]:
    """The AUC for each genre, and the features that tell best, with real music's means beside them."""
    for genre, sample in samples.items():
        if genre in real:
            yield from _told_apart(of, genre, real[genre], sample)


def _told_apart(of: Of, genre: str, real: Sample, sample: Sample) -> Iterator[Figure]:
    apart = tell_apart(real, sample, of.seed)
    windows = apart.real_windows + apart.other_windows
    estimate = Estimate(apart.auc, apart.low, apart.high, windows, apart.pieces)
    yield replace(of.figure("told apart", genre, "AUC", estimate), note=apart.model)
    for tell in apart.tells[:MOST_TELLS]:
        note = f"alone {tell.auc:.2f}: {tell.meaning}"
        for model, value in ((of.model, tell.other), (REAL, tell.real)):
            mean = Estimate(value, float("nan"), float("nan"), windows, apart.pieces)
            figure = of.figure("tells", genre, tell.feature, mean, tell.unit)
            yield replace(figure, model=model, note=note if model == of.model else f"beside {of.model}")


def tell_apart(real: Sample, sample: Sample, seed: int) -> ToldApart:
    features = np.concatenate([real.features, sample.features])
    groups = np.concatenate([real.groups, sample.groups])
    return told_apart_sets(FeatureSet(features), len(real), groups, seed=seed, tell_count=MOST_TELLS)


def quote_figures(of: Of, samples: Samples) -> Iterator[Figure]:
    """The longest quotes, and how many phrases are said once."""
    for genre, sample in samples.items():
        known = np.isfinite(sample.quotes)
        if known.any():
            quotes = median_by_piece(sample.quotes[known], sample.groups[known], seed=of.seed)
            yield of.figure("quotes", genre, "longest quote, median", quotes, "notes")
            nearest = median_by_piece(sample.nearest[known], sample.groups[known], seed=of.seed)
            yield of.figure("quotes", genre, "nearest training phrase, median", nearest, "share")
        distinct = Estimate(sample.distinct_phrases, float("nan"), float("nan"), len(sample))
        yield of.figure("quotes", genre, "distinct phrases", distinct, "share")


def measure_figures(of: Of, samples: Samples) -> Iterator[Figure]:
    for genre, sample in samples.items():
        for number, measure in enumerate(MEASURES):
            estimate = mean_by_piece(sample.measures[:, number], sample.groups, seed=of.seed)
            if estimate.count:
                yield of.figure("measures", genre, measure.name, estimate, measure.unit)


def control_figures(of: Of, judge: GenreJudge, real: Samples) -> Iterator[Figure]:
    """Real against real: one half of the pieces told from the other, and how far apart they lie."""
    halves = {genre: _half_of_pieces(sample, of.seed) for genre, sample in real.items()}
    ones = {genre: _part(sample, ~halves[genre]) for genre, sample in real.items()}
    others = {genre: _part(sample, halves[genre]) for genre, sample in real.items()}
    yield from frechet_figures(of, judge, others, ones)
    yield from bin_figures(of, judge, others, ones)
    for genre in real:
        estimates = tell_apart(ones[genre], others[genre], of.seed)
        windows = estimates.real_windows + estimates.other_windows
        estimate = Estimate(estimates.auc, estimates.low, estimates.high, windows, estimates.pieces)
        yield replace(of.figure("told apart", genre, "AUC", estimate), note="one half of the pieces")


def _half_of_pieces(sample: Sample, seed: int) -> NDArray[np.bool_]:
    pieces = np.unique(sample.groups)
    chosen = np.random.default_rng(seed).permutation(pieces)[: len(pieces) // 2]
    return np.isin(sample.groups, chosen)


def _part(sample: Sample, chosen: NDArray[np.bool_]) -> Sample:
    return replace(
        sample,
        features=sample.features[chosen],
        measures=sample.measures[chosen],
        groups=sample.groups[chosen],
        quotes=sample.quotes[chosen],
        nearest=sample.nearest[chosen],
    )


def nearest_genres(figures: Sequence[Figure], table: str, model: str) -> tuple[int, int]:
    """Of how many genres the own data is nearest with p < 0.01, and how many there are."""
    rows: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        if figure.table == table and figure.model == model:
            rows.setdefault(figure.genre, {})[figure.column] = figure
    right = 0
    for genre, columns in rows.items():
        own = columns[genre]
        nearest = min(columns.values(), key=lambda figure: figure.estimate.value)
        right += nearest is own and own.p is not None and own.p < 0.01
    return right, len(rows)
