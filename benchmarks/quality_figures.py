"""The music-quality figures themselves: each a function of continuations, primers and a judge."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from genre_studio.evaluation.continuing import Continuer, continue_request, notes_after
from genre_studio.evaluation.copying import copied_bars
from genre_studio.evaluation.intervals import share_of
from genre_studio.evaluation.judge import GenreJudge
from genre_studio.evaluation.networks import Model
from genre_studio.evaluation.primers import Primer
from genre_studio.evaluation.sanity import take_problems
from genre_studio.evaluation.two_sample import ToldApart, halves_by_author, told_apart
from genre_studio.evaluation.window_set import WindowSet
from genre_studio.evaluation.windows import Window, window_of
from genre_studio.music.midi_file import read_song
from genre_studio.music.song import Song
from genre_studio.plugin_api import Constraints

CONTROL_SPLITS = 5
SEED_BARS = 6  # a 100-column image of the report is 6.25 bars of 4/4


@dataclass(frozen=True, slots=True, eq=False)
class Continuation:
    """One take and the primer that it continues."""

    primer: Primer
    song: Song
    genre: str  # that was asked for
    bars: int

    def window(self, first_bar: int = 0, bars: int = 8) -> Window:
        """`bars` new bars from `first_bar` of the new ones, of the compared tracks."""
        return window_of(self.song, self.primer.bars + first_bar, bars, self.primer.compared)


def continuations(
    continuer: Continuer, primers: Sequence[Primer], genre: str, *, bars: int, takes: int, seed: int
) -> list[Continuation]:
    made = []
    for number, primer in enumerate(primers):
        songs = continuer(primer, genre, bars, takes, seed + number)
        made += [Continuation(primer, song, genre, bars) for song in songs]
    return made


def problem_counts(made: Sequence[Continuation], constraints: Constraints | None = None) -> dict[str, int]:
    """How many takes have each problem; `takes` and `sound` (without any) beside them."""
    counts: Counter[str] = Counter({"takes": len(made), "sound": 0})
    for one in made:
        request = continue_request(one.primer, one.genre, one.bars, 1, 0, constraints=constraints)
        problems = take_problems(request, notes_after(one.song, one.primer.end_tick))
        counts.update(problem.value for problem in problems)
        counts["sound"] += not problems
    return dict(counts)


def real_problem_counts(primers: Sequence[Primer]) -> dict[str, int]:
    """The same checks on the pieces themselves: real riffs stay on a bar at times."""
    return problem_counts([Continuation(p, p.real, p.genre, 8) for p in primers])


def told_apart_from_real(
    made: Sequence[Continuation], primers: Sequence[Primer], models: Sequence[Model], seed: int
) -> ToldApart:
    """Generated bars against the real continuations of `primers` (those of `made` among them)."""
    return told_apart(
        [window_of(p.real, p.bars, 8, p.compared) for p in primers],
        [one.window() for one in made],
        [p.piece for p in primers],
        [one.primer.piece for one in made],
        seed=seed,
        models=models,
    )


def real_against_real(primers: Sequence[Primer], models: Sequence[Model], seed: int) -> dict[str, Any]:
    """The control: one half of the authors against the other, mean over splits, best model of each."""
    windows = [window_of(p.real, p.bars, 8, p.compared) for p in primers]
    pieces = [p.piece for p in primers]
    aucs = []
    for split in range(CONTROL_SPLITS):
        half = halves_by_author([p.author for p in primers], seed=seed + split)
        sides = [
            ([w for w, h in zip(windows, half, strict=True) if h == side],
             [p for p, h in zip(pieces, half, strict=True) if h == side])
            for side in (False, True)
        ]  # fmt: skip
        (one, one_pieces), (other, other_pieces) = sides
        result = told_apart(one, other, one_pieces, other_pieces, seed=seed, models=models)
        aucs.append(result.auc)
    return {"mean": float(np.mean(aucs)), "splits": aucs}


def taken_for(judge: GenreJudge, windows: Sequence[Window], genre: str) -> list[bool]:
    """Whether the judge takes each window for `genre`."""
    given = judge.genre_indices(WindowSet(windows))
    return [bool(index == judge.genres.index(genre)) for index in given]


def own_genre_share(judge: GenreJudge, made: Sequence[Continuation]) -> dict[str, float]:
    """Of 8-bar continuations of a primer of the genre asked for."""
    return _share(taken_for(judge, [one.window() for one in made], made[0].genre))


def other_genre_shares(judge: GenreJudge, made: Sequence[Continuation]) -> dict[str, Any]:
    """Of 16-bar continuations of primers of other genres: by the last 8 bars, and by any 8 of the 16."""
    genre = made[0].genre
    at = {first: taken_for(judge, [one.window(first) for one in made], genre) for first in (0, 4, 8)}
    return {
        "first 8 bars": _share(at[0]),
        "last 8 bars": _share(at[8]),
        "any 8 bars": _share([any(hits) for hits in zip(*at.values(), strict=True)]),
    }


def copying(made: Sequence[Continuation]) -> dict[str, float]:
    """The share of bars that repeat one of the primer, beside the same of the real continuations."""

    def of(song: Song, primer: Primer) -> float:
        return copied_bars(
            window_of(song, 0, primer.bars, primer.compared), window_of(song, primer.bars, 8, primer.compared)
        )

    primers = list({id(one.primer): one.primer for one in made}.values())
    return {
        "generated": float(np.mean([of(one.song, one.primer) for one in made])),
        "real": float(np.mean([of(primer.real, primer) for primer in primers])),
    }


def report_outputs(
    folder: Path, judge: GenreJudge, primers: dict[str, list[Primer]], models: Sequence[Model], seed: int
) -> dict[str, Any]:
    """The source report's GAN outputs (`folder`/GENRE/gan-attemptN/*.mid), judged by the same.

    On 6 bars, as long as its images are. Empty where the folder is absent.
    """
    results: dict[str, Any] = {}
    for genre, own in primers.items():
        real = [window_of(p.real, p.bars, SEED_BARS, p.compared) for p in own]
        for attempt in sorted((folder / genre).glob("gan-attempt[0-9]")):
            files = [path for path in sorted(attempt.glob("*.mid")) if "Copy" not in path.stem]
            windows = [window_of(read_song(path).song, 0, SEED_BARS) for path in files]
            if not windows:
                continue
            apart = told_apart(
                real, windows, [p.piece for p in own], [str(path) for path in files], seed=seed, models=models
            )
            share = _share(taken_for(judge, windows, genre))
            results[f"{genre} {attempt.name}"] = {"told apart": apart, "taken for its genre": share}
    return results


def _share(hits: Sequence[bool]) -> dict[str, float]:
    """A share with its 95% interval."""
    share = share_of(hits)
    return {"share": share.value, "low": share.low, "high": share.high, "count": share.count}
