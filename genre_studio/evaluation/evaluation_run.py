"""An evaluation from plan to figures: takes are asked for, read, compared and tabled."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from genre_studio.evaluation.bar_rolls import bar_roll_distances
from genre_studio.evaluation.figures import Figure
from genre_studio.evaluation.intervals import Estimate, mean_by_piece, share_of
from genre_studio.evaluation.judge import GenreJudge
from genre_studio.evaluation.passage import Passage
from genre_studio.evaluation.primers import Primer
from genre_studio.evaluation.sample import Sample
from genre_studio.evaluation.tables import (
    REAL,
    Of,
    Samples,
    bar_roll_figures,
    bin_figures,
    control_figures,
    frechet_figures,
    inception_figures,
    judge_figures,
    measure_figures,
    quote_figures,
    told_apart_figures,
)
from genre_studio.evaluation.taking import BARS, Contender, Errand, Made, carry_out, errands
from genre_studio.evaluation.window_set import FeatureSet
from genre_studio.evaluation.windows import BARS as WINDOW_BARS
from genre_studio.evaluation.windows import make_window
from genre_studio.plugin_api import Ability, ParameterValue

LONG_BARS = 2 * BARS  # after another genre's primer
TAKES_SHARE = 0.85  # of the time: what making takes is of the whole, for the progress bar

Tell = Callable[[float, str], None]
"""How much is done, 0..1, and a few words."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is evaluated. Same plan, same machine: same figures."""

    contenders: Sequence[Contender]
    genres: Sequence[str]
    primers: Mapping[str, Sequence[Primer]]  # by genre
    real: Samples  # of all genres
    judge: GenreJudge
    takes: int  # by contender and genre
    other_takes: int  # after primers of other genres; 0: none
    seed: int
    commands: Mapping[str, str]  # that makes a contender's figures again, by name; REAL among them
    real_name: str  # what the real music is, as the page says it
    workers: int = 2
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)  # others: their defaults


def run(plan: Plan, tell: Tell, stop: threading.Event) -> list[Figure]:
    """All figures. Raises GenerationError where a generator fails, Cancelled once `stop` is set."""
    asked = [errand for contender in plan.contenders for errand in _errands(plan, contender)]

    def tell_done(done: int) -> None:
        tell(TAKES_SHARE * done / max(1, len(asked)), f"Writing takes: {done} of {len(asked)} requests")

    made = carry_out(asked, workers=plan.workers, stop=stop, tell=tell_done) if asked else []
    tell(TAKES_SHARE, "Comparing real music with itself")
    figures = list(_real_figures(plan))
    for number, contender in enumerate(plan.contenders):
        done = TAKES_SHARE + (1 - TAKES_SHARE) * (number + 0.5) / len(plan.contenders)
        tell(done, f"Comparing {contender.title}")
        own = [one for one in made if one.errand.contender is contender]
        figures += _contender_figures(plan, contender, own)
    tell(1.0, "Done")
    return figures


def _errands(plan: Plan, contender: Contender) -> Iterator[Errand]:
    """The seeds depend on the genre's place among all, so that a genre alone gives the same takes."""
    for genre in (g for g in plan.genres if g in contender.genres):
        seed = plan.seed + 10_000 * list(plan.real).index(genre)
        primers = plan.primers[genre]
        ask = partial(errands, contender, genre, parameters=plan.parameters)
        yield from ask(primers, takes=plan.takes, bars=BARS, seed=seed)
        strangers = _strangers(plan.primers, genre)
        if plan.other_takes and strangers and contender.ability is Ability.CONTINUE:
            yield from ask(strangers, takes=plan.other_takes, bars=LONG_BARS, seed=seed + 5_000)


def _strangers(primers: Mapping[str, Sequence[Primer]], genre: str) -> list[Primer]:
    """Primers of other genres, those genres in turn."""
    others = [own for name, own in primers.items() if name != genre]
    return [primer for turn in zip(*others, strict=False) for primer in turn]


