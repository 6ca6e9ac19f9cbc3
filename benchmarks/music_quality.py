"""Does it sound like music, and like the genre? The music figures of a generator, one command.

    python benchmarks/music_quality.py --quick                     # while tuning: a few minutes, one core
    python benchmarks/music_quality.py --stand-in real             # where the scale ends
    python benchmarks/music_quality.py --set temperature=0.9       # another setting

Writes NAME.json and NAME.md into --out. What each figure is and how it is made: docs/evaluation.md.
`genre-studio evaluate` makes the figures that are published; this is for settings, masks and stand-ins.
"""

import argparse
import json
import time
from dataclasses import asdict, dataclass, is_dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import torch
from quality_data import GENRES, SEED, corpus_pieces, held_out_primers
from quality_figures import (
    Continuation,
    continuations,
    copying,
    other_genre_shares,
    own_genre_share,
    problem_counts,
    real_against_real,
    real_problem_counts,
    report_outputs,
    told_apart_from_real,
)
from quality_table import markdown
from stand_ins import (
    continue_with_copy,
    continue_with_noise,
    continue_with_real,
    continue_with_shuffle,
    train_trigrams,
)

from genre_studio.evaluation.continuing import Continuer, PluginContinuer
from genre_studio.evaluation.judge import GenreJudge
from genre_studio.evaluation.networks import Model
from genre_studio.evaluation.primers import Primer
from genre_studio.evaluation.shipped import load_judge, load_reference, reference_verdict
from genre_studio.evaluation.two_sample import ALL_MODELS, FEATURE_MODELS
from genre_studio.plugin_api import ENTRY_POINT_GROUP, Constraints, PluginInfo, checked_values

REPOSITORY = Path(__file__).resolve().parent.parent
STAND_INS = {
    "real": continue_with_real,
    "copy": continue_with_copy,
    "shuffled": continue_with_shuffle,
    "noise": continue_with_noise,
}
MASKS = Constraints(
    pitch_classes=frozenset({0, 2, 4, 5, 7, 9, 11}), lowest_pitch=36, highest_pitch=84, polyphony=3
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is generated, by genre."""

    real: int  # held-out primers whose real continuations stand for the genre
    primers: int  # of them, how many are continued
    takes: int  # of each
    other_primers: int  # primers of other genres
    masked_primers: int
    models: tuple[Model, ...]


FULL = Size(real=120, primers=60, takes=2, other_primers=60, masked_primers=10, models=ALL_MODELS)
QUICK = Size(real=100, primers=40, takes=1, other_primers=16, masked_primers=3, models=FEATURE_MODELS)


def main() -> None:
    """Measure, print, write."""
    args = _arguments()
    torch.set_num_threads(args.threads)
    began = time.perf_counter()
    size = QUICK if args.quick else FULL
    primers = held_out_primers(corpus_pieces(args.data), per_genre=size.real, per_piece=12)
    judge = load_judge()
    results: dict[str, Any] = {
        "name": args.name,
        "quick": args.quick,
        "settings": args.settings,
        "seed": SEED,
        "judge": reference_verdict(judge, load_reference()),
        "genres": {},
    }
    continuer, masked = _continuers(args)
    for genre in args.genres:
        results["genres"][genre] = _genre_figures(
            genre, continuer, masked, primers=primers, judge=judge, size=size
        )
        print(f"{genre}: {time.perf_counter() - began:.0f} s", flush=True)
    if args.controls:
        results["real against real"] = {
            g: real_against_real(primers[g], size.models, SEED) for g in args.genres
        }
        results["report"] = report_outputs(args.report_outputs, judge, primers, size.models, SEED)
    results["seconds"] = time.perf_counter() - began
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / f"{args.name}.json").write_text(
        json.dumps(results, default=_plain, indent=1), encoding="utf-8"
    )
    (args.out / f"{args.name}.md").write_text(markdown(results), encoding="utf-8")
    print(markdown(results))


def _genre_figures(
    genre: str,
    continuer: Continuer,
    masked: Continuer | None,
    *,
    primers: dict[str, list[Primer]],
    judge: GenreJudge,
    size: Size,
) -> dict[str, Any]:
    own = primers[genre]
    seed = SEED + 10_000 * GENRES.index(genre)
    began = time.perf_counter()
    made = continuations(continuer, own[: size.primers], genre, bars=8, takes=size.takes, seed=seed)
    seconds = time.perf_counter() - began
    strangers = [p for turn in zip(*(primers[g] for g in GENRES if g != genre), strict=False) for p in turn]
    others = continuations(
        continuer, strangers[: size.other_primers], genre, bars=16, takes=1, seed=seed + 5_000
    )
    figures = {
        "seconds per 8-bar take": seconds / len(made),
        "problems": problem_counts(made),
        "problems of real bars": real_problem_counts(own),
        "told apart": told_apart_from_real(made, own, size.models, seed),
        "taken for its genre": own_genre_share(judge, made),
        "taken for its genre, real bars": own_genre_share(
            judge, [Continuation(p, p.real, genre, 8) for p in own]
        ),
        "taken for its genre after another's primer": other_genre_shares(judge, others),
        "bars copied from the primer": copying(made),
    }
    if masked is not None:
        limited = continuations(masked, own[: size.masked_primers], genre, bars=8, takes=4, seed=seed)
        figures["problems under masks"] = problem_counts(limited, MASKS)
    return figures


def _continuers(args: argparse.Namespace) -> tuple[Continuer, Continuer | None]:
    """The continuer at its given settings, and the same under hard masks where it has any."""
    if args.stand_in == "trigram":
        return train_trigrams(corpus_pieces(args.data)), None
    if args.stand_in:
        return STAND_INS[args.stand_in], None
    found = [point.load() for point in entry_points(group=ENTRY_POINT_GROUP)]
    info: PluginInfo = next(info for info in found if info.id == args.plugin)
    module, name = info.generator.split(":")
    generator = getattr(import_module(module), name)()
    values = checked_values(info.parameters, args.settings)
    return (
        PluginContinuer(generator, values, model=args.model),
        PluginContinuer(generator, values, constraints=MASKS, model=args.model),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plugin", default="lstm_continuation", help="id of an installed generator")
    parser.add_argument("--model", help="one of the plugin's models (default: its own choice)")
    parser.add_argument("--set", dest="pairs", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--stand-in", choices=[*STAND_INS, "trigram"], help="instead of a plugin")
    parser.add_argument("--genres", nargs="+", choices=GENRES, default=GENRES)
    parser.add_argument("--quick", action="store_true", help="fewer takes, feature classifiers only")
    parser.add_argument(
        "--controls", action="store_true", help="also real against real, and the report's outputs"
    )
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data")
    parser.add_argument("--report-outputs", type=Path, default=REPOSITORY.parent / "shared" / "seed-outputs")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "runs" / "music_quality")
    parser.add_argument("--name", help="of the result files")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    args.settings = dict(pair.split("=", 1) for pair in args.pairs)
    args.name = args.name or args.stand_in or args.plugin
    return args


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


if __name__ == "__main__":
    main()
