"""Parsed MTrk chunks to a Song: each chunk and channel a Track, timing and keys to the song."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from genre_studio.music.midi_file.channel_messages import ChannelPart, channel_parts, silent_on_surplus
from genre_studio.music.midi_file.division import Division
from genre_studio.music.midi_file.metas import TEXT_TYPES, MetaType, decode_key, decode_meter, decode_tempo
from genre_studio.music.midi_file.repairs import Repair, RepairLog
from genre_studio.music.midi_file.track_names import take_name, take_prefixed_names
from genre_studio.music.midi_file.track_parser import MAX_TICK, OtherEvent, ParsedTrack
from genre_studio.music.notes import frozen
from genre_studio.music.song import KeySignature, Marker, RawEvent, Song, TextEvent, Track
from genre_studio.music.timing import Meter, MeterMap, Tempo


@dataclass
class _Part:
    """What one MTrk chunk says apart from its channel messages and the song's timing."""

    name: str = ""
    texts: tuple[TextEvent, ...] = ()
    raw_events: list[RawEvent] = field(default_factory=list)
    has_timing: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.texts or self.raw_events)


class SongAssembly:
    """Collects the parsed tracks of one file; `assemble` makes the song of them."""

    def __init__(self, division: Division, file_type: int, log: RepairLog) -> None:
        self._division = division
        self._file_type = file_type
        self._log = log
        self._encoding = "utf-8"
        self._tempos: list[Tempo] = []
        self._meters: list[Meter] = []
        self._keys: list[KeySignature] = []
        self._markers: list[Marker] = []
        self._tracks: list[Track] = []
        self._conductor = _Part()

    def assemble(self, parsed: Sequence[ParsedTrack]) -> Song:
        self._encoding = _text_encoding(parsed)
        if self._division.frame_tempo_us is not None:
            self._tempos.append(Tempo(0, self._division.frame_tempo_us))
        shift = end = 0
        for index, track in enumerate(parsed):
            first_meter = len(self._meters)
            self._add(index, track, shift)
            end = max(end, shift + track.end_tick)
            if self._file_type == 2:
                shift = self._next_pattern(end, first_meter, parsed[index + 1 : index + 2])
        song = Song(
            ppq=self._division.ppq,
            tracks=tuple(replace(track, colour=index) for index, track in enumerate(self._tracks)),
            tempos=tuple(sorted(self._tempos, key=lambda event: event.tick)),
            meters=tuple(sorted(self._meters, key=lambda event: event.tick)),
            keys=tuple(sorted(self._keys, key=lambda event: event.tick)),
            markers=tuple(sorted(self._markers, key=lambda event: event.tick)),
            title=self._conductor.name,
            texts=self._conductor.texts,
            raw_events=tuple(self._conductor.raw_events),
            text_encoding=self._encoding,
            silent_ons=sum(map(silent_on_surplus, parsed)) > 0,
        )
        return replace(song, stated_end_tick=end) if end > _last_event_tick(song) else song

    def _next_pattern(self, end: int, first_meter: int, following: Sequence[ParsedTrack]) -> int:
        """The bar line at which the next pattern of a type 2 file begins.

        The meters from `first_meter` on are the last pattern's; of those before, the last one holds.
        Counting from all of them for each of 4,096 patterns would take hours.
        """
        meters = self._meters[max(0, first_meter - 1) :]
        start = MeterMap(self._division.ppq, meters).bars_end(end)
        if following and start + following[0].end_tick >= MAX_TICK:
            self._log.add(Repair.ABSURD_DELTA, following[0].end_byte, following[0].number)
            return 0
        return start

    def _add(self, index: int, parsed: ParsedTrack, shift: int) -> None:
        channels = [_shifted(channel, shift) for channel in channel_parts(parsed, self._log)]
        if self._file_type == 0:
            self._add_only(parsed, channels)
            return
        part = self._part(parsed, parsed.others, shift)
        if channels:
            # A name or text of a chunk that speaks to several channels belongs to none of them more
            # than to another; the first has it, so that it is written back once.
            self._tracks.append(_track(channels[0], part))
            self._tracks.extend(_track(channel, _Part()) for channel in channels[1:])
        elif index == 0 and self._file_type == 1:
            self._conductor = part
        elif not (part.is_empty and part.has_timing):
            self._tracks.append(_silent_track(part))

    def _add_only(self, parsed: ParsedTrack, channels: Sequence[ChannelPart]) -> None:
        """Take in the one chunk of a type 0 file: its name and texts are the song's."""
        names, others = take_prefixed_names(parsed.others, (channel.channel for channel in channels))
        self._conductor = self._part(parsed, others)
        for channel in channels:
            part = _Part()
            if channel.channel in names:
                part.name = names[channel.channel].decode(self._encoding)
                prefix = bytes((MetaType.CHANNEL_PREFIX, channel.channel))
                part.raw_events.append(RawEvent(0, 0xFF, prefix))
            self._tracks.append(_track(channel, part))

    def _part(self, parsed: ParsedTrack, others: Sequence[OtherEvent], shift: int = 0) -> _Part:
        part = _Part()
        texts: list[TextEvent] = []
        for event in others:
            moved = event._replace(tick=event.tick + shift)
            if moved.status != 0xFF or not self._interpret(moved, part, texts, parsed.number):
                part.raw_events.append(RawEvent(moved.tick, moved.status, moved.data))
        part.name, part.texts = take_name(texts)
        return part

    def _interpret(self, event: OtherEvent, part: _Part, texts: list[TextEvent], number: int) -> bool:
        """Take a meta event in as a value; false where it is to be kept raw."""
        meta_type, data = event.data[0], event.data[1:]
        if meta_type in TEXT_TYPES:
            text = data.decode(self._encoding)
            if meta_type == MetaType.MARKER:
                self._markers.append(Marker(event.tick, text))
                part.has_timing = True
            else:
                texts.append(TextEvent(event.tick, meta_type, text))
            return True
        if meta_type == MetaType.TEMPO and self._division.frame_tempo_us is not None:
            self._log.add(Repair.FRAME_TEMPO, event.byte, number)
            return True
        return self._interpret_timing(event.tick, meta_type, data, part, (event.byte, number))

    def _interpret_timing(
        self, tick: int, meta_type: int, data: bytes, part: _Part, where: tuple[int, int]
    ) -> bool:
        decoders: dict[int, tuple[Any, list[Any], Repair]] = {
            MetaType.TEMPO: (decode_tempo, self._tempos, Repair.BAD_TEMPO),
            MetaType.METER: (decode_meter, self._meters, Repair.BAD_METER),
            MetaType.KEY: (decode_key, self._keys, Repair.BAD_KEY),
        }
        if meta_type not in decoders:
            return False
        decode, values, repair = decoders[meta_type]
        value = decode(tick, data)
        if value is None:
            self._log.add(repair, *where)
            return False
        values.append(value)
        part.has_timing = True
        return True


