"""Song and Track: frozen values. An edit makes a new Song that shares what did not change."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from genre_studio.music.channel_events import (
    EMPTY_CHANNEL_EVENTS,
    ChannelEventKind,
    ChannelEvents,
    of_kind,
)
from genre_studio.music.instruments import DRUM_CHANNEL, Family, family_of
from genre_studio.music.notes import EMPTY_NOTES, Notes, note_ends
from genre_studio.music.timing import DEFAULT_PPQ, Meter, MeterMap, Tempo, TempoMap


@dataclass(frozen=True, slots=True)
class TextEvent:
    """A text meta event: `kind` is its meta type (0x01 text, 0x05 lyric, 0x06 marker, 0x07 cue ...)."""

    tick: int
    kind: int
    text: str


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An event that the studio does not interpret, kept byte for byte (sysex, sequencer-specific meta).

    `status` is 0xF0, 0xF7 or 0xFF; for 0xFF the first byte of `data` is the meta type.
    """

    tick: int
    status: int
    data: bytes


@dataclass(frozen=True, slots=True)
class KeySignature:
    """A key from `tick` on: `sharps` is -7..7 (flats negative), as in the meta event 0x59."""

    tick: int
    sharps: int
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """A named place in the song."""

    tick: int
    text: str


@dataclass(frozen=True, eq=False)
class Track:
    """One instrument's part: one channel, its notes, its other channel events and texts.

    `output_id` names the output that it sounds on; empty: where the song goes. Compared by identity:
    two snapshots share a track until it is edited.
    """

    name: str = ""
    channel: int = 0
    notes: Notes = field(default_factory=lambda: EMPTY_NOTES)
    events: ChannelEvents = field(default_factory=lambda: EMPTY_CHANNEL_EVENTS)
    texts: tuple[TextEvent, ...] = ()
    raw_events: tuple[RawEvent, ...] = ()
    colour: int = 0
    muted: bool = False
    soloed: bool = False
    output_id: str = ""

    @cached_property
    def program(self) -> int:
        """The first General MIDI program (0..127); 0, a piano, where the track names none."""
        programs = of_kind(self.events, ChannelEventKind.PROGRAM)
        return int(programs["value"][0]) if len(programs) else 0

    @property
    def is_drums(self) -> bool:
        return self.channel == DRUM_CHANNEL

    @property
    def family(self) -> Family:
        return family_of(self.program, is_drums=self.is_drums)

    @cached_property
    def end_tick(self) -> int:
        """The last tick at which anything of this track happens."""
        ends = [int(note_ends(self.notes).max())] if len(self.notes) else [0]
        if len(self.events):
            ends.append(int(self.events["tick"][-1]))
        ends.extend(text.tick for text in self.texts)
        ends.extend(raw.tick for raw in self.raw_events)
        return max(ends)

    def with_notes(self, notes: Notes) -> Self:
        return replace(self, notes=notes)


@dataclass(frozen=True, eq=False)
class Song:
    """Tracks and what they share: resolution, tempo, meter, keys, markers. Positions are ticks.

    `stated_end_tick` is the end that a file stated beyond its last event, so that a loop keeps its
    closing rest (0: none). `text_encoding`, utf-8 or latin-1, is how the file wrote its texts; `silent_ons`
    says that it ended notes by note-ons of velocity 0.
    """

    ppq: int = DEFAULT_PPQ
    tracks: tuple[Track, ...] = ()
    tempos: tuple[Tempo, ...] = ()
    meters: tuple[Meter, ...] = ()
    keys: tuple[KeySignature, ...] = ()
    markers: tuple[Marker, ...] = ()
    title: str = ""
    texts: tuple[TextEvent, ...] = ()
    raw_events: tuple[RawEvent, ...] = ()
    stated_end_tick: int = 0
    text_encoding: str = "utf-8"
    silent_ons: bool = False

    @cached_property
    def tempo_map(self) -> TempoMap:
        return TempoMap(self.ppq, self.tempos)

    @cached_property
    def meter_map(self) -> MeterMap:
        return MeterMap(self.ppq, self.meters)

    @cached_property
    def end_tick(self) -> int:
        """The last tick at which a note sounds or a track event happens."""
        return max((track.end_tick for track in self.tracks), default=0)

    @cached_property
    def note_end_tick(self) -> int:
        """The tick at which the last note ends; 0 for a song without notes."""
        return max((int(note_ends(t.notes).max()) for t in self.tracks if len(t.notes)), default=0)

    @property
    def note_count(self) -> int:
        return sum(len(track.notes) for track in self.tracks)

    def with_track(self, index: int, track: Track) -> Self:
        """A song whose track `index` is `track`."""
        return replace(self, tracks=(*self.tracks[:index], track, *self.tracks[index + 1 :]))
