"""A take as the document keeps it: a plain value that can be undone, stored and read again.

Takes belong to the document beside the song. One that arrives is not a gesture; what a person does
to it is: discarding, starring and keeping are steps with a name. What a step changed is kept as the
few records that differ, so takes that came later are never touched by an undo.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from genre_studio.music.channel_events import ChannelEvents
from genre_studio.music.notes import Notes, frozen, starting_within
from genre_studio.music.provenance import Provenance, SettingValue
from genre_studio.music.scales import Scale


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. Ticks, indices of tracks, and plain values: the song itself is not kept."""

    region: tuple[int, int]  # ticks [start, end)
    tracks: tuple[int, ...]
    ability: str  # the value of a plugin_api Ability
    genre: str
    seed: int
    takes: int
    generator: str  # its title, as a composer read it
    plugin_id: str
    model: str | None
    parameters: Mapping[str, SettingValue]
    scale: Scale  # the song's key at that time
    pitch_classes: frozenset[int] | None = None  # allowed ones; None: all
    lowest_pitch: int = 0
    highest_pitch: int = 127
    polyphony: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TakeRecord:
    """One take. `id` is never used twice in a document; `number` counts from 1 within its batch."""

    id: int
    batch: int  # takes of one run share it; it grows from run to run
    number: int
    asked: Asked
    notes: Mapping[int, Notes] = field(default_factory=dict)  # by track index
    events: Mapping[int, ChannelEvents] = field(default_factory=dict)  # pedals and wheels, of recorded ones
    provenance: Provenance | None = None  # None while in the making
    parent: int | None = None  # the id of the take that it was made from, which may be gone
    is_starred: bool = False
    is_kept: bool = False  # in the song now
    created_s: float = 0.0  # seconds since the epoch

    @property
    def is_whole(self) -> bool:
        return self.provenance is not None

    @property
    def title(self) -> str:
        """As the undo list and the status line name it: "take 3 (Jazz, LSTM continuation)"."""
        genre = self.asked.genre.replace("_", " ").capitalize()
        return f"take {self.number} ({', '.join(filter(None, (genre, self.asked.generator)))})"

    @property
    def note_count(self) -> int:
        return sum(len(notes) for notes in self.notes.values())

    def quoted_notes(self, at_least: int = 1) -> dict[int, Notes]:
        """The notes of its longest quote by track; empty for none, or a shorter one than `at_least`."""
        quoted = self.provenance.quoted if self.provenance is not None else None
        if quoted is None or quoted.notes < at_least or quoted.track not in self.notes:
            return {}
        inside = starting_within(self.notes[quoted.track], quoted.start, quoted.end + 1)
        top = np.append(inside["start"][1:] != inside["start"][:-1], True)  # sorted by start, then pitch
        return {quoted.track: frozen(inside[top[: len(inside)]])}

    @property
    def nbytes(self) -> int:
        """The memory that it holds, in bytes, near enough for a budget."""
        arrays = (*self.notes.values(), *self.events.values())
        return 1_500 + sum(array.nbytes for array in arrays)


Takes: TypeAlias = Mapping[int, TakeRecord]
"""The takes of a document by id. Never changed in place."""

NO_TAKES: Takes = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class TakesDifference:
    """The takes that a step changed, by id; None stands for "not there"."""

    before: Mapping[int, TakeRecord | None] = field(default_factory=dict)
    after: Mapping[int, TakeRecord | None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.before

    @property
    def nbytes(self) -> int:
        """The memory that it holds. Records share their notes: those of one id are counted once."""
        larger = (
            max((r.nbytes for r in (self.before[id], self.after[id]) if r is not None), default=0)
            for id in self.before
        )
        return sum(larger)


def with_takes(takes: Takes, changed: Mapping[int, TakeRecord | None]) -> Takes:
    """The takes with those changed put in, or taken out where None."""
    after = {**takes, **changed}
    return MappingProxyType({id: take for id, take in after.items() if take is not None})


def takes_difference(before: Takes, after: Takes) -> TakesDifference:
    """What changed, by the identity of the records."""
    ids = [id for id in {**before, **after} if before.get(id) is not after.get(id)]
    return TakesDifference({id: before.get(id) for id in ids}, {id: after.get(id) for id in ids})


def following_tracks(takes: Takes, places: Mapping[int, int]) -> Takes:
    """The takes after tracks have moved: `places` says where each track went; those gone are left out.

    A take's part for a track that has gone goes with it (an undo brings both back).
    """
    if all(before == after for before, after in places.items()):
        gone = {track for take in takes.values() for track in take.notes} - places.keys()
        if not gone:
            return takes
    return MappingProxyType({id: _following(take, places) for id, take in takes.items()})


def _following(take: TakeRecord, places: Mapping[int, int]) -> TakeRecord:
    tracks = tuple(places[track] for track in take.asked.tracks if track in places)
    notes = {places[track]: notes for track, notes in take.notes.items() if track in places}
    if tracks == take.asked.tracks and notes.keys() == take.notes.keys():
        return take
    events = {places[track]: events for track, events in take.events.items() if track in places}
    return replace(take, notes=notes, events=events, asked=replace(take.asked, tracks=tracks))


def families(takes: Iterable[TakeRecord]) -> list[tuple[TakeRecord, int]]:
    """Every take with its generation (0 for one without a parent here), children below their parent.

    The family that a take came to last is first; within it batches are in order of making.
    """
    by_id = {take.id: take for take in takes}
    children: dict[int | None, list[TakeRecord]] = {}
    for take in sorted(by_id.values(), key=lambda take: (take.batch, take.number)):
        parent = take.parent if take.parent in by_id else None
        children.setdefault(parent, []).append(take)
    roots = children.get(None, [])
    newest = {root.id: max(_batches(root, children)) for root in roots}
    # Takes of one batch stay together: their family is as new as the newest among them.
    by_batch: dict[int, int] = {}
    for root in roots:
        by_batch[root.batch] = max(by_batch.get(root.batch, 0), newest[root.id])
    roots.sort(key=lambda root: (-by_batch[root.batch], -root.batch, root.number))
    return [line for root in roots for line in _line_of(root, children)]


def _line_of(
    root: TakeRecord, children: Mapping[int | None, list[TakeRecord]]
) -> list[tuple[TakeRecord, int]]:
    lines, waiting = [], [(root, 0)]
    while waiting:  # no recursion: a family may be as long as an evening
        take, generation = waiting.pop()
        lines.append((take, generation))
        waiting.extend((child, generation + 1) for child in reversed(children.get(take.id, [])))
    return lines


def _batches(root: TakeRecord, children: Mapping[int | None, list[TakeRecord]]) -> list[int]:
    return [take.batch for take, _ in _line_of(root, children)]
