"""Everything that can befall a session file: one clear sentence, and nothing lost."""

import contextlib
import errno
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from genre_studio.music.document import Document
from genre_studio.session import opening, schema
from genre_studio.session.errors import (
    DamagedSession,
    MissingSession,
    NewerSession,
    NotASession,
    SessionInUse,
    SessionNotWritten,
    UnreadableSession,
)
from genre_studio.session.open_file import LoggedChange, OpenFile, RecordKind, open_file_path
from genre_studio.session.opening import read_session
from genre_studio.session.packing import pack
from genre_studio.session.session import Session, write_session
from genre_studio.session.store import SessionStore
from tests.helpers.sessions import (
    assert_same_document,
    assert_same_history,
    contents_of,
    document_of,
    louder,
    recorded,
    reopened,
)
from tests.helpers.songs import assert_same_song, grid_song
from tests.helpers.takes import a_record


def worked_on(count: int = 6) -> Document:
    """A document with gestures behind and ahead of it, and takes."""
    document = Document(grid_song(60))
    for number in range(count):
        document.apply(f"Louder {number}", louder(document.song, number, number + 5))
    document.add_takes([a_record(1), a_record(2)])
    document.jump(-2)
    return document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session file that was closed in good order."""
    path = tmp_path / "song.genrestudio"
    write_session(path, contents_of(worked_on()))
    return path


def change_in(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


# Two windows on one file


def test_a_second_window_hears_who_has_the_file_and_can_read_it(path: Path):
    session, _ = Session.open(path, [].append)
    with pytest.raises(
        SessionInUse, match=rf"open in another window of the studio \(process {os.getpid()}\)"
    ):
        Session.open(path, [].append)
    with pytest.raises(SessionInUse):
        write_session(path, contents_of(Document(grid_song(2))))
    assert_same_history(document_of(read_session(path)), worked_on())
    session.close()
    assert_same_history(reopened(path), worked_on())


def test_a_lock_whose_process_is_gone_is_no_lock(path: Path):
    left = open_file_path(path)
    left.write_bytes(b"GSopen1\n" + (4_000_000).to_bytes(8, "big"))
    assert_same_history(reopened(path), worked_on())
    assert not left.exists()


def test_a_lock_file_of_nonsense_is_no_lock(path: Path):
    open_file_path(path).write_bytes(os.urandom(300))
    assert_same_history(reopened(path), worked_on())


# Changes on their way into the file


def logged(document: Document, sequence: int) -> LoggedChange:
    return LoggedChange(sequence, RecordKind.STEP, pack(document.done_steps[-1]))


def test_changes_that_a_crash_left_beside_the_file_are_taken_in(path: Path):
    document = worked_on()
    document.apply("The last one", louder(document.song))
    open_file = OpenFile.acquire(path)
    open_file.append([logged(document, 1)])
    open_file.append([LoggedChange(2, RecordKind.MOVE, pack(-2))])
    open_file.close(keep=True)
    document.jump(-2)
    assert_same_history(document_of(read_session(path)), document)
    document.jump(9)
    document.jump(-2)
    session, contents = Session.open(path, [].append)
    assert_same_document(document_of(contents), document)
    assert session.flush()
    session.close()
    assert_same_history(reopened(path), document)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.999])
def test_a_change_that_breaks_off_was_never_finished(path: Path, kept: float):
    document = worked_on()
    document.apply("The last one", louder(document.song))
    open_file = OpenFile.acquire(path)
    open_file.append([logged(document, 1)])
    open_file.close(keep=True)
    left = open_file_path(path)
    left.write_bytes(left.read_bytes()[: max(20, int(left.stat().st_size * kept))])
    assert_same_history(reopened(path), worked_on())


def test_a_change_that_fits_another_song_is_told_not_applied(path: Path):
    big = Document(grid_song(90))
    big.apply("Beyond", louder(big.song, 70, 90))
    open_file = OpenFile.acquire(path)
    open_file.append([logged(big, 1)])
    open_file.close(keep=True)
    with pytest.raises(DamagedSession):
        Session.open(path, [].append)
    contents = read_session(path)
    assert contents.losses == ("the last gesture",)
    assert_same_document(document_of(contents), worked_on())


# Places and disks


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


# Files that are not what they seem


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


# Damage


DAMAGES: dict[str, tuple[str, str]] = {
    "a step that is undone": ("DELETE FROM steps WHERE key=6", "1 step of the history"),
    "the oldest step": ("DELETE FROM steps WHERE key=1", "1 step of the history"),
    "a take": ("UPDATE takes SET body=x'00' WHERE key=2", "1 take"),
    "the ledger": ("DELETE FROM ledger", "the last changes"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_damaged_is_named_and_the_rest_is_read(path: Path, name: str):
    statement, loss = DAMAGES[name]
    change_in(path, statement)
    with pytest.raises(DamagedSession):
        Session.open(path, [].append)
    contents = read_session(path)
    assert contents.losses == (loss,)
    assert_same_song(contents.song, worked_on().song)
    document = document_of(contents)
    assert {"Louder 2", "Louder 3"} <= set(document.done_names)
    for _ in document.done_names:
        assert document.undo()


def test_a_song_whose_newest_copy_is_damaged_is_made_again_from_the_one_before(tmp_path: Path):
    path, document = tmp_path / "song.genrestudio", Document(grid_song(40))
    with recorded(path, document) as session:
        for number in range(230):
            document.apply(f"Louder {number}", louder(document.song, number % 30, number % 30 + 2))
            if number == 205:
                assert session.flush()
    database = sqlite3.connect(path)
    names = [name for (name,) in database.execute("SELECT hash FROM objects ORDER BY rowid")]
    assert len(names) == 4, "two songs of one track each"
    database.execute("DELETE FROM objects WHERE hash=?", (names[-1],))
    database.commit()
    database.close()
    contents = read_session(path)
    assert_same_document(document_of(contents), document)


def test_without_any_song_the_file_is_called_unreadable(path: Path):
    change_in(path, "DELETE FROM objects")
    with pytest.raises(UnreadableSession, match="no song could be read from it"):
        read_session(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_never_taken_for_a_whole_one(path: Path, share: float):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    cut = path.read_bytes()
    try:
        session, contents = Session.open(path, [].append)
    except (DamagedSession, UnreadableSession):
        assert path.read_bytes() == cut
        with contextlib.suppress(UnreadableSession):
            read = read_session(path)
            assert read.losses or assert_same_history(document_of(read), worked_on()) is None
        assert path.read_bytes() == cut
    else:  # what was cut off held nothing
        session.close()
        assert_same_history(document_of(contents), worked_on())


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
