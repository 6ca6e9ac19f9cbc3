"""What changed between two songs, small enough to keep a thousand of: the rows, not the arrays.

A difference is exact in both directions: `undone(redone(song)) == song`, field for field and row
for row, whatever order or ids the rows have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from sys import getsizeof
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import frozen
from genre_studio.music.ordering import raw_rows
from genre_studio.music.song import Song, Track

Values: TypeAlias = Mapping[str, Any]
"""Field names of a Song or Track and their values."""

_ROW_FIELDS = ("notes", "events")  # arrays: kept as rows, all other fields as before and after


@dataclass(frozen=True, slots=True, eq=False)
class RowsDifference:
    """Rows of one sorted structured array that were taken out and put in.

    `removed_at` are positions in the array before, `added_at` in the array after, both shape (N,).
    """

    removed_at: NDArray[np.int32]
    removed: NDArray[Any]
    added_at: NDArray[np.int32]
    added: NDArray[Any]

    def redone(self, before: NDArray[Any]) -> NDArray[Any]:
        return _exchanged(before, self.removed_at, self.added_at, self.added)

    def undone(self, after: NDArray[Any]) -> NDArray[Any]:
        return _exchanged(after, self.added_at, self.removed_at, self.removed)

    @property
    def nbytes(self) -> int:
        return self.removed_at.nbytes + self.removed.nbytes + self.added_at.nbytes + self.added.nbytes


@dataclass(frozen=True, slots=True, eq=False)
class TrackDifference:
    """One track's changed rows by field, and its other changed fields before and after."""

    rows: Mapping[str, RowsDifference]
    before: Values
    after: Values

    def redone(self, track: Track) -> Track:
        changed = {name: rows.redone(getattr(track, name)) for name, rows in self.rows.items()}
        return replace(track, **{**self.after, **changed})

    def undone(self, track: Track) -> Track:
        changed = {name: rows.undone(getattr(track, name)) for name, rows in self.rows.items()}
        return replace(track, **{**self.before, **changed})

    @property
    def nbytes(self) -> int:
        return sum(rows.nbytes for rows in self.rows.values()) + _values_nbytes(self.before, self.after)


@dataclass(frozen=True, eq=False)
class SongDifference:
    """All that changed between two songs.

    `kept` pairs each track that lives on: (index before, index after, its difference or None).
    Untouched tracks are named by index alone, so their arrays are not pinned in memory.
    """

    kept: tuple[tuple[int, int, TrackDifference | None], ...]
    removed: Mapping[int, Track]  # by index before
    added: Mapping[int, Track]  # by index after
    before: Values
    after: Values

    @property
    def is_empty(self) -> bool:
        stays = all(i == j and change is None for i, j, change in self.kept)
        return stays and not (self.removed or self.added or self.before)

    def redone(self, song: Song) -> Song:
        """The song after the change, from the song before it."""
        tracks = dict(self.added)
        for i, j, change in self.kept:
            tracks[j] = change.redone(song.tracks[i]) if change else song.tracks[i]
        return replace(song, **self.after, tracks=_in_order(tracks))

    def undone(self, song: Song) -> Song:
        """The song before the change, from the song after it."""
        tracks = dict(self.removed)
        for i, j, change in self.kept:
            tracks[i] = change.undone(song.tracks[j]) if change else song.tracks[j]
        return replace(song, **self.before, tracks=_in_order(tracks))

    @cached_property
    def nbytes(self) -> int:
        """The memory that this difference holds, in bytes, near enough for a budget."""
        changes = sum(change.nbytes for _, _, change in self.kept if change)
        tracks = sum(_track_nbytes(t) for t in (*self.removed.values(), *self.added.values()))
        return 500 + 100 * len(self.kept) + changes + tracks + _values_nbytes(self.before, self.after)


def song_difference(before: Song, after: Song) -> SongDifference:
    """What changed from `before` to `after`."""
    kept = []
    for i, j in _track_pairs(before.tracks, after.tracks):
        kept.append((i, j, track_difference(before.tracks[i], after.tracks[j])))
    kept_before, kept_after = {i for i, _, _ in kept}, {j for _, j, _ in kept}
    old, new = _changed_values(before, after, leave_out=("tracks",))
    return SongDifference(
        kept=tuple(kept),
        removed={i: track for i, track in enumerate(before.tracks) if i not in kept_before},
        added={j: track for j, track in enumerate(after.tracks) if j not in kept_after},
        before=old,
        after=new,
    )


def track_difference(before: Track, after: Track) -> TrackDifference | None:
    """What changed from `before` to `after`; None where nothing did."""
    if before is after:
        return None
    rows = {}
    for name in _ROW_FIELDS:
        change = rows_difference(getattr(before, name), getattr(after, name))
        if change is not None:
            rows[name] = change
    old, new = _changed_values(before, after, leave_out=_ROW_FIELDS)
    return TrackDifference(rows, old, new) if rows or old else None


