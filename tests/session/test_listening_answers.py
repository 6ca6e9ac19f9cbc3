"""Answers to listening tests in a session: kept, copied, read by older and newer files alike."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from genre_studio.music.listening import ListeningAnswer
from genre_studio.session.opening import read_session
from genre_studio.session.session import Session, write_session
from tests.helpers.sessions import (
    assert_same_history,
    contents_of,
    document_of,
    recorded,
    reopened,
    worked_on,
)

ANSWERS = tuple(ListeningAnswer("real-1", "Ann", i, i % 2, 1.5, plays=2) for i in range(3))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "song.genrestudio"


def test_answers_are_kept_in_their_order_beside_the_song(path: Path) -> None:
    document = worked_on()
    with recorded(path, document) as session:
        for answer in ANSWERS:
            session.keep_answer(answer)
            document.undo()
    assert read_session(path).listening == ANSWERS
    session, contents = Session.open(path, [].append)
    session.keep_answer(ANSWERS[0])
    session.close()
    assert contents.listening == ANSWERS
    assert read_session(path).listening == (*ANSWERS, ANSWERS[0])
    assert_same_history(reopened(path), document)


def test_a_copy_has_them_too(path: Path) -> None:
    write_session(path, replace(contents_of(worked_on()), listening=ANSWERS))
    assert read_session(path).listening == ANSWERS


def test_a_file_from_before_there_were_answers_opens_and_takes_them(path: Path) -> None:
    write_session(path, contents_of(worked_on()))
    database = sqlite3.connect(path)
    database.execute("DROP TABLE listening")
    database.execute("PRAGMA user_version=1")
    database.commit()
    database.close()
    before = path.read_bytes()
    assert read_session(path).listening == ()
    assert read_session(path).losses == ()
    assert path.read_bytes() == before
    session, contents = Session.open(path, [].append)
    assert contents.losses == ()
    session.keep_answer(ANSWERS[0])
    assert session.close()
    assert read_session(path).listening == ANSWERS[:1]
    assert_same_history(document_of(read_session(path)), worked_on())


def test_a_damaged_answer_costs_no_more_than_itself(path: Path) -> None:
    write_session(path, replace(contents_of(worked_on()), listening=ANSWERS))
    database = sqlite3.connect(path)
    database.execute("UPDATE listening SET body=zeroblob(20) WHERE key=2")
    database.commit()
    database.close()
    contents = read_session(path)
    assert contents.listening == (ANSWERS[0], ANSWERS[2])
    assert contents.losses == ("1 listening answer",)
    assert_same_history(document_of(contents), worked_on())


def test_an_answer_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        replace(ANSWERS[0], trial=-1)