def _text_encoding(parsed: Sequence[ParsedTrack]) -> str:
    """utf-8 where every text of the file is; else latin-1, in which any byte is a character.

    One encoding for the whole file lets every text be written back byte for byte.
    """
    for track in parsed:
        for event in track.others:
            if event.status == 0xFF and event.data[0] in TEXT_TYPES:
                try:
                    event.data[1:].decode("utf-8")
                except UnicodeDecodeError:
                    return "latin-1"
    return "utf-8"


def _shifted(part: ChannelPart, shift: int) -> ChannelPart:
    if not shift:
        return part
    notes, events = part.notes.copy(), part.events.copy()
    notes["start"] += shift
    events["tick"] += shift
    return ChannelPart(part.channel, frozen(notes), frozen(events))


def _track(channel: ChannelPart, part: _Part) -> Track:
    return Track(
        name=part.name,
        channel=channel.channel,
        notes=channel.notes,
        events=channel.events,
        texts=part.texts,
        raw_events=tuple(part.raw_events),
    )


def _silent_track(part: _Part) -> Track:
    """A track that speaks to no channel; a channel prefix at its start, if any, tells which is meant."""
    raw_events, channel = part.raw_events, 0
    if raw_events and raw_events[0].tick == 0 and raw_events[0].data[:1] == bytes((MetaType.CHANNEL_PREFIX,)):
        prefix = raw_events[0].data[1:]
        if raw_events[0].status == 0xFF and len(prefix) == 1 and 1 <= prefix[0] <= 15:
            channel, raw_events = prefix[0], raw_events[1:]
    return Track(part.name, channel, texts=part.texts, raw_events=tuple(raw_events))


def _last_event_tick(song: Song) -> int:
    shared = (song.tempos, song.meters, song.keys, song.markers, song.texts, song.raw_events)
    return max([song.end_tick, *(event.tick for events in shared for event in events)])
