"""The channel messages of one MTrk chunk to one part (notes and other events) for each channel."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import CHANNEL_EVENT_DTYPE, ChannelEventKind, ChannelEvents
from genre_studio.music.midi_file.note_pairing import pair_notes
from genre_studio.music.midi_file.repairs import Repair, RepairLog
from genre_studio.music.midi_file.track_parser import ParsedTrack
from genre_studio.music.notes import DEFAULT_RELEASE_VELOCITY, Notes, frozen

NOTE_OFF, NOTE_ON = 0x8, 0x9
BEND_CENTRE = 0x2000
_NUMBERED = (NOTE_OFF, NOTE_ON, ChannelEventKind.NOTE_PRESSURE, ChannelEventKind.CONTROL)


class ChannelPart(NamedTuple):
    """What one MTrk chunk says to one channel."""

    channel: int
    notes: Notes
    events: ChannelEvents


class _Columns(NamedTuple):
    tick: NDArray[np.int64]
    status: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    byte: NDArray[np.int64]

    def where(self, chosen: NDArray[Any]) -> "_Columns":
        return _Columns(*(column[chosen] for column in self))

    @property
    def kind(self) -> NDArray[np.int64]:
        return self.status >> 4


def channel_parts(track: ParsedTrack, log: RepairLog) -> Iterator[ChannelPart]:
    """One part for each channel that the chunk speaks to, by channel number."""
    columns = _checked(_columns(track), track.number, log)
    channels = columns.status & 0xF
    for channel in sorted(set(channels.tolist())):  # np.unique would import numpy.ma
        part = columns.where(channels == channel)
        is_note = part.kind <= NOTE_ON
        notes = _notes(part.where(is_note), track, log)
        yield ChannelPart(channel, notes, _events(part.where(~is_note)))


def silent_on_surplus(track: ParsedTrack) -> int:
    """How many more notes the chunk ends by an on of velocity 0 than by the off at 64 that it stands for."""
    messages = np.array(track.messages, np.int64)
    kind, velocity = messages >> 20, messages & 0xFF
    silent_ons = np.count_nonzero((kind == NOTE_ON) & (velocity == 0))
    offs = np.count_nonzero((kind == NOTE_OFF) & (velocity == DEFAULT_RELEASE_VELOCITY))
    return int(silent_ons - offs)


def _columns(track: ParsedTrack) -> _Columns:
    message = np.array(track.messages, np.int64)
    status, first, second = message >> 16, message >> 8 & 0xFF, message & 0xFF
    return _Columns(np.array(track.ticks, np.int64), status, first, second, np.array(track.bytes, np.int64))


def _checked(columns: _Columns, number: int, log: RepairLog) -> _Columns:
    """The columns with data bytes above 127 repaired: values are clipped, unplayable numbers dropped."""
    if not len(columns.byte) or max(columns.first.max(), columns.second.max()) < 0x80:
        return columns
    is_unplayable = (columns.first > 0x7F) & np.isin(columns.kind, _NUMBERED)
    _log_rows(log, Repair.HIGH_NUMBER, columns.byte[is_unplayable], number)
    columns = columns.where(~is_unplayable)
    is_high = (columns.first > 0x7F) | (columns.second > 0x7F)
    _log_rows(log, Repair.HIGH_VALUE, columns.byte[is_high], number)
    return columns._replace(first=np.minimum(columns.first, 0x7F), second=np.minimum(columns.second, 0x7F))


def _notes(messages: _Columns, track: ParsedTrack, log: RepairLog) -> Notes:
    is_silent_on = (messages.kind == NOTE_ON) & (messages.second == 0)
    velocity = np.where(is_silent_on, DEFAULT_RELEASE_VELOCITY, messages.second)
    is_on = (messages.kind == NOTE_ON) & ~is_silent_on
    pairing = pair_notes(messages.tick, messages.first, velocity, is_on, track.end_tick)
    for repair, rows in (
        (Repair.NEVER_ENDED, pairing.never_ended),
        (Repair.ORPHAN_OFF, pairing.orphan_offs),
        (Repair.ZERO_LENGTH, pairing.zero_length),
    ):
        _log_rows(log, repair, messages.byte[rows], track.number)
    return pairing.notes


def _events(messages: _Columns) -> ChannelEvents:
    kind = messages.kind
    events = np.zeros(len(kind), CHANNEL_EVENT_DTYPE)
    is_numbered = np.isin(kind, _NUMBERED)
    is_bend = kind == ChannelEventKind.BEND
    events["tick"], events["kind"] = messages.tick, kind
    events["number"] = np.where(is_numbered, messages.first, 0)
    bend = (messages.second << 7 | messages.first) - BEND_CENTRE
    events["value"] = np.where(is_bend, bend, messages.second)
    return frozen(events)


def _log_rows(log: RepairLog, repair: Repair, rows: NDArray[np.int64], number: int) -> None:
    if len(rows):
        log.add(repair, int(rows[0]), number, len(rows))
