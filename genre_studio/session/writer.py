"""The thread that commits: whoever edits hands over a change and goes on."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from genre_studio.music.changes import Replaced
from genre_studio.music.take_record import NO_TAKES
from genre_studio.session.store import Entry, SessionStore
from genre_studio.session.trouble import reason_of

RETRY_S = 2.0
"""How long to wait before trying again to write to a disk that was full."""


@dataclass(frozen=True, slots=True)
class _View:
    packed: bytes


@dataclass(frozen=True, slots=True)
class _Answer:
    packed: bytes


@dataclass(frozen=True, slots=True)
class _Barrier:
    """Passed once everything before it was tried; `ends` the thread."""

    ends: bool = False
    reached: threading.Event = field(default_factory=threading.Event)


class SessionWriter:
    """Commits what it is handed in order, a batch in one transaction, and keeps what could not be written.

    `make_store` opens the file, on the thread. `committed(sequence)` is called on the thread when all
    up to a change is in the file; `troubled(reason)` when writing begins to fail, with "" when it
    works again.
    """

    def __init__(
        self,
        make_store: Callable[[], SessionStore],
        committed: Callable[[int], None],
        troubled: Callable[[str], None],
        *,
        retry_s: float = RETRY_S,
    ) -> None:
        self._make_store, self._committed, self._troubled = make_store, committed, troubled
        self._retry_s = retry_s
        self._queue: SimpleQueue[Sequence[Entry] | _View | _Answer | _Barrier] = SimpleQueue()
        self._store: SessionStore | None = None
        self._entries: list[Entry] = []
        self._view: _View | None = None
        self._answers: list[bytes] = []
        self._reason = ""
        # A daemon: a disk that hangs must not keep a closed window's process alive.
        self._thread = threading.Thread(target=self._run, name="session writer", daemon=True)
        self._queue.put(_Barrier())  # the file is made at once
        self._thread.start()

    @property
    def reason(self) -> str:
        """Why the last attempt failed; empty where all is well."""
        return self._reason

    def put(self, entries: Sequence[Entry]) -> None:
        """Changes that are to be in the file together."""
        self._queue.put(entries)

    def put_view(self, packed: bytes) -> None:
        self._queue.put(_View(packed))

    def put_answer(self, packed: bytes) -> None:
        """An answer to a listening test."""
        self._queue.put(_Answer(packed))

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was handed over is in the file; False where it is not by then."""
        barrier = _Barrier()
        self._queue.put(barrier)
        return barrier.reached.wait(timeout_s) and not self._reason

    def close(self, timeout_s: float) -> bool:
        """Write what is left and end the thread; False where something could not be written."""
        self._queue.put(_Barrier(ends=True))
        self._thread.join(timeout_s)
        return not self._thread.is_alive() and not self._reason

    def _run(self) -> None:
        ends = False
        while not ends:
            barriers = self._gather()
            self._write()
            for barrier in barriers:
                barrier.reached.set()
                ends = ends or barrier.ends
        if self._store is not None:
            self._store.close()

    def _gather(self) -> list[_Barrier]:
        """Wait for something to do, and take all that is there."""
        barriers: list[_Barrier] = []
        try:
            item = self._queue.get(timeout=self._retry_s if self._reason else None)
            while True:
                match item:
                    case _View():
                        self._view = item
                    case _Answer():
                        self._answers.append(item.packed)
                    case _Barrier():
                        barriers.append(item)
                    case _:
                        self._entries.extend(item)
                item = self._queue.get_nowait()
        except Empty:
            return barriers

    def _write(self) -> None:
        try:
            if self._store is None:
                self._store = self._make_store()
            if self._entries or self._view or self._answers:
                view = self._view.packed if self._view else None
                self._store.write(self._entries, view, self._answers)
        except (sqlite3.Error, OSError) as error:
            self._tell(reason_of(error))
            return
        except Exception as error:  # a fault of ours must not cost the song: next time, the song alone
            self._tell(f"of an error of the studio's own ({type(error).__name__}: {error})")
            if self._entries:
                last = self._entries[-1]
                whole = Replaced(last.change.song, NO_TAKES)
                self._entries = [Entry(last.sequence, whole)]
            return
        self._entries, self._view, self._answers = [], None, []
        self._tell("")
        self._committed(self._store.sequence)

    def _tell(self, reason: str) -> None:
        if reason != self._reason:
            self._reason = reason
            self._troubled(reason)
