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
from genre_studio.music.timing import DEFAULT_PPQ, Meter, MeterMap, Tempo, TempoMap
from genre_studio.playback.addresses import MAIN, PortNumbers
from genre_studio.playback.snapshot import TrackPart, audible_tracks, output_ids_of, part_of

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
        ("port", np.uint16),  # the number of its output
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
    meter_map: MeterMap
    ports: frozenset[int] = frozenset()  # the numbers of all outputs that tracks name, silent ones too

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

    def with_port_as_main(self, port: int) -> "Score":
        """The same score with what goes to one output sent to the main one, which is the same device."""
        events = self.events.copy()
        events["port"][events["port"] == port] = MAIN
        return Score(events, self.tempo_map, self.meter_map, self.ports).prepare()


def make_score(
    ppq: int,
    tempos: Sequence[Tempo],
    meters: Sequence[Meter],
    parts: Sequence[TrackPart],
    output_ids: Sequence[str],
    numbers: PortNumbers,
) -> Score:
    columns = [
        rows
        for part in parts
        for port in (numbers.of(part.output_id),)
        for rows in (_settings_rows(part, port), _note_rows(part, port))
    ]
    events = np.concatenate(columns) if columns else np.empty(0, SCORE_DTYPE)
    order = np.argsort(_sort_keys(events), kind="stable")
    ports = frozenset(numbers.of(id) for id in output_ids)
    return Score(events[order], TempoMap(ppq, tempos), MeterMap(ppq, meters), ports).prepare()


def score_of(song: Song, numbers: PortNumbers | None = None) -> Score:
    """The score of a song's audible tracks."""
    parts = [part_of(track) for track in audible_tracks(song)]
    ids = output_ids_of(song)
    return make_score(song.ppq, song.tempos, song.meters, parts, ids, numbers or PortNumbers())


def _sort_keys(events: NDArray[Any]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = events["tick"] * 2 + (events["end"] > 0)
    return keys


def _note_rows(part: TrackPart, port: int) -> NDArray[Any]:
    notes: Notes = part.notes
    rows = np.empty(len(notes), SCORE_DTYPE)
    rows["tick"], rows["end"] = notes["start"], note_ends(notes)
    rows["status"], rows["port"] = NOTE_ON | part.channel, port
    rows["data1"], rows["data2"], rows["release"] = notes["pitch"], notes["velocity"], notes["release"]
    return rows


def _settings_rows(part: TrackPart, port: int) -> NDArray[Any]:
    events: ChannelEvents = part.events
    kind, number, value = events["kind"], events["number"], events["value"]
    rows = np.zeros(len(events), SCORE_DTYPE)
    rows["tick"] = events["tick"]
    rows["status"], rows["port"] = kind << 4 | part.channel, port
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


EMPTY_SCORE = score_of(Song(ppq=DEFAULT_PPQ))
