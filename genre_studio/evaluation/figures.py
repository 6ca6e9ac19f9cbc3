"""A figure of a report: one number with its interval, what it is of, and the command that makes it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from genre_studio.evaluation.intervals import Estimate


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of one table. NaN ends of the interval: there is none."""

    table: str  # id of its TableInfo
    model: str  # which contender; "real" for real music, "silence" for none
    genre: str  # that was asked for, or of the real music
    column: str  # of the table
    estimate: Estimate
    unit: str
    seed: int
    command: str
    p: float | None = None  # of a permutation test, where there is one
    note: str = ""

    def as_row(self) -> dict[str, Any]:
        """Plain values, None for NaN, for CSV and JSON."""
        row = asdict(self)
        estimate = row.pop("estimate")
        plain = {name: None if not np.isfinite(value) else value for name, value in estimate.items()}
        return row | plain


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What a table shows. `lower_is_better` is None where a figure should lie near real music's."""

    title: str
    meaning: str
    source: str
    lower_is_better: bool | None = None


TABLES: Mapping[str, TableInfo] = {
    "loss": TableInfo(
        "Loss by genre and model",
        "Held-out loss as each model's card states it, in nats a note (a token where the note says so). "
        "Models that cut music into other tokens cannot be compared with each other.",
        "The report's table 1, on music that was not learned.",
        lower_is_better=True,
    ),
    "frechet": TableInfo(
        "Output to data: Fréchet distance",
        "Distance of two sets of eight-bar windows in what the genre judge's hidden layer makes of them. A "
        "row is right if its own genre's column is the smallest; p says how often that gap would be as wide "
        "if the data's genres meant nothing (199 permutations of whole pieces).",
        "The report's tables 2 to 4, with Heusel et al. 2017 in place of pixels.",
        lower_is_better=True,
    ),
    "bar rolls": TableInfo(
        "Output to data: bar rolls",
        "Mean of 1 - cosine between the bars of output and data, keys brought together, less half "
        "the data's own. Silence is the worst there is. p: the own genre is nearer than each other one, "
        "sign flips of whole primers.",
        "The report's tables 2 to 4, with their pixel error repaired.",
        lower_is_better=True,
    ),
    "bins": TableInfo(
        "Statistically different bins (NDB)",
        "Share of 20 cells of real music (k-means on the judge's hidden layer) that the output fills too "
        "much or too little. A second sample of the same music has about 0.05.",
        "Richardson and Weiss 2018.",
        lower_is_better=True,
    ),
    "judge": TableInfo(
        "Taken for which genre",
        "Share of windows that the genre judge takes for each genre, by notes alone. The rows of real music "
        "are the judge's own held-out confusion. Wilson intervals.",
        "Ours; the judge's card is genre_studio/evaluation/shipped/card.md.",
    ),
    "inception": TableInfo(
        "Inception score",
        "From 1 (every window the same mixture) to 3 (sure of each, all genres alike), over all genres "
        "together.",
        "Salimans et al. 2016, with the genre judge as the classifier.",
        lower_is_better=False,
    ),
    "arrived": TableInfo(
        "Taken for its genre after another genre's primer",
        "Sixteen bars are written after eight of another genre: share taken for the genre asked for.",
        "Ours.",
        lower_is_better=False,
    ),
    "told apart": TableInfo(
        "Told apart from real music",
        "AUC of the better of two classifiers that learn to tell output from real windows, folds by piece: "
        "0.5 nobody can tell, 1 every window gives itself away.",
        "Lopez-Paz and Oquab 2017.",
        lower_is_better=True,
    ),
    "tells": TableInfo(
        "What gives it away",
        "The features that tell best on their own, as the mean of the output; AUC of the feature alone in "
        "the note. The rows of real music have the same features.",
        "Ours.",
    ),
    "quotes": TableInfo(
        "Originality",
        "Longest run of top notes that one training piece has note for note, in this key or another "
        "(fewer than 6 count as 0), median. Nearest training phrase: of a two-bar phrase's figures of six "
        "notes, the share found together in one phrase of a training piece, for the take's most familiar "
        "phrase. Distinct phrases: share of two-bar phrases that no other take has. Real: held-out windows "
        "against the same training music, which is by other composers.",
        "Ours.",
    ),
    "sound": TableInfo(
        "Sound takes",
        "Share of takes that are neither empty, stuck on a note or a bar, nor far fuller than what they "
        "continue.",
        "Ours: docs/evaluation.md.",
        lower_is_better=False,
    ),
    "measures": TableInfo(
        "Measures",
        "Means over eight-bar windows. None is best at an end: each should lie where real music does.",
        "MuseGAN (Dong et al. 2018) and others, see each definition.",
    ),
}
"""By id, in the order of a report."""
