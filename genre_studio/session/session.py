"""An open session: changes go in as they happen, and come back when it is opened again."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from genre_studio.music.changes import Arrived, Change, Moved, Pushed, Replaced
from genre_studio.music.listening import ListeningAnswer
from genre_studio.music.take_record import NO_TAKES
from genre_studio.session.errors import SessionNotWritten
from genre_studio.session.open_file import LoggedChange, OpenFile, RecordKind
from genre_studio.session.opening import opened_store
from genre_studio.session.packing import pack
from genre_studio.session.reading import SessionReader
from genre_studio.session.records import ArrivedTakes, Contents
from genre_studio.session.schema import connect
from genre_studio.session.store import Entry, SessionStore
from genre_studio.session.trouble import reason_of
from genre_studio.session.writer import RETRY_S, SessionWriter

CLOSE_WITHIN_S = 20.0
_MADE_WITHIN_S = 2.0
_KINDS = {Pushed: RecordKind.STEP, Moved: RecordKind.MOVE, Arrived: RecordKind.TAKES}
Told = Callable[[str], None]


class Session:
    """One session file, locked for this process. Used from one thread; committing happens on another.

    `troubled(reason)` is called on that other thread when the file cannot be written any more, and with
    "" when it can again; until then everything is kept in memory.
    """

    def __init__(
        self,
        path: Path,
        make_store: Callable[[], SessionStore],
        open_file: OpenFile | None,
        sequence: int,
        troubled: Told,
        *,
        written: int,
        retry_s: float = RETRY_S,
    ) -> None:
        self.path = path
        self._open_file, self._sequence = open_file, sequence
        self._lock = threading.Lock()  # of the open file
        self._written = written
        self._first_half: Moved | None = None
        self._writer = SessionWriter(make_store, self._note_written, troubled, retry_s=retry_s)

    @classmethod
    def begin(cls, path: Path, contents: Contents, troubled: Told, *, retry_s: float = RETRY_S) -> "Session":
        """A new session with these contents, in place of any file that is there.

        Where the file cannot be made it goes on in memory, says so, and tries again. Raises
        SessionInUse where another window has a session of this name open.
        """
        open_file: OpenFile | None = None
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            open_file = OpenFile.acquire(path)
            open_file.forget()
        return cls(
            path,
            lambda: _made_anew(path, contents),
            open_file,
            0,
            troubled,
            written=-1,
            retry_s=retry_s,
        )

    @classmethod
    def open(cls, path: Path, troubled: Told, *, retry_s: float = RETRY_S) -> tuple["Session", Contents]:
        """Open the session at `path` to go on with it, with what was left behind by a crash.

        Raises a SessionError where that cannot be: `opening.read_session` may still read it then.
        """
        opened = opened_store(path)
        session = cls(
            path,
            lambda: opened.store,
            opened.open_file,
            opened.sequence,
            troubled,
            written=opened.sequence,
            retry_s=retry_s,
        )
        for change in opened.recovered:  # they are in the open file until they are in the session
            session._writer.put([session._entry(change)])
        return session, opened.contents

    @property
    def reason(self) -> str:
        """Why the file cannot be written at present; empty where all is well."""
        return self._writer.reason

    @property
    def written(self) -> int:
        """How many of the changes that were recorded are in the file; below 0 before it was made."""
        return self._written

    @property
    def recorded(self) -> int:
        """How many changes were recorded."""
        return self._sequence

    def record(self, change: Change) -> None:
        """Take in what just happened. When this returns, a kill of this process cannot lose it any more."""
        if self._written < 0 and not self.reason:
            self.flush(_MADE_WITHIN_S)  # the file itself comes first
        if isinstance(change, Moved) and change.goes_on:
            self._first_half = change
            return
        changes = [change] if self._first_half is None else [self._first_half, change]
        self._first_half = None
        entries = [self._entry(each) for each in changes]
        if self._open_file is not None:
            # A disk that refuses is told by the writer, which will meet it too.
            with self._lock, contextlib.suppress(OSError):
                self._open_file.append([logged for each in entries if (logged := _logged(each)) is not None])
        self._writer.put(entries)  # after the above, so that the two threads do not get into each other's way

    def show(self, view: object) -> None:
        """Remember how the window looks: a frozen dataclass of plain values."""
        self._writer.put_view(pack(view))

    def keep_answer(self, answer: ListeningAnswer) -> None:
        """Put an answer to a listening test into the file."""
        self._writer.put_answer(pack(answer))

    def flush(self, timeout_s: float = CLOSE_WITHIN_S) -> bool:
        """Wait until everything is in the file; False where it is not."""
        return self._writer.flush(timeout_s)

    def close(self, timeout_s: float = CLOSE_WITHIN_S) -> bool:
        """Write what is left and let the file go; False where something could not be written."""
        is_whole = self._writer.close(timeout_s)
        if self._open_file is not None:
            self._open_file.close(keep=not is_whole)
            self._open_file = None
        return is_whole

    def _entry(self, change: Change) -> Entry:
        try:
            packed = _packed(change)
        except TypeError:  # a kind of value that the file does not know: better the song than nothing
            change, packed = Replaced(change.song, NO_TAKES), b""
        self._sequence += 1
        return Entry(self._sequence, change, packed)

    def _note_written(self, sequence: int) -> None:
        """On the writer's thread."""
        self._written = sequence
        open_file = self._open_file
        if open_file is not None and open_file.is_large:
            with self._lock, contextlib.suppress(OSError):
                if sequence == self._sequence:
                    open_file.forget()


def write_session(path: Path, contents: Contents) -> None:
    """A session file of its own with these contents, whole or not at all.

    Raises SessionInUse where a window has a session of this name open, SessionNotWritten.
    """
    try:
        open_file = OpenFile.acquire(path)
        try:
            _made_anew(path, contents).close()
        finally:
            open_file.close(keep=False)
    except (sqlite3.Error, OSError) as error:
        raise SessionNotWritten(path, reason_of(error)) from error


def _made_anew(path: Path, contents: Contents) -> SessionStore:
    """Write a new file beside `path`, then put it in its place."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        SessionStore.create(part, contents).close()
        # The journal of what is replaced would be rolled back into what replaces it.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    connection = connect(path, mode="rw")
    ledger = SessionReader(connection).ledger()
    if ledger is None:
        raise OSError("what was written cannot be read again")
    return SessionStore(connection, ledger, contents.takes)


def _packed(change: Change) -> bytes:
    """What a change is handed over as; empty for one that is not."""
    match change:
        case Pushed(step):
            return pack(step)
        case Moved(by):
            return pack(by)
        case Arrived(records):
            return pack(ArrivedTakes(records))
    return b""


def _logged(entry: Entry) -> LoggedChange | None:
    kind = _KINDS.get(type(entry.change))
    return LoggedChange(entry.sequence, kind, entry.packed) if kind is not None else None
