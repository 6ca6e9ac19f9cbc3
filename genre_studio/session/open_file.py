"""The small file beside an open session: who has it open, and the changes that are on their way into it.

A change is handed to the system here, in one write, before the gesture that made it counts as
finished; a moment later the writer's thread commits it to the database. A process that is killed in
between leaves the change behind, and the next one to open the session takes it in. The file is
there only while a session is open, or after a crash; its lock dies with the process that holds it.
"""

import contextlib
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from genre_studio.session.errors import SessionInUse
from genre_studio.session.file_lock import try_lock

_HEADER = struct.Struct(">8sQ")  # magic, process id
_MAGIC = b"GSopen1\n"
_RECORD = struct.Struct(">IQBI")  # length of the payload, sequence, kind, CRC-32
_LARGEST_FILE = 2**29
_LARGE = 4_000_000
"""Bytes from which it is worth while to empty the file although more changes will come."""


class RecordKind(IntEnum):
    """What a record's payload is, packed."""

    STEP = 1  # a Step
    MOVE = 2  # a whole number: so many steps redone, or undone where negative
    TAKES = 3  # ArrivedTakes


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One change as it was handed over. `sequence` grows from change to change."""

    sequence: int
    kind: RecordKind
    packed: bytes


def open_file_path(session: Path) -> Path:
    return session.with_name(f".{session.name}.open")


class OpenFile:
    """Holds the lock of one session. Its methods are not to be called at the same time."""

    def __init__(self, descriptor: int, path: Path, left_behind: tuple[LoggedChange, ...], end: int) -> None:
        self._descriptor, self._path = descriptor, path
        self.left_behind = left_behind
        self._end = end

    @classmethod
    def acquire(cls, session: Path) -> "OpenFile":
        """Lock a session. Raises SessionInUse where another has it, OSError where that cannot be."""
        path = open_file_path(session)
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                if not try_lock(descriptor):
                    raise SessionInUse(session, _process_id(descriptor))
                if _is_at(descriptor, path):  # and not the one that its last owner has just removed
                    return cls._taken_over(descriptor, path)
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    @classmethod
    def _taken_over(cls, descriptor: int, path: Path) -> "OpenFile":
        changes, end = _read_records(descriptor)
        os.ftruncate(descriptor, end)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, _HEADER.pack(_MAGIC, os.getpid()))
        return cls(descriptor, path, changes, max(end, _HEADER.size))

    def append(self, changes: Sequence[LoggedChange]) -> None:
        """Hand changes to the system, in one write. Raises OSError; then the file is as it was."""
        data = b"".join(_framed(change) for change in changes)
        os.lseek(self._descriptor, self._end, os.SEEK_SET)
        try:
            if os.write(self._descriptor, data) < len(data):
                raise OSError("the disk is full")
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._end)
            raise
        self._end += len(data)

    @property
    def is_large(self) -> bool:
        return self._end >= _LARGE

    def forget(self) -> None:
        """All changes are in the session itself."""
        os.ftruncate(self._descriptor, _HEADER.size)
        self._end = _HEADER.size

    def close(self, *, keep: bool) -> None:
        """Let the session go. `keep` leaves the changes for whoever opens it next."""
        with contextlib.suppress(OSError):
            if not keep:
                self._path.unlink()
        os.close(self._descriptor)


def changes_beside(session: Path) -> tuple[LoggedChange, ...]:
    """The changes on their way into a session, without opening it; none where they cannot be read."""
    try:
        descriptor = os.open(open_file_path(session), os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return ()
    try:
        return _read_records(descriptor)[0]
    except OSError:
        return ()
    finally:
        os.close(descriptor)


def _framed(change: LoggedChange) -> bytes:
    checksum = _checksum(change.sequence, change.kind, change.packed)
    return _RECORD.pack(len(change.packed), change.sequence, change.kind, checksum) + change.packed


def _checksum(sequence: int, kind: int, packed: bytes) -> int:
    return zlib.crc32(packed, zlib.crc32(f"{sequence} {kind}".encode()))


def _read_records(descriptor: int) -> tuple[tuple[LoggedChange, ...], int]:
    """The whole records and where they end: what follows was never finished."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    if os.fstat(descriptor).st_size > _LARGEST_FILE:
        return (), 0
    with os.fdopen(os.dup(descriptor), "rb") as file:
        data = file.read()
    if len(data) < _HEADER.size or not data.startswith(_MAGIC):
        return (), 0
    changes = tuple(_records(data))
    return changes, _HEADER.size + sum(_RECORD.size + len(change.packed) for change in changes)


def _records(data: bytes) -> Iterator[LoggedChange]:
    at, before = _HEADER.size, 0
    while at + _RECORD.size <= len(data):
        length, sequence, kind, checksum = _RECORD.unpack_from(data, at)
        packed = data[at + _RECORD.size : at + _RECORD.size + length]
        whole = len(packed) == length and checksum == _checksum(sequence, kind, packed)
        if not whole or kind not in set(RecordKind) or sequence <= before:
            return
        yield LoggedChange(sequence, RecordKind(kind), packed)
        at, before = at + _RECORD.size + length, sequence


def _process_id(descriptor: int) -> int:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        magic, process_id = _HEADER.unpack(os.read(descriptor, _HEADER.size))
    except (OSError, struct.error):
        return 0
    return process_id if magic == _MAGIC and process_id < 2**31 else 0


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
