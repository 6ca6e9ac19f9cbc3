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
    open_notes: dict[tuple[int, int], deque[tuple[int, int]]] = defaultdict(deque)
    for message in track:
        tick += message.time
        heard.end_tick = max(heard.end_tick, tick)
        if message.is_meta or message.type == "sysex":
            if message.type != "end_of_track":
                heard.metas[tick, *message.bytes()] += 1
        elif message.type in {"note_on", "note_off"}:
            _hear_note(message, tick, open_notes[message.channel, message.note], heard)
        else:
            rows[message.channel].append((tick, number, tuple(message.bytes())))
    for (channel, pitch), starts in open_notes.items():
        for start, velocity in starts:
            heard.notes[channel, pitch, start, velocity, max(tick, start + 1), 64] += 1


def _hear_note(message: mido.Message, tick: int, starts: deque[tuple[int, int]], heard: Heard) -> None:
    if message.type == "note_on" and message.velocity:
        starts.append((tick, message.velocity))
    elif starts:
        start, velocity = starts.popleft()
        release = 64 if message.type == "note_on" else message.velocity
        end = max(tick, start + 1)
        heard.notes[message.channel, message.note, start, velocity, end, release] += 1
        heard.note_off_bytes[end, *message.bytes()] += 1
