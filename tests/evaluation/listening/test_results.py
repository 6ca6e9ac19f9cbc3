"""What answers show, and what of a stranger's file is believed."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from genre_studio.evaluation.listening import REAL, Kind, ListeningTest, Material
from genre_studio.evaluation.listening.files import (
    json_of_answers,
    json_of_key,
    json_of_test,
    read_answers,
    read_key,
    read_key_test,
    read_test,
    valid_answers,
)
from genre_studio.evaluation.listening.results import confusion, csv_text, judged, lines, shares
from genre_studio.music.listening import ListeningAnswer
from genre_studio.plugin_api import GenerationError

PAIRS = ListeningTest("real-1", Kind.REAL, 1, 10.0, ("jazz",), (("c1", "c2"), ("c3", "c4"), ("c5", "c6")))
KEY = {
    "c1": Material(REAL, "jazz", "a"),
    "c2": Material("ours", "jazz", "a"),
    "c3": Material("ours", "jazz", "b"),
    "c4": Material(REAL, "jazz", "b"),
    "c5": Material(REAL, "jazz", "c"),
    "c6": Material("report", "jazz", "c"),
}


def answers(*choices: int, test: ListeningTest = PAIRS, listener: str = "Ann") -> list[ListeningAnswer]:
    return [ListeningAnswer(test.id, listener, i, choice, 4.0) for i, choice in enumerate(choices)]


def test_what_is_taken_for_a_persons_is_counted_by_generator() -> None:
    found = shares(PAIRS, judged(PAIRS, KEY, answers(1, 1, 0)))
    by = {(share.source, share.genre): (share.hits, share.count) for share in found}
    assert by == {
        ("ours", "all"): (1, 2),
        ("ours", "jazz"): (1, 2),
        ("report", "all"): (0, 1),
        ("report", "jazz"): (0, 1),
    }
    ours = found[0]
    assert (ours.share, ours.chance, ours.p) == pytest.approx((0.5, 0.5, 1.0))
    assert (ours.low, ours.high) == pytest.approx((0.0126, 0.9874), abs=1e-4)


def test_what_is_liked_better_is_counted_by_pair() -> None:
    test = replace(PAIRS, kind=Kind.BETTER)
    found = shares(test, judged(test, KEY, answers(1, 1, 0)))
    assert [(s.source, s.hits, s.count) for s in found if s.genre == "all"] == [
        ("ours against real", 1, 2),
        ("report against real", 0, 1),
    ]


def test_genres_and_ratings() -> None:
    genre = ListeningTest("g", Kind.GENRE, 1, 10.0, ("classical", "jazz"), (("c1",), ("c2",), ("c3",)))
    rows = judged(genre, KEY, answers(1, 0, 1, test=genre))
    assert confusion(genre, rows) == {REAL: {"jazz": [0, 1]}, "ours": {"jazz": [1, 1]}}
    assert [(s.source, s.hits, s.count) for s in shares(genre, rows) if s.genre == "all"] == [
        ("ours", 1, 2),
        (REAL, 1, 1),
    ]
    rating = replace(genre, id="r", kind=Kind.RATING)
    found = shares(rating, judged(rating, KEY, answers(4, 3, 0, test=rating)))
    assert [(s.source, s.hits, s.mean, s.p) for s in found if s.genre == "all"] == [
        ("ours", 1, 2.5, None),
        (REAL, 1, 5.0, None),
    ]
    assert "mean 2.50" in next(iter(lines(found)))


def test_every_answer_is_a_line_and_no_formula() -> None:
    rows = judged(PAIRS, KEY, answers(1, 1, listener="=HYPERLINK(1)"))
    read = list(csv.DictReader(io.StringIO(csv_text(PAIRS, rows))))
    assert [(r["about"], r["hit"], r["answer"], r["sources"]) for r in read] == [
        ("ours", "1", "B", "real | ours"),
        ("ours", "0", "B", "ours | real"),
    ]
    assert read[0]["listener"] == "'=HYPERLINK(1)"


def test_a_key_of_another_test_is_refused() -> None:
    with pytest.raises(GenerationError, match="does not say what c1 is"):
        judged(PAIRS, {}, answers(1))


def test_test_key_and_answers_come_back(tmp_path: Path) -> None:
    (tmp_path / "test.json").write_text(json.dumps(json_of_test(PAIRS)))
    assert read_test(tmp_path) == PAIRS
    key = tmp_path / "key.json"
    key.write_text(json.dumps(json_of_key(PAIRS, KEY, {"seed": 1})))
    assert (read_key_test(key), read_key(key)) == (PAIRS, KEY)
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(json_of_answers(PAIRS, "Ann", answers(0, 1))))
    assert read_answers(file, PAIRS) == tuple(answers(0, 1))


def test_the_last_answer_counts_and_what_answers_nothing_does_not() -> None:
    given = [*answers(0, 1), *answers(1), *answers(9, listener="Bo"), *answers(0, 0, 0, 0, listener="Cy")]
    kept = valid_answers(given, PAIRS)
    assert [(a.listener, a.trial, a.choice) for a in kept if a.listener == "Ann"] == [
        ("Ann", 0, 1),
        ("Ann", 1, 1),
    ]
    assert [a.trial for a in kept if a.listener != "Ann"] == [0, 1, 2]


_HEAD = '{"format": 1, "test": "real-1", "listener": "x", "answers": '


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"format": 1}',
        '{"format": 1, "test": "real-1", "listener": 3, "answers": []}',
        _HEAD + "[3]}",
        _HEAD + '[{"trial": -1, "choice": 0, "seconds": 1}]}',
        _HEAD + '[{"trial": 0, "choice": 0, "seconds": NaN}]}',
        _HEAD + '[{"trial": "a", "choice": 0, "seconds": 1}]}',
        "[" * 100_000,
    ],
)
def test_damaged_answers_are_one_sentence(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(text)
    with pytest.raises(GenerationError, match=r"a\.json is not"):
        read_answers(file, PAIRS)


def test_answers_to_another_test_or_format_and_no_file_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"format": 1, "test": "other", "listener": "x", "answers": []}')
    with pytest.raises(GenerationError, match="answers another test"):
        read_answers(file, PAIRS)
    file.write_text('{"format": 2}')
    with pytest.raises(GenerationError, match="format 2"):
        read_answers(file, PAIRS)
    with pytest.raises(GenerationError, match="no such file"):
        read_answers(tmp_path / "none", PAIRS)


@pytest.mark.parametrize("clip", ["../secret", "a/b", "a.b", "", "ä"])
def test_a_clips_name_leads_nowhere_else(clip: str, tmp_path: Path) -> None:
    fields = json_of_test(PAIRS) | {"trials": [[clip, "c2"]]}
    (tmp_path / "test.json").write_text(json.dumps(fields))
    with pytest.raises(GenerationError, match="not a listening test"):
        read_test(tmp_path)
