"""Facts of many files, by several processes, in bounded memory, remembered between builds."""

import json
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from genre_studio.music.midi_file import MidiFileError
from genre_studio.training.dataset.piece_facts import PieceFacts
from genre_studio.training.dataset.report import BrokenFile
from genre_studio.training.dataset.sources import SourceFile, read_bytes
from genre_studio.training.process_pool import process_pool
from genre_studio.training.runs.plain_json import from_json, to_json

Known: TypeAlias = PieceFacts | BrokenFile
_CHUNK = 32  # files a task: enough to hide what a task costs
_AHEAD = 3  # tasks waiting for each process
_VERSION = 1  # of the facts' meaning; a change makes remembered ones stale


class FactMemory:
    """Facts by file, in an append-only text file: a killed build loses the last second of reading."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Known] = {}
        with suppress(OSError), path.open("rb") as file:
            for line in file:
                with suppress(ValueError, TypeError):
                    record = json.loads(line)
                    if record.pop("version") == _VERSION:
                        self._known[record.pop("file")] = _known(record)

    def get(self, file: SourceFile) -> Known | None:
        return self._known.get(file.key)

    def add(self, found: Iterable[tuple[SourceFile, Known]]) -> None:
        """Append. Raises OSError."""
        lines = []
        for file, known in found:
            self._known[file.key] = known
            lines.append(json.dumps({"version": _VERSION, "file": file.key} | to_json(known)))
        with self._path.open("ab") as out:  # the newline first closes a line that a crash cut short
            out.write(("\n" + "\n".join(lines) + "\n").encode())


def scan(
    files: Sequence[SourceFile], memory: FactMemory, processes: int, should_stop: Callable[[], bool]
) -> Iterator[tuple[SourceFile, Known, bool]]:
    """Each file with what is known of it and whether it was known before, in the files' order.

    Ends early once `should_stop`. A process that dies of a file (a crash of native code) is replaced:
    the files of its task are read one by one, and the culprit is told of.
    """
    if all(memory.get(file) is not None for file in files):
        yield from ((file, known, True) for file in files if (known := memory.get(file)) is not None)
        return
    with _Readers(processes) as readers:
        pending: deque[tuple[list[SourceFile], Future[list[Known]] | None]] = deque()
        chunks = _chunks(files)
        while not should_stop():
            for chunk in islice(chunks, max(0, processes * _AHEAD - len(pending))):
                new = [file for file in chunk if memory.get(file) is None]
                pending.append((chunk, readers.submit(new) if new else None))
            if not pending:
                return
            chunk, future = pending.popleft()
            new = [file for file in chunk if memory.get(file) is None]
            if future is not None:
                memory.add(zip(new, readers.result(new, future), strict=True))
            fresh = {file.key for file in new}
            for file in chunk:
                known = memory.get(file)
                assert known is not None
                yield file, known, file.key not in fresh


class _Readers:
    """The reading processes."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = self._new_pool()

    def __enter__(self) -> "_Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(self, files: list[SourceFile]) -> Future[list[Known]]:
        try:
            return self._pool.submit(_read_all, files)
        except RuntimeError:  # broken by an earlier task
            self._renew()
            return self._pool.submit(_read_all, files)

    def result(self, files: list[SourceFile], future: Future[list[Known]]) -> list[Known]:
        try:
            return future.result()
        except Exception:
            # The process died, by this task or by one beside it: one file at a time tells which.
            self._renew()
            return [self._alone(file) for file in files]

    def _alone(self, file: SourceFile) -> Known:
        try:
            return self._pool.submit(_read_all, [file]).result()[0]
        except Exception:
            # As above; now it is this file.
            self._renew()
            return BrokenFile(file.label, "reading it crashes the reader")

    def _new_pool(self) -> ProcessPoolExecutor:
        return process_pool(self._processes)

    def _renew(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new_pool()


def _chunks(files: Sequence[SourceFile]) -> Iterator[list[SourceFile]]:
    return (list(files[i : i + _CHUNK]) for i in range(0, len(files), _CHUNK))


def _read_all(files: list[SourceFile]) -> list[Known]:
    """In a reading process: symusic is imported there alone."""
    return [read_file(file) for file in files]


def read_file(file: SourceFile) -> Known:
    """Facts of one file, or why there are none. Never raises for what a file holds."""
    from genre_studio.training.dataset.facts import read_facts  # noqa: PLC0415  native code, for readers alone

    if file.complaint:
        return BrokenFile(file.label, file.complaint)
    try:
        return read_facts(read_bytes(file), file.label.rpartition("/")[2])
    except MidiFileError as error:
        return BrokenFile(file.label, str(error))
    except (OSError, zipfile.BadZipFile, RuntimeError, ValueError, EOFError, NotImplementedError) as error:
        return BrokenFile(file.label, f"cannot be read ({error})")


def _known(record: dict[str, Any]) -> Known:
    if "reason" in record:
        return from_json(BrokenFile, record)
    return from_json(PieceFacts, record)
