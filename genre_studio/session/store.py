"""Writing a session file: each batch of changes is one transaction, whole or not at all."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from genre_studio.music.changes import Change, Moved, Pushed, Replaced
from genre_studio.music.song import Song, Track
from genre_studio.music.take_record import NO_TAKES, Takes, takes_difference
from genre_studio.session.packing import pack, seal
from genre_studio.session.reading import SessionReader
from genre_studio.session.records import Anchor, Contents, Ledger, StoredSong
from genre_studio.session.schema import connect, prepare

_ANCHOR_EVERY_BYTES = 4_000_000
_ANCHOR_EVERY_STEPS = 200
_MOST_ANCHORS = 2  # if one cannot be read, the song is in the other and the steps since
_WHOLE = ("ledger", "anchor", "view")  # tables of one record, whose key is 1


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A change on its way to the file. `packed` is its Step where it is a gesture."""

    sequence: int
    change: Change
    packed: bytes = b""


class SessionStore:
    """One open file, used by one thread at a time. What raises sqlite3.Error has left the file as it was."""

    def __init__(self, connection: sqlite3.Connection, ledger: Ledger, takes: Takes = NO_TAKES) -> None:
        self._connection = connection
        self._ledger, self._takes = ledger, takes
        self._hashes: WeakKeyDictionary[Track, bytes] = WeakKeyDictionary()
        self._steps_since_anchor, self._bytes_since_anchor = _ANCHOR_EVERY_STEPS, 0

    @classmethod
    def create(cls, path: Path, contents: Contents) -> "SessionStore":
        """A new file with these contents. Raises sqlite3.Error where that cannot be."""
        connection = connect(path, mode="rwc")
        try:
            prepare(connection, path)
            store = cls(connection, Ledger())
            store.write_contents(contents)
        except BaseException:
            connection.close()
            raise
        return store

    @property
    def sequence(self) -> int:
        """The number of the last change that is in the file."""
        return self._ledger.sequence

    def write(
        self, entries: Sequence[Entry], view: bytes | None = None, listening: Sequence[bytes] = ()
    ) -> None:
        """Commit changes, in order, how the window looks where `view` is given, and packed answers."""
        state = (self._takes, self._steps_since_anchor, self._bytes_since_anchor)
        ledger = self._ledger
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for entry in entries:
                ledger = replace(self._applied(ledger, entry), sequence=entry.sequence)
            if entries:
                ledger = self._anchored_if_due(ledger, entries[-1].change.song)
            if view is not None:
                self._put("view", 1, view)
                ledger = replace(ledger, has_view=True)
            self._add_listening(listening)
            self._put("ledger", 1, pack(ledger))
            self._connection.execute("COMMIT")
        except BaseException:
            self._takes, self._steps_since_anchor, self._bytes_since_anchor = state
            self._roll_back()
            raise
        self._ledger = ledger

    def write_contents(self, contents: Contents, sequence: int = 0) -> None:
        """Commit these contents in place of all that is there."""
        before = self._takes
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for table in ("steps", "takes", "listening", *_WHOLE):
                self._connection.execute(f"DELETE FROM {table}")
            steps = (*contents.done, *contents.undone)
            for number, step in enumerate(steps, 1):
                self._put("steps", number, pack(step))
            self._takes = NO_TAKES
            self._put_takes(contents.takes)
            self._add_listening([pack(answer) for answer in contents.listening])
            ledger = Ledger(sequence, 1, len(contents.done), len(steps), takes=tuple(contents.takes))
            if contents.view is not None:
                self._put("view", 1, contents.view)
                ledger = replace(ledger, has_view=True)
            ledger = self._anchored(ledger, contents.song)
            self._put("ledger", 1, pack(ledger))
            self._connection.execute("COMMIT")
        except BaseException:
            self._takes = before
            self._roll_back()
            raise
        self._ledger = ledger

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _roll_back(self) -> None:
        # A full disk may have ended the transaction already.
        if self._connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _applied(self, ledger: Ledger, entry: Entry) -> Ledger:
        change = entry.change
        match change:
            case Pushed():
                self._delete_steps("key>?", ledger.position)
                ledger = ledger.with_step(change.dropped)
                self._put("steps", ledger.position, entry.packed)
                self._delete_steps("key<?", ledger.first)
                self._steps_since_anchor += 1
                self._bytes_since_anchor += len(entry.packed)
            case Moved():
                ledger = replace(ledger, position=ledger.position + change.by)
                for number, step in enumerate(change.redone, ledger.position - len(change.redone) + 1):
                    if not step.takes.is_empty:
                        self._put("steps", number, pack(step))
            case Replaced():
                self._delete_steps("key>?", 0)
                ledger = Ledger(has_view=ledger.has_view)
        self._put_takes(change.takes)
        return replace(ledger, takes=tuple(change.takes))

    def _add_listening(self, packed: Sequence[bytes]) -> None:
        if packed:
            (last,) = self._connection.execute("SELECT coalesce(max(key), 0) FROM listening").fetchone()
            for number, answer in enumerate(packed, last + 1):
                self._put("listening", number, answer)

    def _put_takes(self, takes: Takes) -> None:
        for id, record in takes_difference(self._takes, takes).after.items():
            if record is None:
                self._connection.execute("DELETE FROM takes WHERE key=?", (id,))
            else:
                self._put("takes", id, pack(record))
        self._takes = takes

    def _anchored_if_due(self, ledger: Ledger, song: Song) -> Ledger:
        is_due = (
            not ledger.anchors
            or self._steps_since_anchor >= _ANCHOR_EVERY_STEPS
            or self._bytes_since_anchor >= _ANCHOR_EVERY_BYTES
        )
        return self._anchored(ledger, song) if is_due else ledger

    def _anchored(self, ledger: Ledger, song: Song) -> Ledger:
        """Write the whole song, and forget those that are not needed any more."""
        anchor = Anchor(self._put_song(song), ledger.position)
        ledger = replace(ledger, anchors=(anchor, *ledger.anchors)[:_MOST_ANCHORS])
        self._put("anchor", 1, pack(ledger))
        self._delete_objects_but(ledger.anchors)
        self._steps_since_anchor = self._bytes_since_anchor = 0
        return ledger

    def _put_song(self, song: Song) -> bytes:
        tracks = tuple(self._put_track(track) for track in song.tracks)
        return self._put_object(pack(StoredSong(replace(song, tracks=()), tracks)))

    def _put_track(self, track: Track) -> bytes:
        name = self._hashes.get(track)
        if name is None or not self._has_object(name):
            name = self._hashes[track] = self._put_object(pack(track))
        return name

    def _has_object(self, name: bytes) -> bool:
        return self._connection.execute("SELECT 1 FROM objects WHERE hash=?", (name,)).fetchone() is not None

    def _put_object(self, packed: bytes) -> bytes:
        name = hashlib.sha256(packed).digest()
        if not self._has_object(name):
            row = (name, seal("objects", 0, packed))
            self._connection.execute("INSERT INTO objects (hash, body) VALUES (?, ?)", row)
        return name

    def _delete_objects_but(self, anchors: Iterable[Anchor]) -> None:
        reader = SessionReader(self._connection)
        kept = {anchor.song for anchor in anchors}
        kept |= {track for anchor in anchors for track in reader.track_names(anchor.song)}
        for (name,) in self._connection.execute("SELECT hash FROM objects").fetchall():
            if name not in kept:
                self._connection.execute("DELETE FROM objects WHERE hash=?", (name,))

    def _delete_steps(self, rule: str, number: int) -> None:
        self._connection.execute(f"DELETE FROM steps WHERE {rule}", (number,))

    def _put(self, table: str, key: int, packed: bytes) -> None:
        row = (key, seal(table, key, packed))
        self._connection.execute(f"INSERT OR REPLACE INTO {table} (key, body) VALUES (?, ?)", row)
