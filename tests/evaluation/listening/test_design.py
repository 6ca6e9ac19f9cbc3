"""What is asked: balanced, blind, and the same for a seed."""

from collections import Counter
from itertools import pairwise

import pytest

from genre_studio.evaluation.listening import (
    REAL,
    Kind,
    ListeningTest,
    Material,
    choices_of,
    make_test,
    sources_for,
)
from genre_studio.plugin_api import GenerationError

GENRES = ("classical", "jazz", "rock")


def everything(pieces: int = 4, sources: tuple[str, ...] = (REAL, "ours", "report")) -> list[Material]:
    return [Material(s, g, f"{g} {i}") for g in GENRES for i in range(pieces) for s in sources]


def made(kind: Kind, material: list[Material], seed: int = 1, most: int = 12) -> tuple[ListeningTest, list]:
    test, key = make_test(kind, material, seed=seed, most_trials=most, seconds=10)
    return test, [tuple(material[key[clip]] for clip in trial) for trial in test.trials]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_same_seed_asks_the_same_and_another_does_not(kind: Kind) -> None:
    assert made(kind, everything()) == made(kind, everything())
    assert made(kind, everything())[1] != made(kind, everything(), seed=2)[1]


@pytest.mark.parametrize("kind", list(Kind))
def test_no_clip_is_heard_in_two_trials(kind: Kind) -> None:
    test, _ = made(kind, everything(), most=100)
    clips = [clip for trial in test.trials for clip in trial]
    assert len(clips) == len(set(clips))


def test_pairs_are_a_persons_and_a_generators_of_one_beginning() -> None:
    test, trials = made(Kind.REAL, everything())
    assert len(trials) == 12
    assert all(a.piece == b.piece and REAL in (a.source, b.source) for a, b in trials)
    assert {a.source == REAL for a, b in trials} == {True, False}  # A is neither always nor never real
    compared = Counter((next(m.source for m in t if m.source != REAL), t[0].genre) for t in trials)
    assert set(compared.values()) == {2}
    assert choices_of(test) == ("A", "B")


def test_what_has_no_sibling_is_paired_within_its_genre() -> None:
    material = [Material(REAL, "jazz", "a"), Material("ours", "jazz", "b"), Material("ours", "rock", "c")]
    _, trials = made(Kind.REAL, material)
    assert [{m.piece for m in trial} for trial in trials] == [{"a", "b"}]


def test_beginnings_with_two_versions_each_are_all_asked_about() -> None:
    names = ["a", "b", "c"]
    material = [
        Material(source, "jazz", f"piece {number}")
        for number in range(12)
        for source in sources_for(Kind.BETTER, names, number)
    ]
    _, trials = made(Kind.BETTER, material, most=12)
    assert len(trials) == 12
    assert all(one.piece == other.piece for one, other in trials)


def test_names_say_nothing_of_what_is_behind_them() -> None:
    material = everything()
    _, key = make_test(Kind.RATING, material, seed=1, most_trials=36, seconds=10)
    order = [material[key[name]].source for name in sorted(key)]
    assert order != sorted(order)
    runs = 1 + sum(a != b for a, b in pairwise(order))
    assert runs > 12  # of 36 clips of three sources: mixed


def test_one_clip_trials_are_dealt_round_sources_and_genres() -> None:
    test, trials = made(Kind.GENRE, everything(), most=9)
    assert Counter((m.source, m.genre) for (m,) in trials).most_common(1)[0][1] == 1
    assert choices_of(test) == GENRES
    rating, _ = made(Kind.RATING, everything(), most=9)
    assert choices_of(rating)[4] == "excellent"


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_to_compare_is_one_sentence(kind: Kind) -> None:
    alone = [Material("ours", "jazz", "a")] if kind in (Kind.REAL, Kind.BETTER) else []
    with pytest.raises(GenerationError, match="There is no"):
        made(kind, alone)


def test_each_source_has_its_turn() -> None:
    assert [sources_for(Kind.REAL, ["a", "b"], i) for i in range(3)] == [
        (REAL, "a"),
        (REAL, "b"),
        (REAL, "a"),
    ]
    assert {sources_for(Kind.BETTER, ["a", "b"], i) for i in range(3)} == {
        (REAL, "a"),
        (REAL, "b"),
        ("a", "b"),
    }
    assert [sources_for(Kind.GENRE, ["a"], i) for i in range(3)] == [(REAL,), ("a",), (REAL,)]