def _real_figures(plan: Plan) -> Iterator[Figure]:
    of = Of(REAL, plan.seed, plan.commands[REAL])
    shown = {genre: plan.real[genre] for genre in plan.genres}
    yield from judge_figures(of, plan.judge, shown)
    yield from inception_figures(of, plan.judge, plan.real)
    yield from control_figures(of, plan.judge, plan.real)
    yield from quote_figures(of, shown)
    yield from measure_figures(of, shown)
    silence = make_window([], [48 * bar for bar in range(WINDOW_BARS + 1)])
    for column, sample in plan.real.items():
        (distance,) = bar_roll_distances([silence], sample.mean_bar)
        worst = Estimate(float(distance), float("nan"), float("nan"), 1)
        yield Figure("bar rolls", "silence", "none", column, worst, "", plan.seed, plan.commands[REAL])


def _contender_figures(plan: Plan, contender: Contender, made: Sequence[Made]) -> Iterator[Figure]:
    of = Of(contender.name, plan.seed, plan.commands[contender.name])
    if contender.model is not None:
        for genre, loss in contender.model.held_out.items():
            if genre in plan.genres:
                stated = Estimate(loss, float("nan"), float("nan"), 0)
                yield of.figure("loss", genre, "held-out loss", stated, "nats")
    short = [one for one in made if one.errand.bars == BARS]
    by_genre = {g: [one for one in short if one.errand.genre == g] for g in plan.genres}
    quotes = contender.quotes()
    passages = {g: [one.passage(quotes=quotes) for one in own] for g, own in by_genre.items() if own}
    samples = {genre: Sample.of(own) for genre, own in passages.items()}
    if not samples:
        return
    yield from frechet_figures(of, plan.judge, samples, plan.real)
    yield from bar_roll_figures(of, _bar_distances(passages, plan.real), samples)
    yield from bin_figures(of, plan.judge, samples, plan.real)
    yield from judge_figures(of, plan.judge, samples)
    yield from inception_figures(of, plan.judge, samples)
    yield from _arrived(of, plan, [one for one in made if one.errand.bars == LONG_BARS])
    yield from told_apart_figures(of, samples, plan.real)
    yield from quote_figures(of, samples)
    for genre, own in by_genre.items():
        if own:
            copied = np.array([one.copied_bars() for one in own])
            again = mean_by_piece(copied, samples[genre].groups, seed=of.seed)
            if again.count:
                yield of.figure("quotes", genre, "bars of the primer again", again, "share")
            sound = share_of([not one.problems() for one in own])
            yield of.figure("sound", genre, "sound takes", sound, "share")
    yield from measure_figures(of, samples)


def _bar_distances(
    passages: Mapping[str, Sequence[Passage]], real: Samples
) -> dict[str, dict[str, NDArray[np.float64]]]:
    return {
        genre: {
            column: bar_roll_distances([passage.window for passage in own], data.mean_bar)
            for column, data in real.items()
        }
        for genre, own in passages.items()
    }


def _arrived(of: Of, plan: Plan, made: Sequence[Made]) -> Iterator[Figure]:
    """Whether sixteen bars after another genre's primer are taken for the genre asked for."""
    for genre in plan.genres:
        own = [one for one in made if one.errand.genre == genre]
        if not own:
            continue
        hits = {}
        for first in (0, BARS // 2, BARS):
            sample = Sample.of([one.passage(first) for one in own])
            given = plan.judge.genre_indices(FeatureSet(sample.features))
            hits[first] = given == plan.judge.genres.index(genre)
        any_hit = (hits[0] | hits[BARS // 2] | hits[BARS]).tolist()
        yield of.figure("arrived", genre, "last 8 bars", share_of(hits[BARS].tolist()), "share")
        yield of.figure("arrived", genre, "any 8 bars", share_of(any_hit), "share")
