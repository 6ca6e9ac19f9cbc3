"""What a value from a file must fulfil beyond its types, before anything works with it."""

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import CHANNEL_EVENT_DTYPE, ChannelEventKind
from genre_studio.music.difference import RowsDifference, SongDifference, TrackDifference
from genre_studio.music.notes import NOTE_DTYPE, check_notes, next_note_id
from genre_studio.music.song import KeySignature, Marker, RawEvent, Song, TextEvent, Track
from genre_studio.music.take_record import Asked, TakeRecord
from genre_studio.music.timing import Meter, Tempo
from genre_studio.session.errors import DamagedRecord

LARGEST_TICK = 2**40
"""Beyond any song: at 32,767 ticks a quarter note and 400 bpm, 58 days."""

_KINDS = tuple(int(kind) for kind in ChannelEventKind)
_ROWS = ("notes", "events")


def require(rule_holds: bool, what: str) -> None:
    """Raise DamagedRecord where a rule is broken."""
    if not rule_holds:
        raise DamagedRecord(what)


@singledispatch
def check(value: object) -> None:
    """Raise DamagedRecord where `value` breaks a rule of its class."""


@check.register(Marker)
@check.register(TextEvent)
def _(value: Marker | TextEvent) -> None:
    _require_tick(value.tick)


@check.register
def _(value: RawEvent) -> None:
    _require_tick(value.tick)
    require(value.status in {0xF0, 0xF7, 0xFF}, "a raw event of an unknown status")


@check.register
def _(value: KeySignature) -> None:
    _require_tick(value.tick)
    require(-7 <= value.sharps <= 7, "a key of more than seven accidentals")


@check.register
def _(value: Tempo) -> None:
    _require_tick(value.tick)
    require(1 <= value.tempo_us <= 2**40, "an impossible tempo")


@check.register
def _(value: Meter) -> None:
    _require_tick(value.tick)
    require(1 <= value.numerator <= 2**16 and 1 <= value.denominator <= 2**32, "an impossible meter")


@check.register
def _(value: Track) -> None:
    require(0 <= value.channel <= 15, "a channel that does not exist")
    check_rows("notes", value.notes)
    check_rows("events", value.events)


@check.register
def _(value: Song) -> None:
    require(1 <= value.ppq <= 2**20, "an impossible resolution")
    _require_tick(value.stated_end_tick)
    require(value.text_encoding in {"utf-8", "latin-1"}, "an unknown encoding of texts")


@check.register
def _(value: RowsDifference) -> None:
    for places, rows in ((value.removed_at, value.removed), (value.added_at, value.added)):
        require(places.dtype == np.int32 and len(places) == len(rows), "places that fit no rows")
        in_order = not len(places) or (places[0] >= 0 and bool(np.all(np.diff(places) > 0)))
        require(in_order, "places out of order")


@check.register
def _(value: TrackDifference) -> None:
    for name, rows in value.rows.items():
        require(name in _ROWS, "a difference of unknown rows")
        check_rows(name, rows.removed)
        check_rows(name, rows.added)
    require(not (value.before.keys() ^ value.after.keys()), "a difference with one side only")
    require(not (value.before.keys() & set(_ROWS)), "rows among the plain fields")


@check.register
def _(value: SongDifference) -> None:
    require(not (value.before.keys() ^ value.after.keys()), "a difference with one side only")
    require("tracks" not in value.before, "tracks among the plain fields")
    before = [*(i for i, _, _ in value.kept), *value.removed]
    after = [*(j for _, j, _ in value.kept), *value.added]
    for places in (before, after):
        require(sorted(places) == list(range(len(places))), "tracks that are not in a row")


@check.register
def _(value: Asked) -> None:
    require(0 <= value.region[0] < value.region[1] <= LARGEST_TICK, "an impossible region")
    require(0 <= value.lowest_pitch <= value.highest_pitch <= 127, "an impossible range")


@check.register
def _(value: TakeRecord) -> None:
    for track, notes in value.notes.items():
        require(track >= 0, "a take for a track that does not exist")
        check_rows("notes", notes)
    for track, events in value.events.items():
        require(track in value.notes, "pedals of a take without notes")
        check_rows("events", events)


def check_rows(field: str, rows: NDArray[Any]) -> None:
    """Raise DamagedRecord where the rows of a track's notes or events are not what the field holds."""
    require(rows.dtype == (NOTE_DTYPE if field == "notes" else CHANNEL_EVENT_DTYPE), "rows of another kind")
    when = rows["start" if field == "notes" else "tick"]
    if not len(rows):
        return
    require(when[0] >= 0 and bool(np.all(np.diff(when) >= 0)), "rows out of order")
    require(int(when[-1]) <= LARGEST_TICK, "rows beyond any song")
    if field == "notes":
        _check_notes(rows)
    else:
        require(bool(np.isin(rows["kind"], _KINDS).all()), "an unknown kind of event")
        require(bool(((rows["number"] >= 0) & (rows["number"] <= 127)).all()), "an impossible controller")
        require(bool((np.abs(rows["value"].astype(np.int32)) <= 8192).all()), "an impossible value")


def _check_notes(notes: NDArray[Any]) -> None:
    try:
        check_notes(notes)
    except ValueError as error:
        raise DamagedRecord(str(error)) from error
    require(int(notes["duration"].max()) <= LARGEST_TICK, "a note beyond any song")
    require(int(notes["id"].min()) >= 0 and next_note_id(notes) < 2**62, "an impossible note id")


def _require_tick(tick: int) -> None:
    require(0 <= tick <= LARGEST_TICK, "a place outside any song")
