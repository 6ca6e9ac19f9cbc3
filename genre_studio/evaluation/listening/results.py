"""What answers show: exact shares by source and genre, and every answer as a row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from genre_studio.evaluation.listening.design import REAL, Kind, ListeningTest, Material, choices_of
from genre_studio.evaluation.listening.exact import chance_p, clopper_pearson
from genre_studio.music.listening import ListeningAnswer
from genre_studio.plugin_api import GenerationError

ALL = "all"
_GOOD = 3  # index of a rating of 4


@dataclass(frozen=True, slots=True)
class Share:
    """How often something was answered, with its exact 95% interval.

    `what` says it in words; `chance` is what guessing brings (None where guessing means nothing) and `p` how
    probable a count as far from it would be then. Answers of one listener are not independent of each
    other: with few listeners the interval is too narrow.
    """

    source: str
    genre: str
    what: str
    hits: int
    count: int
    low: float
    high: float
    chance: float | None = None
    p: float | None = None
    mean: float | None = None  # of ratings, 1 to 5

    @property
    def share(self) -> float:
        return self.hits / self.count if self.count else float("nan")


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer with what was heard. `hit` is what is counted: see `Share.what`."""

    answer: ListeningAnswer
    heard: tuple[Material, ...]
    clips: tuple[str, ...]
    source: str  # what the answer is about
    hit: bool


def judged(
    test: ListeningTest, key: Mapping[str, Material], answers: Sequence[ListeningAnswer]
) -> tuple[Judged, ...]:
    """The answers with what they are about. Raises GenerationError where the key lacks a clip."""
    missing = [clip for clip in test.clips if clip not in key]
    if missing:
        raise GenerationError(f"The key does not say what {missing[0]} is: it belongs to another test.")
    return tuple(_judged(test, key, answer) for answer in answers)


def shares(test: ListeningTest, rows: Sequence[Judged]) -> tuple[Share, ...]:
    """One share for each source over all genres, then for each source and genre."""
    sources = sorted({row.source for row in rows})
    genres = [ALL, *sorted({row.heard[0].genre for row in rows})]
    found = []
    for source in sources:
        for genre in genres:
            chosen = [r for r in rows if r.source == source and genre in (ALL, r.heard[0].genre)]
            if chosen:
                found.append(_share(test, source, genre, chosen))
    return tuple(found)


def confusion(test: ListeningTest, rows: Sequence[Judged]) -> dict[str, dict[str, list[int]]]:
    """By source and genre, how often each choice was given; for tests about one clip."""
    counts: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        by_genre = counts.setdefault(row.source, {})
        by_genre.setdefault(row.heard[0].genre, [0] * len(choices_of(test)))[row.answer.choice] += 1
    return counts


def csv_text(test: ListeningTest, rows: Sequence[Judged]) -> str:
    """Every answer as a line, with what was heard."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    head = ("test", "kind", "listener", "trial", "choice", "answer", "seconds", "plays", "about", "hit")
    writer.writerow((*head, "genre", "sources", "pieces", "clips"))
    for row in rows:
        a = row.answer
        told = (a.test, test.kind, _inert(a.listener), a.trial + 1, a.choice + 1, choices_of(test)[a.choice])
        heard = [" | ".join(getattr(m, name) for m in row.heard) for name in ("source", "piece")]
        spent = (f"{a.seconds:.2f}", a.plays, row.source, int(row.hit), row.heard[0].genre)
        writer.writerow((*told, *spent, *heard, " | ".join(row.clips)))
    return file.getvalue()


def _judged(test: ListeningTest, key: Mapping[str, Material], answer: ListeningAnswer) -> Judged:
    clips = test.trials[answer.trial]
    heard = tuple(key[clip] for clip in clips)
    chosen = heard[answer.choice] if len(heard) > 1 else heard[0]
    match test.kind:
        case Kind.REAL:
            source = next(m.source for m in heard if m.source != REAL)
            hit = chosen.source != REAL
        case Kind.BETTER:
            first, second = sorted((m.source for m in heard), key=lambda s: (s == REAL, s))
            source, hit = f"{first} against {second}", chosen.source == first
        case Kind.GENRE:
            source, hit = chosen.source, test.genres[answer.choice] == chosen.genre
        case Kind.RATING:
            source, hit = chosen.source, answer.choice >= _GOOD
    return Judged(answer, heard, clips, source, hit)


_WHAT = {
    Kind.REAL: "taken for a person's",
    Kind.BETTER: "the first liked better",
    Kind.GENRE: "taken for its genre",
    Kind.RATING: "rated 4 or 5",
}


def _share(test: ListeningTest, source: str, genre: str, rows: Sequence[Judged]) -> Share:
    hits, count = sum(row.hit for row in rows), len(rows)
    low, high = clopper_pearson(hits, count)
    chance = None if test.kind is Kind.RATING else 1 / len(choices_of(test))
    p = chance_p(hits, count, chance) if chance is not None and chance < 1 else None
    mean = sum(r.answer.choice + 1 for r in rows) / count if test.kind is Kind.RATING else None
    return Share(source, genre, _WHAT[test.kind], hits, count, low, high, chance, p, mean)


def _inert(text: str) -> str:
    """A listener's name that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def lines(found: Sequence[Share]) -> Iterator[str]:
    """The shares as a table of plain text."""
    width = max((len(share.source) for share in found), default=0)
    for s in found:
        extra = f"  mean {s.mean:.2f}" if s.mean is not None else ""
        chance = f"  chance {s.chance:.0%}, p {s.p:.3g}" if s.p is not None and s.chance is not None else ""
        interval = f"{s.share:6.1%}  ({s.low:.1%} to {s.high:.1%})"
        yield f"{s.source:{width}}  {s.genre:10} {interval}  {s.hits} of {s.count} {s.what}{extra}{chance}"
