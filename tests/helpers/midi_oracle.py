"""What mido hears in a MIDI file, apart from our own reader: everything an editor must not lose."""

import io
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

import mido


@dataclass
class Heard:
    """A file's content: events in order for each channel, the rest as counted rows."""

    ppq: int = 0
    end_tick: int = 0
    channel_events: dict[int, list[tuple[int, ...]]] = field(default_factory=lambda: defaultdict(list))
    notes: Counter[tuple[int, ...]] = field(default_factory=Counter)
    metas: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    note_off_bytes: Counter[tuple[int, ...]] = field(default_factory=Counter)

    @property
    def mixes_note_offs(self) -> bool:
        """Whether offs at 64 stand beside ons of velocity 0: one meaning (MIDI 1.0) in two spellings."""
        spellings = {(status >> 4, velocity) for _, status, _, velocity in self.note_off_bytes}
        return {(0x8, 64), (0x9, 0)} <= spellings

    def add_notes(self, pairs: "_Pairs") -> None:
        self.notes.update(pairs.notes)
        self.note_off_bytes.update(pairs.offs)


_Row = tuple[int, mido.Message]


def hear(data: bytes) -> Heard:
    """Parse with mido. Notes are paired first in first out within a track and channel.

    An off without a note is left out, a note without an off ends with its track, and one of no length
    lasts a tick: the repairs that our reader lists.
    """
    midi = mido.MidiFile(file=io.BytesIO(data), charset="latin-1")
    heard = Heard(ppq=midi.ticks_per_beat)
    rows: dict[int, list[tuple[int, int, tuple[int, ...]]]] = defaultdict(list)
    for number, track in enumerate(midi.tracks):
        _hear_track(track, number, heard, rows)
    for channel, events in rows.items():
        heard.channel_events[channel] = [
            (tick, *message) for tick, _, message in sorted(events, key=lambda event: event[:2])
        ]
    return heard


def _hear_track(track: mido.MidiTrack, number: int, heard: Heard, rows: dict[int, list[Any]]) -> None:
    tick = 0
    pitches: dict[tuple[int, int], list[_Row]] = defaultdict(list)
    for message in track:
        tick += message.time
        heard.end_tick = max(heard.end_tick, tick)
        if message.is_meta or message.type == "sysex":
            if message.type != "end_of_track":
                heard.metas[tick, *message.bytes()] += 1
        elif message.type in {"note_on", "note_off"}:
            pitches[message.channel, message.note].append((tick, message))
        else:
            rows[message.channel].append((tick, number, tuple(message.bytes())))
    for rows_of_pitch in pitches.values():
        heard.add_notes(
            min((_pair(rows_of_pitch, tick), _pair(_swapped(rows_of_pitch), tick)), key=lambda p: p.lost)
        )


@dataclass
class _Pairs:
    """The notes of one pitch: (channel, pitch, start, velocity, end, release), offs as bytes, repairs."""

    notes: list[tuple[int, ...]] = field(default_factory=list)
    offs: list[tuple[int, ...]] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)
    never_ended: int = 0

    @property
    def lost(self) -> int:
        return len(self.orphans) if self.never_ended else 0


def _pair(rows: list[_Row], end_tick: int) -> _Pairs:
    """Pair one pitch first in first out."""
    pairs = _Pairs()
    starts: deque[tuple[int, mido.Message]] = deque()
    for i, (tick, message) in enumerate(rows):
        if message.type == "note_on" and message.velocity:
            starts.append((tick, message))
        elif starts:
            start, on = starts.popleft()
            release = 64 if message.type == "note_on" else message.velocity
            end = max(tick, start + 1)
            pairs.notes.append((on.channel, on.note, start, on.velocity, end, release))
            pairs.offs.append((end, *message.bytes()))
        else:
            pairs.orphans.append(i)
    for start, on in starts:
        pairs.notes.append((on.channel, on.note, start, on.velocity, max(end_tick, start + 1), 64))
    pairs.never_ended = len(starts)
    return pairs


def _swapped(rows: list[_Row]) -> list[_Row]:
    """Offs without a note put behind an on at the same tick that directly follows."""
    rows = list(rows)
    for i in _pair(rows, 0).orphans:
        if i + 1 < len(rows) and rows[i + 1][0] == rows[i][0] and rows[i + 1][1].velocity:
            rows[i], rows[i + 1] = rows[i + 1], rows[i]
    return rows
