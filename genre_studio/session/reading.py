"""Everything in a session file as values, or as much of it as is whole, with a list of what is not."""

import hashlib
import sqlite3
from dataclasses import replace
from typing import Any, TypeVar

from genre_studio.music.history import Step
from genre_studio.music.listening import ListeningAnswer
from genre_studio.music.song import Song, Track
from genre_studio.music.take_record import TakeRecord, Takes, with_takes
from genre_studio.session.errors import DamagedRecord
from genre_studio.session.history_chain import applied, longest_chain
from genre_studio.session.packing import LARGEST_PACKED, unpack, unseal
from genre_studio.session.records import Anchor, Contents, Ledger, StoredSong
from genre_studio.session.schema import READ_ERRORS

_Value = TypeVar("_Value")
_MOST_TRACKS = 2**16
_MOST_UNPACKED = 2**30
"""Bytes, of all records together: ten times what a history may hold, and no more from a hostile file."""


class SessionReader:
    """Reads one connection. No method but `read` raises; what is damaged is None."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tracks: dict[bytes, Track] = {}
        self._room = _MOST_UNPACKED

    def ledger(self) -> Ledger | None:
        """What the file says that it holds."""
        return self._ledger_in("ledger")

    def read(self) -> Contents | None:
        """All that is whole; None where there is no song among it."""
        ledger = self.ledger()
        losses = [] if ledger else ["the last changes"]
        ledger = ledger or self._ledger_in("anchor")
        if ledger is None:
            return None
        steps = {number: step for number in self._numbers("steps") if (step := self._step(number))}
        for anchor in ledger.anchors:
            song = self.song(anchor.song)
            if song is not None:
                return self._contents(ledger, anchor, song, steps, losses)
        return None

    def song(self, name: bytes) -> Song | None:
        """A song that is an object of the file."""
        stored = self._object(StoredSong, name)
        if stored is None or len(stored.tracks) > _MOST_TRACKS:
            return None
        tracks = [self._track(track) for track in stored.tracks]
        if any(track is None for track in tracks):
            return None
        return replace(stored.song, tracks=tuple(track for track in tracks if track is not None))

    def track_names(self, song: bytes) -> tuple[bytes, ...]:
        """The names of a song's tracks."""
        stored = self._object(StoredSong, song)
        return stored.tracks if stored is not None else ()

    def _contents(
        self, ledger: Ledger, anchor: Anchor, song: Song, steps: dict[int, Step], losses: list[str]
    ) -> Contents:
        song, position = applied(song, anchor.position, ledger.position, steps)
        missed = abs(ledger.position - position)
        if missed:
            losses.append("the last gesture" if missed == 1 else f"the last {missed:,} gestures")
        first, last = longest_chain(song, position, ledger.first, ledger.last, steps)
        lost = (ledger.last - ledger.first + 1) - (last - first + 1) - missed
        if lost > 0:
            losses.append("1 step of the history" if lost == 1 else f"{lost:,} steps of the history")
        takes = self._takes(ledger, losses)
        view = self._packed("view", 1) if ledger.has_view else None
        if ledger.has_view and view is None:
            losses.append("where you were looking")
        return Contents(
            song,
            takes,
            tuple(steps[number] for number in range(first, position + 1)),
            tuple(steps[number] for number in range(position + 1, last + 1)),
            view,
            self._listening(losses),
            tuple(losses),
        )

    def _takes(self, ledger: Ledger, losses: list[str]) -> Takes:
        records = {id: self._value(TakeRecord, "takes", id) for id in ledger.takes}
        whole = {id: record for id, record in records.items() if record is not None and record.id == id}
        lost = len(records) - len(whole)
        if lost:
            losses.append("1 take" if lost == 1 else f"{lost:,} takes")
        return with_takes({}, dict(whole))

    def _listening(self, losses: list[str]) -> tuple[ListeningAnswer, ...]:
        numbers = sorted(self._numbers("listening"))
        found = [self._value(ListeningAnswer, "listening", number) for number in numbers]
        lost = found.count(None)
        if lost:
            losses.append("1 listening answer" if lost == 1 else f"{lost:,} listening answers")
        return tuple(answer for answer in found if answer is not None)

    def _ledger_in(self, table: str) -> Ledger | None:
        ledger = self._value(Ledger, table, 1)
        return ledger if ledger is not None and ledger.is_sound else None

    def _step(self, number: int) -> Step | None:
        return self._value(Step, "steps", number)

    def _track(self, name: bytes) -> Track | None:
        if name not in self._tracks:
            track = self._object(Track, name)
            if track is None:
                return None
            self._tracks[name] = track
        return self._tracks[name]

    def _numbers(self, table: str) -> list[int]:
        try:
            return [int(key) for (key,) in self._connection.execute(f"SELECT key FROM {table}")]
        except READ_ERRORS:
            return []

    def _value(self, hint: type[_Value], table: str, key: int) -> _Value | None:
        packed = self._packed(table, key)
        try:
            return unpack(hint, packed) if packed is not None else None
        except DamagedRecord:
            return None

    def _packed(self, table: str, key: int) -> bytes | None:
        sealed = self._body(f"SELECT body FROM {table} WHERE key=? AND length(body)<=?", key)
        try:
            return self._unsealed(table, key, sealed)
        except DamagedRecord:
            return None

    def _object(self, hint: type[_Value], name: bytes) -> _Value | None:
        sealed = self._body("SELECT body FROM objects WHERE hash=? AND length(body)<=?", name)
        try:
            packed = self._unsealed("objects", 0, sealed)
            if hashlib.sha256(packed).digest() != name:
                return None
            return unpack(hint, packed)
        except DamagedRecord:
            return None

    def _unsealed(self, kind: str, key: int, sealed: object) -> bytes:
        packed = unseal(kind, key, sealed, largest=min(self._room, LARGEST_PACKED))
        self._room -= len(packed)
        return packed

    def _body(self, query: str, key: Any) -> object:
        try:
            row = self._connection.execute(query, (key, LARGEST_PACKED)).fetchone()
        except READ_ERRORS:
            return None
        return row[0] if row is not None else None
