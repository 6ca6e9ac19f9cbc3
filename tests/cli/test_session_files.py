"""Commands read a session as they read a MIDI file."""

import json
import sqlite3
from pathlib import Path

import pytest

from genre_studio.cli.main import main
from genre_studio.session.session import Session, write_session
from tests.helpers.sessions import contents_of, document_of, worked_on


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "song.genrestudio"
    write_session(path, contents_of(worked_on()))
    return path


def test_info_reads_a_session_that_is_open_in_the_window(path: Path, capsys: pytest.CaptureFixture[str]):
    session, contents = Session.open(path, [].append)
    assert main(["info", str(path), "--json"]) == 0
    session.close()
    told = json.loads(capsys.readouterr().out)
    assert told["notes"] == document_of(contents).song.note_count
    assert told["repairs"] == []


def test_damage_is_told_and_what_is_no_session_refused(path: Path, capsys: pytest.CaptureFixture[str]):
    database = sqlite3.connect(path)
    database.execute("DELETE FROM takes")
    database.commit()
    database.close()
    assert main(["info", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["repairs"] == ["the session is damaged: 2 takes could not be read"]
    path.write_bytes(b"Dear Sir or Madam")
    assert main(["info", str(path)]) == 1
    assert "song.genrestudio is not a session of the studio" in capsys.readouterr().err
