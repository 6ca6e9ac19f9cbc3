"""A song flattened into one time line of events, as parallel arrays: what the scheduler reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import ChannelEventKind, ChannelEvents
from genre_studio.music.notes import Notes, note_ends
from genre_studio.music.song import Song
from genre_studio.music.timing import DEFAULT_PPQ, Tempo, TempoMap
from genre_studio.playback.snapshot import TrackPart, audible_tracks, part_of

NOTE_ON = 0x90
NOTE_OFF = 0x80

SCORE_DTYPE = np.dtype(
    [
        ("tick", np.int64),
        ("end", np.int64),  # tick at which a note ends; 0 for every other event
        ("status", np.uint8),  # status byte with its channel
        ("data1", np.uint8),
        ("data2", np.uint8),
        ("release", np.uint8),  # note-off velocity
    ]
)


@dataclass(frozen=True, eq=False)
class Score:
    """Events sorted by tick; at one tick channel events come before notes, in the order of the tracks.

    Note-offs are not in it: the scheduler makes each from the note-on that it sent, so that an edit
    between the two can neither lose nor double one.
    """

    events: NDArray[Any]  # SCORE_DTYPE, (N,)
    tempo_map: TempoMap

    @cached_property
    def ticks(self) -> NDArray[np.int64]:
        return np.ascontiguousarray(self.events["tick"])

    @cached_property
    def sort_keys(self) -> NDArray[np.int64]:
        """Twice the tick, plus one for a note: what the events are sorted by, (N,)."""
        return _sort_keys(self.events)

    @cached_property
    def seconds(self) -> NDArray[np.float64]:
        """When each event is due, in seconds from the start of the song, (N,)."""
        return self.tempo_map.seconds_at(self.ticks)

    @cached_property
    def end_seconds(self) -> NDArray[np.float64]:
        """When each note ends, (N,); meaningless for other events."""
        return self.tempo_map.seconds_at(self.events["end"])

    @cached_property
    def settings(self) -> NDArray[Any]:
        """The events that are not notes, in order."""
        return np.ascontiguousarray(self.events[self.events["end"] == 0])

    @cached_property
    def end_tick(self) -> int:
        """The tick at which the last event has happened and the last note has ended."""
        if not len(self.events):
            return 0
        return int(max(self.ticks[-1], self.events["end"].max()))

    def prepare(self) -> "Score":
        """The same score with everything computed, so that the playing thread need not."""
        _ = self.ticks, self.sort_keys, self.seconds, self.end_seconds, self.settings, self.end_tick
        return self


def make_score(ppq: int, tempos: Sequence[Tempo], parts: Sequence[TrackPart]) -> Score:
    columns = [rows for part in parts for rows in (_settings_rows(part), _note_rows(part))]
    events = np.concatenate(columns) if columns else np.empty(0, SCORE_DTYPE)
    order = np.argsort(_sort_keys(events), kind="stable")
    return Score(events[order], TempoMap(ppq, tempos)).prepare()


def score_of(song: Song) -> Score:
    """The score of a song's audible tracks."""
    return make_score(song.ppq, song.tempos, [part_of(track) for track in audible_tracks(song)])


def _sort_keys(events: NDArray[Any]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = events["tick"] * 2 + (events["end"] > 0)
    return keys


def _note_rows(part: TrackPart) -> NDArray[Any]:
    notes: Notes = part.notes
    rows = np.empty(len(notes), SCORE_DTYPE)
    rows["tick"], rows["end"] = notes["start"], note_ends(notes)
    rows["status"] = NOTE_ON | part.channel
    rows["data1"], rows["data2"], rows["release"] = notes["pitch"], notes["velocity"], notes["release"]
    return rows


def _settings_rows(part: TrackPart) -> NDArray[Any]:
    events: ChannelEvents = part.events
    kind, number, value = events["kind"], events["number"], events["value"]
    rows = np.zeros(len(events), SCORE_DTYPE)
    rows["tick"] = events["tick"]
    rows["status"] = kind << 4 | part.channel
    bend = value.astype(np.int32) + 8192
    one_byte = (kind == ChannelEventKind.PROGRAM) | (kind == ChannelEventKind.CHANNEL_PRESSURE)
    is_bend = kind == ChannelEventKind.BEND
    rows["data1"] = np.where(is_bend, bend & 0x7F, np.where(one_byte, value, number))
    rows["data2"] = np.where(is_bend, bend >> 7, np.where(one_byte, 0, value))
    return rows


def message_bytes(status: int, data1: int, data2: int) -> bytes:
    """A channel message of two or three bytes, as its status asks."""
    if status & 0xE0 == 0xC0:  # program and channel pressure carry one data byte
        return bytes((status, data1))
    return bytes((status, data1, data2))


EMPTY_SCORE = make_score(DEFAULT_PPQ, (), ())
