"""What a blind test asks: clips under names that say nothing, in an order that a seed decides.

A test is two things: what listeners get (ListeningTest) and the key, which says what each clip is and
stays with whoever prepared it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from genre_studio.plugin_api import GenerationError

REAL = "real"
"""The source of music that people wrote; every other source is a generator's name."""


class Kind(StrEnum):
    """What listeners are asked."""

    REAL = "real"  # A or B: which one did a person write?
    BETTER = "better"  # A or B: which one is better?
    GENRE = "genre"  # which genre?
    RATING = "rating"  # how good, from 1 to 5


_QUESTIONS = {
    Kind.REAL: "Which one did a person write?",
    Kind.BETTER: "Which one do you like better?",
    Kind.GENRE: "Which genre is this?",
    Kind.RATING: "How good is this, as music?",
}
_RATINGS = ("bad", "poor", "fair", "good", "excellent")  # the five categories of ITU-T P.800


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of a piece of music that may be played. `piece` ties versions of one beginning."""

    source: str  # REAL, or a generator's name
    genre: str
    piece: str


@dataclass(frozen=True, slots=True)
class ListeningTest:
    """What listeners get: nothing in it tells one source from another."""

    id: str
    kind: Kind
    seed: int
    seconds: float  # of each clip
    genres: tuple[str, ...]
    trials: tuple[tuple[str, ...], ...]  # names of clips: two where the question is about A and B

    @property
    def clips(self) -> tuple[str, ...]:
        """Every clip once, in the order of their names."""
        return tuple(sorted({clip for trial in self.trials for clip in trial}))


def question_of(test: ListeningTest) -> str:
    return _QUESTIONS[test.kind]


def choices_of(test: ListeningTest) -> tuple[str, ...]:
    """The answers, in the order of the keys 1, 2, 3 that give them."""
    if test.kind is Kind.GENRE:
        return test.genres
    return _RATINGS if test.kind is Kind.RATING else ("A", "B")


def make_test(
    kind: Kind, material: Sequence[Material], *, seed: int, most_trials: int, seconds: float
) -> tuple[ListeningTest, dict[str, int]]:
    """A test of `material` and where each of its clips lies in it.

    Trials are dealt round sources and genres, so that all are heard about as often. A clip is heard in one
    trial alone: one that came back beside others would give itself away. Raises GenerationError where there
    is nothing to compare.
    """
    dice = np.random.default_rng(seed)
    drawn = _dealt(_groups(kind, material, dice), most_trials)
    if not drawn:
        raise GenerationError(_NOTHING[kind])
    order = dice.permutation(len(drawn))
    trials = [_turned(drawn[i], dice) for i in order]
    used = sorted({place for trial in trials for place in trial})
    digest = hashlib.sha256(repr((kind, seed, seconds, [material[i] for i in used])).encode()).hexdigest()
    numbers = dice.permutation(len(used)) + 1
    names = {place: f"clip-{number:03}" for place, number in zip(used, numbers, strict=True)}
    genres = tuple(sorted({each.genre for each in material}))
    named = tuple(tuple(names[place] for place in trial) for trial in trials)
    test = ListeningTest(f"{kind}-{digest[:10]}", kind, seed, seconds, genres, named)
    return test, {name: place for place, name in names.items()}


_NOTHING = {
    Kind.REAL: "There is no pair to compare: it takes real music and generated music of one genre.",
    Kind.BETTER: "There is no pair to compare: it takes music of two sources in one genre.",
    Kind.GENRE: "There is no music to listen to.",
    Kind.RATING: "There is no music to listen to.",
}


def sources_for(kind: Kind, generators: Sequence[str], number: int) -> tuple[str, ...]:
    """Whose versions of beginning `number` a test of this kind needs: each source in turn."""
    everybody = (REAL, *generators)
    if kind is Kind.REAL:
        return (REAL, generators[number % len(generators)])
    if kind is Kind.BETTER:
        pairs = list(combinations(everybody, 2))
        return pairs[number % len(pairs)]
    return (everybody[number % len(everybody)],)


def _groups(
    kind: Kind, material: Sequence[Material], dice: np.random.Generator
) -> Mapping[tuple[str, ...], list[tuple[int, ...]]]:
    """Possible trials, places into `material`, by what they compare, in a random order."""
    groups: dict[tuple[str, ...], list[tuple[int, ...]]] = {}
    for trial in _possible(kind, material):
        sources = sorted(material[place].source for place in trial)
        groups.setdefault((*sources, material[trial[0]].genre), []).append(trial)
    return {name: [trials[i] for i in dice.permutation(len(trials))] for name, trials in groups.items()}


def _possible(kind: Kind, material: Sequence[Material]) -> Iterator[tuple[int, ...]]:
    if kind in (Kind.GENRE, Kind.RATING):
        yield from ((place,) for place in range(len(material)))
        return
    pairs = [
        (one, other)
        for one, other in combinations(range(len(material)), 2)
        if _compare(kind, material[one], material[other])
    ]
    # Versions of one beginning where there are any: the same band in the same key.
    siblings = [(a, b) for a, b in pairs if material[a].piece == material[b].piece]
    matched = {place for pair in siblings for place in pair}
    yield from siblings
    yield from (pair for pair in pairs if matched.isdisjoint(pair))


def _compare(kind: Kind, a: Material, b: Material) -> bool:
    """Whether a question of this kind can be about these two."""
    right = a.genre == b.genre and a.source != b.source
    return right and (kind is Kind.BETTER or REAL in (a.source, b.source))


def _dealt(groups: Mapping[tuple[str, ...], list[tuple[int, ...]]], most: int) -> list[tuple[int, ...]]:
    """Up to `most` trials without a common clip, one of each group in turn, the groups by name."""
    hands = [list(groups[name]) for name in sorted(groups)]
    dealt: list[tuple[int, ...]] = []
    used: set[int] = set()
    while len(dealt) < most and any(hands):
        for hand in hands:
            while hand and not used.isdisjoint(hand[-1]):
                hand.pop()
            if hand and len(dealt) < most:
                dealt.append(hand.pop())
                used.update(dealt[-1])
    return dealt


def _turned(trial: tuple[int, ...], dice: np.random.Generator) -> tuple[int, ...]:
    """The trial with A and B in either order."""
    return trial[::-1] if dice.random() < 0.5 else trial
