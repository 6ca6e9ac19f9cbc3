"""Opening a session file to go on with it, or only to read it wherever it lies and whatever befell it."""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from genre_studio.music.changes import Change
from genre_studio.music.document import Document
from genre_studio.music.history import Step
from genre_studio.music.song import Song
from genre_studio.session.checks import check, require
from genre_studio.session.errors import (
    DamagedRecord,
    DamagedSession,
    MissingSession,
    NewerSession,
    SessionNotWritten,
    UnreadableSession,
)
from genre_studio.session.history_chain import shape_after, shape_of
from genre_studio.session.open_file import LoggedChange, OpenFile, RecordKind, changes_beside
from genre_studio.session.packing import unpack
from genre_studio.session.reading import SessionReader
from genre_studio.session.records import ArrivedTakes, Contents
from genre_studio.session.schema import (
    MIGRATIONS,
    READ_ERRORS,
    check_kind,
    connect,
    is_sound,
    make_up_length,
    prepare,
    schema_version,
)
from genre_studio.session.store import SessionStore
from genre_studio.session.trouble import reason_of


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """A session that is ours now. `recovered` are changes in `contents` that are not in the file yet."""

    store: SessionStore
    open_file: OpenFile
    sequence: int
    contents: Contents
    recovered: tuple[Change, ...]


def opened_store(path: Path) -> OpenedStore:
    """Lock the session at `path` and read it, to go on with it.

    Raises SessionInUse, SessionNotWritten, DamagedSession: it may still be read by `read_session`;
    or NotASession, NewerSession, UnreadableSession, MissingSession: it cannot.
    """
    check_kind(path)
    try:
        open_file = OpenFile.acquire(path)
    except OSError as error:
        raise SessionNotWritten(path, reason_of(error)) from error
    connection: sqlite3.Connection | None = None
    try:
        connection = connect(path, mode="rw")
        return _opened(path, connection, open_file)
    except BaseException as error:
        if connection is not None:
            connection.close()
        open_file.close(keep=bool(open_file.left_behind))
        if isinstance(error, READ_ERRORS):
            raise _told(path, error) from error
        raise


def read_session(path: Path) -> Contents:
    """What can be read of a session, without touching it: `Contents.losses` says what cannot.

    Raises NotASession, NewerSession, UnreadableSession or MissingSession.
    """
    check_kind(path)
    with _readable(path) as connection:
        reader = SessionReader(connection)
        contents, ledger = reader.read(), reader.ledger()
    if contents is None:
        raise UnreadableSession(path)
    waiting = [c for c in changes_beside(path) if ledger is not None and c.sequence > ledger.sequence]
    return replayed(contents, waiting)[0]


def replayed(contents: Contents, logged: Sequence[LoggedChange]) -> tuple[Contents, tuple[Change, ...]]:
    """The contents after changes that were on their way into them, and those changes."""
    if not logged:
        return contents, ()
    document, changes = Document(Song()), list[Change]()
    document.restore(contents.song, contents.takes, contents.done, contents.undone)
    document.subscribe_changes(changes.append)
    losses = contents.losses
    for count, change in enumerate(logged):
        try:
            _replay(document, change)
        except (DamagedRecord, ValueError, TypeError, IndexError, KeyError):
            lost = len(logged) - count
            losses = (*losses, "the last gesture" if lost == 1 else f"the last {lost:,} gestures")
            break
    after = replace(
        contents,
        song=document.song,
        takes=document.takes,
        done=document.done_steps,
        undone=document.undone_steps,
        losses=losses,
    )
    return after, tuple(changes)


def _opened(path: Path, connection: sqlite3.Connection, open_file: OpenFile) -> OpenedStore:
    version = schema_version(connection)
    if version > len(MIGRATIONS):
        raise NewerSession(path)
    if not is_sound(connection):
        raise DamagedSession(path)
    prepare(connection, path)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE ledger SET key=key")  # refuses now where it would refuse at the first gesture
    connection.execute("ROLLBACK")
    reader = SessionReader(connection)
    ledger, contents = reader.ledger(), reader.read()
    if contents is None:
        raise UnreadableSession(path)
    if ledger is None or contents.losses:
        raise DamagedSession(path)
    waiting = [change for change in open_file.left_behind if change.sequence > ledger.sequence]
    after, recovered = replayed(contents, waiting)
    if after.losses:
        raise DamagedSession(path)
    store = SessionStore(connection, ledger, contents.takes)
    return OpenedStore(store, open_file, ledger.sequence, after, recovered)


def _replay(document: Document, change: LoggedChange) -> None:
    match change.kind:
        case RecordKind.STEP:
            step = unpack(Step, change.packed)
            fits = shape_after(shape_of(document.song), step.difference, forward=True) is not None
            require(fits, "a gesture on another song")
            song = step.difference.redone(document.song)
            for track in song.tracks:
                check(track)
            document.replay(step)
        case RecordKind.MOVE:
            by = unpack(int, change.packed)
            room = len(document.undone_steps) if by > 0 else len(document.done_steps)
            require(abs(by) <= room, "more steps than there are")
            document.jump(by)
        case RecordKind.TAKES:
            document.add_takes(unpack(ArrivedTakes, change.packed).records)


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for reading; through a private copy where the file itself would have to be written first.

    That is so after a crash (the journal must be rolled back) and for a file of an older version.
    """
    with contextlib.ExitStack() as stack:
        try:
            connection = connect(path, mode="ro")
            stack.callback(connection.close)
            is_current = schema_version(connection) == len(MIGRATIONS)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except READ_ERRORS:
            is_current = False
        if not is_current:
            connection = stack.enter_context(_private_copy(path))
        yield connection


@contextlib.contextmanager
def _private_copy(path: Path) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory(prefix="genre-studio-") as folder:
        copy = Path(folder) / "session"
        try:
            shutil.copyfile(path, copy)
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(f"{path.name}-journal"), copy.with_name("session-journal"))
        except OSError as error:
            raise MissingSession(path, error) from error
        make_up_length(copy)
        try:
            with contextlib.closing(connect(copy, mode="rw")) as connection:
                prepare(connection, path)
                yield connection
        except READ_ERRORS as error:
            raise UnreadableSession(path) from error


def _told(path: Path, error: Exception) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    is_damage = code in {0, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    if isinstance(error, sqlite3.Error) and not is_damage:
        return SessionNotWritten(path, reason_of(error))
    return DamagedSession(path)
