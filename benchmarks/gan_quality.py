"""GAN bars, judged: phrases of eight bars written from nothing, beside held-out real ones.

    python benchmarks/gan_quality.py ../shared/data [--phrases 500] [--model FOLDER]

Each genre's phrases are asked for with the players that held-out pieces of that genre have. Real ones are
held-out windows of eight bars of four quarters, which is what this generator writes. Prints each track's
measures with real music's interval, the Frechet distance as a multiple of held-out against training, what
the judge takes them for, how well they are told apart and by what, and how distinct and how near they are.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from genre_studio_gan.generator import GanBars
from numpy.typing import NDArray
from quality_phrases import distinct_share, near_share, real_phrases, written

from genre_studio.evaluation.distances import frechet_distance
from genre_studio.evaluation.intervals import mean_by_piece
from genre_studio.evaluation.measures import MEASURES
from genre_studio.evaluation.passage import Passage
from genre_studio.evaluation.sample import Sample
from genre_studio.evaluation.shipped import load_judge
from genre_studio.evaluation.tables import tell_apart
from genre_studio.evaluation.window_set import FeatureSet
from genre_studio.training.corpus import GENRES, Piece, read_corpus

SEED = 20261125


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--phrases", type=int, default=500, help="of each genre")
    parser.add_argument("--model", type=Path, help="a folder of model folders, in place of the shipped one")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the plugin"
    )
    parser.add_argument("--genre", action="append", help="only this one (may be repeated)")
    arguments = parser.parse_args(argv)
    pieces = read_corpus(arguments.corpus)
    played = [p for p in pieces if p.subset != "groove-drums"]
    generator = GanBars(arguments.model)
    settings = dict(setting.split("=", 1) for setting in arguments.set)
    for genre in arguments.genre or GENRES:
        own = [p for p in played if p.genre == genre]
        real = real_phrases([p for p in own if p.held_out], per_piece=8, seed=SEED)
        learned = real_phrases(_some_learned(own), per_piece=3, seed=SEED)
        made = written(generator, genre, [band for _, band in real], arguments.phrases, SEED, settings)
        _report(genre, made, [passage for passage, _ in real], [passage for passage, _ in learned])
    return 0


def _report(genre: str, made: list[Passage], real: list[Passage], learned: list[Passage]) -> None:
    judge = load_judge()
    sample, held_out, training = Sample.of(made), Sample.of(real), Sample.of(learned)
    pieces = len(set(held_out.groups.tolist()))
    print(f"\n{genre}: {len(sample)} phrases, {len(held_out)} real windows of {pieces} pieces")
    given = judge.genre_indices(FeatureSet(sample.features))
    print(f"  taken for {genre}: {np.mean(given == judge.genres.index(genre)):.1%}", end="")
    given = judge.genre_indices(FeatureSet(held_out.features))
    print(f" (real ones {np.mean(given == judge.genres.index(genre)):.1%})")
    hidden = [judge.hidden(FeatureSet(s.features)) for s in (sample, held_out, training)]
    print(f"  Frechet multiple: {_frechet_multiple(*hidden):.2f}")
    apart = tell_apart(held_out, sample, SEED)
    print(f"  told apart: AUC {apart.auc:.3f} ({apart.low:.3f} to {apart.high:.3f}), {apart.model}")
    for tell in apart.tells:
        print(f"    {tell}")
    print(
        f"  distinct: {distinct_share(made, real):.1%}; nearer to a training phrase than 1% of real: ", end=""
    )
    print(f"{near_share(made, real, learned):.1%}")
    for number, measure in enumerate(MEASURES[:-6]):
        _print_measure(measure.name, sample.measures[:, number], held_out, number)
    sys.stdout.flush()


def _print_measure(name: str, values: NDArray[np.float64], real: Sample, number: int) -> None:
    own = values[np.isfinite(values)]
    estimate = mean_by_piece(real.measures[:, number], real.groups, seed=SEED)
    if not len(own) or estimate.count < 8:
        return
    mean = float(own.mean())
    inside = estimate.low <= mean <= estimate.high or abs(mean - estimate.value) <= 0.15 * abs(estimate.value)
    mark = "" if inside else "   <-- missed"
    print(
        f"    {name}: {mean:.3f}, real {estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f}){mark}"
    )


def _frechet_multiple(
    made: NDArray[np.float64], real: NDArray[np.float64], learned: NDArray[np.float64]
) -> float:
    """Generated against held-out as a multiple of training against held-out, all sets of one size."""
    size = min(len(made), len(real), len(learned))
    rng = np.random.default_rng(SEED)
    one, other, base = (rows[rng.permutation(len(rows))[:size]] for rows in (made, learned, real))
    return frechet_distance(one, base) / frechet_distance(other, base)


def _some_learned(pieces: Sequence[Piece]) -> list[Piece]:
    """120 of the pieces that were learned from."""
    own = [p for p in pieces if not p.held_out]
    chosen = np.random.default_rng(SEED).permutation(len(own))[:120]
    return [own[i] for i in chosen]


if __name__ == "__main__":
    raise SystemExit(main())
