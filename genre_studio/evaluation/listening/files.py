"""A test, its key and answers as JSON. Answers come back from strangers, so everything in them is checked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from genre_studio.evaluation.listening.design import Kind, ListeningTest, Material, choices_of
from genre_studio.music.listening import ListeningAnswer
from genre_studio.plugin_api import GenerationError

TEST_NAME = "test.json"
PAGE_NAME = "listen.html"
_FORMAT = 1
_LARGEST = 4_000_000
_MOST_TRIALS = 2_000
_LONGEST_TEXT = 200


def json_of_test(test: ListeningTest) -> dict[str, Any]:
    return {"format": _FORMAT, **asdict(test)}


def read_test(folder: Path) -> ListeningTest:
    """The test in a prepared folder. Raises GenerationError with one sentence."""
    return _test(folder / TEST_NAME, _read(folder / TEST_NAME))


def json_of_key(test: ListeningTest, key: Mapping[str, Material], about: Mapping[str, Any]) -> dict[str, Any]:
    """What stays with whoever prepared the test: what each clip is, and what was asked to make them."""
    clips = {name: asdict(material) for name, material in sorted(key.items())}
    return {"format": _FORMAT, "test": json_of_test(test), "clips": clips, "about": dict(about)}


def read_key(path: Path) -> dict[str, Material]:
    """What each clip is, by its name. Raises GenerationError with one sentence."""
    try:
        clips = _read(path)["clips"]
        return {
            _name(name): Material(_text(m["source"]), _text(m["genre"]), _text(m["piece"], 2_000))
            for name, m in clips.items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(path, "the key of a listening test") from error


def read_key_test(path: Path) -> ListeningTest:
    """The test that a key belongs to. Raises GenerationError with one sentence."""
    fields = _read(path).get("test")
    if not isinstance(fields, dict):
        raise _broken(path, "the key of a listening test")
    return _test(path, fields)


def json_of_answers(test: ListeningTest, listener: str, answers: Sequence[ListeningAnswer]) -> dict[str, Any]:
    """One listener's answers, as the page saves them."""
    given = [
        {"trial": a.trial, "choice": a.choice, "seconds": round(a.seconds, 2), "plays": a.plays}
        for a in answers
    ]
    return {"format": _FORMAT, "test": test.id, "listener": listener, "answers": given}


def read_answers(path: Path, test: ListeningTest) -> tuple[ListeningAnswer, ...]:
    """One listener's answers, the last one to each trial. Raises GenerationError with one sentence."""
    fields = _read(path)
    try:
        if fields["test"] != test.id:
            raise GenerationError(f"{path} answers another test ({_text(fields['test'])}, not {test.id}).")
        listener = _text(fields["listener"]) or path.stem
        answers = [
            ListeningAnswer(
                test.id,
                listener,
                int(a["trial"]),
                int(a["choice"]),
                float(a["seconds"]),
                int(a.get("plays", 1)),
            )
            for a in fields["answers"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _broken(path, "the answers to a listening test") from error
    return valid_answers(answers, test)


def valid_answers(answers: Sequence[ListeningAnswer], test: ListeningTest) -> tuple[ListeningAnswer, ...]:
    """Those that answer this test, the last one of each listener to each trial, by listener and trial."""
    choices, trials = len(choices_of(test)), len(test.trials)
    kept = {
        (a.listener, a.trial): a
        for a in answers
        if a.test == test.id and a.trial < trials and a.choice < choices
    }
    return tuple(kept[place] for place in sorted(kept))


def _test(path: Path, fields: Mapping[str, Any]) -> ListeningTest:
    try:
        test = ListeningTest(
            id=_text(fields["id"]),
            kind=Kind(fields["kind"]),
            seed=int(fields["seed"]),
            seconds=float(fields["seconds"]),
            genres=tuple(_text(genre) for genre in fields["genres"]),
            trials=tuple(tuple(_name(clip) for clip in trial) for trial in fields["trials"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(path, "a listening test") from error
    size = 2 if test.kind in (Kind.REAL, Kind.BETTER) else 1
    right = all(len(trial) == size for trial in test.trials) and choices_of(test)
    if not right or not 0 < len(test.trials) <= _MOST_TRIALS:
        raise _broken(path, "a listening test")
    return test


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        fields = json.loads(data.decode("utf-8")) if len(data) <= _LARGEST else None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise GenerationError(f"{path} cannot be read ({reason}).") from error
    except (ValueError, RecursionError) as error:
        raise _broken(path, "JSON") from error
    if not isinstance(fields, dict):
        raise _broken(path, "JSON of a listening test")
    if fields.get("format") != _FORMAT:
        raise GenerationError(f"{path} has format {fields.get('format')!r}; this studio reads {_FORMAT}.")
    return fields


def _text(value: object, longest: int = _LONGEST_TEXT) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError("not a short text")
    return value


def _name(value: object) -> str:
    """A clip's name, which is also a file's: letters, digits and dashes."""
    name = _text(value)
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise ValueError("not a clip's name")
    return name


def _broken(path: Path, what: str) -> GenerationError:
    return GenerationError(f"{path} is not {what}, or it is damaged.")