def rows_difference(before: NDArray[Any], after: NDArray[Any]) -> RowsDifference | None:
    """The rows to take out of `before` and to put in to get `after`; None where both are equal.

    Rows with an `id` are matched by it; others by the equal rows at both ends of the arrays.
    """
    if before is after:
        return None
    low, high_before, high_after = _differing_window(before, after)
    if low == high_before == high_after:
        return None
    old, new = before[low:high_before], after[low:high_after]
    stays_old, stays_new = _unmoved(old, new)
    removed_at = (np.flatnonzero(~stays_old) + low).astype(np.int32)
    added_at = (np.flatnonzero(~stays_new) + low).astype(np.int32)
    return RowsDifference(removed_at, frozen(before[removed_at]), added_at, frozen(after[added_at]))


def _exchanged(
    rows: NDArray[Any], out_at: NDArray[np.int32], in_at: NDArray[np.int32], in_rows: NDArray[Any]
) -> NDArray[Any]:
    """`rows` without those at `out_at`, and with `in_rows` so that they end up at `in_at`."""
    count = len(rows) - len(out_at) + len(in_rows)
    stays, is_kept = np.ones(len(rows), bool), np.ones(count, bool)
    stays[out_at] = False
    is_kept[in_at] = False
    result = np.empty(count, rows.dtype)
    raw = raw_rows(result)
    raw[is_kept] = raw_rows(rows)[stays]
    raw[in_at] = raw_rows(in_rows)
    return frozen(result)


def _differing_window(before: NDArray[Any], after: NDArray[Any]) -> tuple[int, int, int]:
    """(first differing row, end of the differing rows before, and after)."""
    old, new = raw_rows(before), raw_rows(after)
    shorter = min(len(old), len(new))
    differs = np.flatnonzero(old[:shorter] != new[:shorter])
    low = int(differs[0]) if len(differs) else shorter
    tail = shorter - low
    if tail:
        differs = np.flatnonzero(old[len(old) - tail :] != new[len(new) - tail :])
        tail -= int(differs[-1]) + 1 if len(differs) else 0
    return low, len(old) - tail, len(new) - tail


def _unmoved(old: NDArray[Any], new: NDArray[Any]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Masks of the rows of `old` and `new` that are equal and in the same order in both."""
    stays_old, stays_new = np.zeros(len(old), bool), np.zeros(len(new), bool)
    if "id" not in (old.dtype.names or ()):
        return stays_old, stays_new
    _, at_old, at_new = np.intersect1d(old["id"], new["id"], return_indices=True)
    order = np.argsort(at_old)
    at_old, at_new = at_old[order], at_new[order]
    equal = raw_rows(old)[at_old] == raw_rows(new)[at_new]
    at_old, at_new = at_old[equal], at_new[equal]
    if np.all(np.diff(at_new) > 0):  # rows out of order cannot stay: then the whole window is exchanged
        stays_old[at_old] = True
        stays_new[at_new] = True
    return stays_old, stays_new


def _track_pairs(before: tuple[Track, ...], after: tuple[Track, ...]) -> list[tuple[int, int]]:
    """Which track became which, as indices: the same object, else its place, else its name and channel."""
    index_of = {id(track): i for i, track in enumerate(before)}
    pairs = {j: index_of.pop(id(track)) for j, track in enumerate(after) if id(track) in index_of}
    matched = set(pairs.values())
    lost = [i for i in range(len(before)) if i not in matched]
    found = [j for j in range(len(after)) if j not in pairs]
    if len(lost) == len(found):
        pairs |= dict(zip(found, lost, strict=True))
        return [(i, j) for j, i in pairs.items()]
    for j in found:
        alike = (i for i in lost if (before[i].name, before[i].channel) == (after[j].name, after[j].channel))
        match = next(alike, None)
        if match is not None:
            pairs[j] = match
            lost.remove(match)
    return [(i, j) for j, i in pairs.items()]


def _changed_values(before: Any, after: Any, *, leave_out: tuple[str, ...]) -> tuple[Values, Values]:
    """The fields of two Songs or two Tracks that differ: their values before, and after."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for field in fields(before):
        if field.name not in leave_out and getattr(before, field.name) != getattr(after, field.name):
            old[field.name] = getattr(before, field.name)
            new[field.name] = getattr(after, field.name)
    return old, new


def _in_order(tracks: Mapping[int, Track]) -> tuple[Track, ...]:
    return tuple(tracks[i] for i in range(len(tracks)))


def _track_nbytes(track: Track) -> int:
    return 500 + track.notes.nbytes + track.events.nbytes + 150 * (len(track.texts) + len(track.raw_events))


def _values_nbytes(*values: Values) -> int:
    """A tuple of events counts about 150 bytes for each; sysex data counts by its length."""
    total = 0
    for value in (value for mapping in values for value in mapping.values()):
        rows = value if isinstance(value, tuple) else ()
        total += getsizeof(value) + sum(150 + len(getattr(row, "data", b"")) for row in rows)
    return total
