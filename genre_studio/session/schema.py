"""The SQLite side of a session file: what it is called, how it is laid out, and how it is opened safely.

The journal is SQLite's classic one (DELETE) and not a write-ahead log: between two commits the one
file is complete, so that it can be copied, mailed and synchronised while the studio has it open,
lies alone in its folder, opens from a place that cannot be written, and works on network folders.
Commits are made by a thread of their own, so their two or three syncs cost nobody anything.
"""

import contextlib
import sqlite3
from pathlib import Path

from genre_studio.session.errors import MissingSession, NewerSession, NotASession

SUFFIX = ".genrestudio"
READ_ERRORS = (sqlite3.Error, UnicodeDecodeError, OverflowError)
"""What reading a damaged file may raise: its garbage turns up in SQLite's messages and row numbers too."""

APPLICATION_ID = 0x47536531  # "GSe1"
_SQLITE_MAGIC = b"SQLite format 3\0"
_APPLICATION_ID_AT = slice(68, 72)  # of the file format's header, sqlite.org/fileformat2.html
_HEADER_BYTES = 100
_BUSY_S = 5.0
_LARGEST_CELL = 2**29
_LARGEST_MADE_UP = 2**32
_FIRST_TABLES = ("objects", "steps", "takes", "ledger", "anchor", "view")

_VERSION_1 = (
    # Packed tracks and songs under the SHA-256 of their bytes: what did not change is written once.
    "CREATE TABLE objects (hash BLOB PRIMARY KEY, body BLOB NOT NULL)",
    # Everything else is sealed records; `ledger`, `anchor` and `view` hold one each, of key 1. The
    # anchor is an earlier ledger, on pages of its own, for the day on which the ledger is damaged.
    *(f"CREATE TABLE {name} (key INTEGER PRIMARY KEY, body BLOB NOT NULL)" for name in _FIRST_TABLES[1:]),
)
# Answers to blind listening tests: sealed records, numbered from 1.
_VERSION_2 = ("CREATE TABLE listening (key INTEGER PRIMARY KEY, body BLOB NOT NULL)",)
MIGRATIONS: list[tuple[str, ...]] = [_VERSION_1, _VERSION_2]
"""The statements that lead from each schema version, counted from 0, to the next. Append; never change."""


def check_kind(path: Path) -> None:
    """Raise a SessionError where the file at `path` cannot be read or is not a session."""
    try:
        if path.exists() and not path.is_file():  # a named pipe would be waited for without end
            raise NotASession(path)
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise MissingSession(path, error) from error
    is_ours = header[_APPLICATION_ID_AT] == APPLICATION_ID.to_bytes(4, "big")
    if not (header.startswith(_SQLITE_MAGIC) and is_ours):
        raise NotASession(path)


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """A connection that trusts nothing in the file. `mode` is SQLite's: ro, rw or rwc."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = bytes  # texts are compared here, never shown
    try:
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "synchronous=EXTRA"):
            connection.execute(f"PRAGMA {pragma}")
    except READ_ERRORS:
        connection.close()
        raise
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return connection


def make_up_length(path: Path) -> None:
    """Give a file that breaks off the length that its header states, so that SQLite reads what is left."""
    with path.open("r+b") as file:
        header = file.read(_HEADER_BYTES)
        page_bytes, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
        stated = pages * (65_536 if page_bytes == 1 else page_bytes)
        if path.stat().st_size < stated <= _LARGEST_MADE_UP:
            file.truncate(stated)  # a hole: it takes no room


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Lay out a new file, or bring an older one up to date; whole or not at all. Raises NewerSession."""
    version = schema_version(connection)
    if version > len(MIGRATIONS):
        raise NewerSession(path)
    if version == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def schema_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds the file whole, and the tables in it are ours and nothing else."""
    try:
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != (b"ok",):
            return False
        version = schema_version(connection)
        found = {(kind, name) for kind, name in connection.execute("SELECT type, name FROM sqlite_master")}
    except READ_ERRORS:
        return False
    names = (*_FIRST_TABLES, "listening") if version >= 2 else _FIRST_TABLES
    tables = {(b"table", name.encode()) for name in names}
    return found == tables | {(b"index", b"sqlite_autoindex_objects_1")}
