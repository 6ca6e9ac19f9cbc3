"""Files that are not what they seem: refused in one sentence and left as they are."""

import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from genre_studio.session import opening, schema
from genre_studio.session.errors import (
    DamagedSession,
    MissingSession,
    NewerSession,
    NotASession,
)
from genre_studio.session.open_file import open_file_path
from genre_studio.session.opening import read_session
from genre_studio.session.session import Session
from tests.helpers.sessions import (
    assert_same_history,
    change_in,
    document_of,
    reopened,
    worked_on,
)
from tests.helpers.songs import assert_same_song


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0", b"MThd\0\0\0\6\0\1\0\0\1\xe0", os.urandom(4096)]
)
def test_a_file_that_is_not_ours_is_refused_and_left(tmp_path: Path, content: bytes):
    path = tmp_path / "song.genrestudio"
    path.write_bytes(content)
    for reads in (read_session, lambda place: Session.open(place, [].append)):
        with pytest.raises(NotASession, match="not a session of the studio"):
            reads(path)  # type: ignore[operator]
    assert path.read_bytes() == content
    assert not open_file_path(path).exists()


def test_another_program_s_database_is_refused(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    change_in(path, "CREATE TABLE photos (id INTEGER)")
    with pytest.raises(NotASession):
        read_session(path)


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "song.genrestudio")
    with pytest.raises(NotASession):
        read_session(tmp_path / "song.genrestudio")
    with pytest.raises(MissingSession, match="no such file"):
        read_session(tmp_path / "none.genrestudio")
    assert stat.S_ISFIFO((tmp_path / "song.genrestudio").stat().st_mode)


def test_a_file_of_a_newer_studio_is_left_as_it_is(path: Path):
    change_in(path, f"PRAGMA user_version={len(schema.MIGRATIONS) + 1}")
    before = path.read_bytes()
    for reads in (read_session, lambda place: Session.open(place, [].append)):
        with pytest.raises(NewerSession, match="written by a newer studio"):
            reads(path)  # type: ignore[operator]
    assert path.read_bytes() == before


def test_a_file_of_an_older_studio_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        schema, "MIGRATIONS", [*schema.MIGRATIONS, ("CREATE TABLE IF NOT EXISTS view (key)",)]
    )
    monkeypatch.setattr(opening, "MIGRATIONS", schema.MIGRATIONS)
    before = path.read_bytes()
    assert_same_history(document_of(read_session(path)), worked_on())
    assert path.read_bytes() == before, "reading alone changes nothing"
    assert_same_history(reopened(path), worked_on())
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER mine AFTER INSERT ON steps BEGIN DELETE FROM steps; END",
        "CREATE VIEW mine AS SELECT * FROM steps",
        "CREATE TABLE mine (x)",
        "DROP TABLE takes",
    ],
)
def test_a_layout_that_is_not_ours_is_not_worked_with(path: Path, statement: str):
    change_in(path, statement)
    with pytest.raises(DamagedSession):
        Session.open(path, [].append)
    assert_same_song(read_session(path).song, worked_on().song)
