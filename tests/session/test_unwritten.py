"""What cannot be written, for its place, its disk or its values: told, and nothing lost."""

import errno
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from genre_studio.music.document import Document
from genre_studio.session import opening, schema
from genre_studio.session.errors import (
    SessionNotWritten,
)
from genre_studio.session.open_file import OpenFile
from genre_studio.session.opening import read_session
from genre_studio.session.session import Session, write_session
from genre_studio.session.store import SessionStore
from tests.helpers.sessions import (
    assert_same_history,
    contents_of,
    document_of,
    louder,
    recorded,
    reopened,
    worked_on,
)
from tests.helpers.songs import assert_same_song, grid_song
from tests.helpers.takes import a_record


def test_a_place_that_cannot_be_written_is_told_and_still_read(path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_session: Path) -> OpenFile:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(OpenFile, "acquire", refuse)
    with pytest.raises(SessionNotWritten, match="the place cannot be written to"):
        Session.open(path, [].append)
    assert_same_history(document_of(read_session(path)), worked_on())


def test_a_file_that_sqlite_may_only_read_is_told(path: Path, monkeypatch: pytest.MonkeyPatch):
    connect = schema.connect
    monkeypatch.setattr(
        opening, "connect", lambda place, mode: connect(place, mode="ro" if mode == "rw" else mode)
    )
    with pytest.raises(SessionNotWritten, match="the place cannot be written to"):
        Session.open(path, [].append)


def test_a_new_session_where_nothing_can_be_written_goes_on_in_memory(tmp_path: Path):
    (tmp_path / "folder").write_text("a file where the folder should be")
    document, told = Document(grid_song(20)), list[str]()
    with recorded(tmp_path / "folder" / "song.genrestudio", document, told, retry_s=0.01) as session:
        document.apply("Louder", louder(document.song))
        assert not session.flush()
        assert told
        (tmp_path / "folder").unlink()
        (tmp_path / "folder").mkdir()
        assert session.flush()
        assert told[-1] == ""
    assert_same_history(reopened(tmp_path / "folder" / "song.genrestudio"), document)


def test_what_a_full_disk_refused_is_written_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, document, told = tmp_path / "song.genrestudio", Document(grid_song(20)), list[str]()
    write, is_full = SessionStore.write, False

    def fail(store: SessionStore, *args: object) -> None:
        if is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(store, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(SessionStore, "write", fail)
    with recorded(path, document, told, retry_s=0.01) as session:
        document.apply("One", louder(document.song))
        assert session.flush()
        is_full = True
        document.apply("Two", louder(document.song))
        assert not session.flush()
        assert told == ["there is no room left on the disk"]
        document.undo()
        document.apply("Three", louder(document.song))
        is_full = False
        assert session.flush()
        assert told[1:] == [""]
    assert_same_history(reopened(path), document)


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from tests.helpers.session_child import scripted_gestures
from tests.helpers.sessions import contents_of, louder
from tests.helpers.songs import grid_song
from genre_studio.music.document import Document
from genre_studio.session.session import Session
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, told = Path(sys.argv[1]), []
document = Document(grid_song(4000))
session = Session.begin(path, contents_of(document), told.append, retry_s=0.01)
document.subscribe_changes(session.record)
assert session.flush(), told
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
gestures = scripted_gestures(document, 3)
for _ in range(60):
    next(gestures)
assert not session.flush()
print(told[-1])
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert session.flush(), told
assert session.close()
print(len(document.done_names), len(document.undone_names), int(document.song.tracks[0].notes["start"].sum()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are POSIX")
def test_a_disk_that_really_refuses_loses_nothing(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    told = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    reason, counts = told.stdout.splitlines()
    assert reason
    again = reopened(path)
    start = int(again.song.tracks[0].notes["start"].sum())
    assert f"{len(again.done_names)} {len(again.undone_names)} {start}" == counts


def test_writing_a_copy_that_fails_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch):
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(SessionStore, "write_contents", fail)
    with pytest.raises(SessionNotWritten, match=r"song.genrestudio cannot be written"):
        write_session(path, contents_of(worked_on(9)))
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_value_that_has_no_form_in_a_file_costs_the_history_and_not_the_song(tmp_path: Path):
    path, document = tmp_path / "song.genrestudio", Document(grid_song(20))
    with recorded(path, document):
        document.apply("Louder", louder(document.song))
        odd: Callable[[], int] = lambda: 1  # noqa: E731
        document.add_takes([a_record(1, created_s=odd)])  # type: ignore[arg-type]
        document.apply_takes("Forget it", {})
        document.apply("Louder still", louder(document.song))
    again = reopened(path)
    assert_same_song(again.song, document.song)
