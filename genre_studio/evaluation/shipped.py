"""What the studio ships to evaluate without any data: the judge, and numbers of real held-out music.

    shipped/judge.safetensors, judge.json    the genre judge (35 kB)
    shipped/reference.safetensors            a Sample a genre: features and measures, no notes
    shipped/card.md                          how both were made, and the judge's held-out confusion

`genre-studio fit-judge CORPUS` makes the folder anew.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from genre_studio.evaluation.corpus_windows import CorpusPiece, held_out_passages, training_windows
from genre_studio.evaluation.judge import GenreJudge, Verdict, train_judge, verdict_on
from genre_studio.evaluation.sample import Sample
from genre_studio.evaluation.window_set import FeatureSet, WindowSet
from genre_studio.generation.quotes import QuoteIndex

SHIPPED = Path(__file__).parent / "shipped"
REFERENCE_NAME = "reference.safetensors"
CARD_NAME = "card.md"


def load_judge(folder: Path = SHIPPED) -> GenreJudge:
    """The judge in a folder. Raises OSError where there is none."""
    return GenreJudge.load(folder)


def load_reference(folder: Path = SHIPPED) -> dict[str, Sample]:
    """Real held-out music by genre. Raises OSError where there is none, ValueError for an outdated one."""
    arrays: dict[str, dict[str, NDArray[np.generic]]] = {}
    for key, array in load_file(folder / REFERENCE_NAME).items():
        genre, _, name = key.partition(".")
        arrays.setdefault(genre, {})[name] = array
    return {genre: Sample.from_arrays(own) for genre, own in sorted(arrays.items())}


def save_reference(samples: Mapping[str, Sample], folder: Path) -> None:
    tensors = {
        f"{genre}.{name}": np.ascontiguousarray(array)
        for genre, sample in samples.items()
        for name, array in sample.arrays().items()
    }
    save_file(tensors, folder / REFERENCE_NAME)


def reference_verdict(judge: GenreJudge, reference: Mapping[str, Sample]) -> Verdict:
    """The judge on real held-out bars, notes alone."""
    samples = [reference[genre] for genre in judge.genres]
    labels = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples])
    windows = FeatureSet(np.concatenate([sample.features for sample in samples]))
    return verdict_on(judge, windows, labels)


def fit_judge(
    pieces: Sequence[CorpusPiece],
    genres: Sequence[str],
    folder: Path,
    *,
    seed: int,
    quotes: QuoteIndex | None = None,
) -> Verdict:
    """Fit the judge to held-in pieces, read the reference off held-out ones, write both with a card.

    `quotes` is a list of the held-in music, for what real pieces quote of other composers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    learned = training_windows(pieces, genres, seed=seed)
    judge = train_judge(WindowSet(learned.windows), learned.labels, learned.groups, genres, seed=seed)
    judge.save(folder)
    passages = held_out_passages(pieces, seed=seed, quotes=quotes)
    reference = {genre: Sample.of(passages[genre]) for genre in genres}
    save_reference(reference, folder)
    verdict = reference_verdict(judge, load_reference(folder))
    card = judge_card(verdict, reference, len(learned.windows), len(np.unique(learned.groups)), seed)
    (folder / CARD_NAME).write_text(card, encoding="utf-8")
    return verdict


def piece_count(sample: Sample) -> int:
    return len(np.unique(sample.groups))


def judge_card(
    verdict: Verdict, reference: Mapping[str, Sample], windows: int, pieces: int, seed: int
) -> str:
    """What is shipped, in words and figures."""
    rows = [
        f"| {genre} | {' | '.join(map(str, row))} | {recall:.3f} | {piece_count(reference[genre])} |"
        for genre, row, recall in zip(verdict.genres, verdict.confusion, verdict.recall, strict=True)
    ]
    return _CARD.format(
        windows=windows,
        pieces=pieces,
        seed=seed,
        accuracy=verdict.balanced_accuracy,
        loss=verdict.log_loss,
        calibration=verdict.calibration_error,
        columns=" | ".join(verdict.genres),
        rule="|---" * (len(verdict.genres) + 3),
        rows="\n".join(rows),
    )


_CARD = """# The genre judge and its reference

An MLP with one hidden layer of 64 units on 133 named features of eight bars (pitches and rhythm alone: no
instruments, velocities or drums), and one temperature. Fitted to {windows} windows of {pieces} held-in
pieces, seed {seed}; the temperature to pieces among these that were not fitted. The corpus and its
licences are those of the model card of "Bars and bands". Made by `genre-studio fit-judge CORPUS`.

## On real held-out bars

Balanced accuracy {accuracy:.3f}, loss {loss:.3f} nats, calibration error {calibration:.3f}. A piece, its
other arrangements and its composer or soloist lie on one side of the split.

| truth, taken for | {columns} | recall | pieces |
{rule}|
{rows}

## The reference

`reference.safetensors` holds what was read off those held-out bars: features, measures, how long their
longest quote of the held-in music is, and one mean bar a genre, in half precision. No notes can be read
from it.

## What it cannot do

It knows three genres and nothing else, and takes noise on a fine grid for jazz. Read it beside the
told-apart test, never alone.
"""
