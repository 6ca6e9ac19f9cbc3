"""What a person types into a mark, read; and the edits that it means."""

import re

from genre_studio.music.song import Marker, Song
from genre_studio.music.timing import Meter, Tempo, bpm_to_tempo_us, meter_event
from genre_studio.ui.piano_roll.marks.mark import Mark, MarkKind
from genre_studio.ui.ruler_edits import (
    with_marker,
    with_marker_changed,
    with_meter_change,
    with_tempo_change,
    without_marker,
    without_meter_change,
    without_tempo_change,
)

SLOWEST_BPM, FASTEST_BPM = 10.0, 400.0
_MOST_BEATS = 32
_DENOMINATORS = (1, 2, 4, 8, 16, 32)

NamedSong = tuple[str, Song]
"""An edit: its name in the history, and the song after it."""


class EntryError(ValueError):
    """What was typed is no tempo or meter; the message is a sentence for a person."""


def entered(song: Song, kind: MarkKind, tick: int, text: str) -> NamedSong:
    """A new mark at `tick`. Raises EntryError."""
    bar = song.meter_map.bar_index_at(tick) + 1
    if kind is MarkKind.MARKER:
        return f"Add marker {text}", with_marker(song, Marker(tick, text))
    if kind is MarkKind.METER:
        meter = read_meter(text, tick)
        name = f"Set the meter from bar {bar} to {meter.numerator}/{meter.denominator}"
        return name, with_meter_change(song, meter)
    tempo = read_tempo(text, tick)
    return f"Set the tempo from bar {bar} to {tempo.bpm:g} bpm", with_tempo_change(song, tempo)


def changed(song: Song, mark: Mark, text: str) -> NamedSong:
    """A mark that says something else now. An emptied one goes. Raises EntryError."""
    if not text:
        return removed(song, mark)
    if isinstance(mark.value, Marker):
        after = with_marker_changed(song, mark.value, Marker(mark.tick, text))
        return f"Rename marker {mark.text} to {text}", after
    return entered(song, mark.kind, mark.tick, text)


def moved(song: Song, mark: Mark, tick: int) -> NamedSong:
    """A mark that stands at another tick, in place of one of its kind that stood there."""
    bar = song.meter_map.bar_index_at(tick) + 1
    name = f"Move {_title(mark)} to bar {bar}"
    match mark.value:
        case Marker():
            return name, with_marker_changed(song, mark.value, Marker(tick, mark.text))
        case Meter(numerator=numerator, denominator=denominator):
            rest = without_meter_change(song, mark.tick)
            return name, with_meter_change(rest, meter_event(tick, numerator, denominator))
        case Tempo(tempo_us=tempo_us):
            return name, with_tempo_change(without_tempo_change(song, mark.tick), Tempo(tick, tempo_us))
        case _:
            return name, song


def removed(song: Song, mark: Mark) -> NamedSong:
    """Without the mark. Raises EntryError for the meter and the tempo that a song begins with."""
    if mark.is_fixed:
        raise EntryError(f"Every song begins with a {mark.kind.value}; type another one instead.")
    name = f"Remove {_title(mark)}"
    match mark.value:
        case Marker():
            return name, without_marker(song, mark.value)
        case Meter():
            return name, without_meter_change(song, mark.tick)
        case _:
            return name, without_tempo_change(song, mark.tick)


def read_tempo(text: str, tick: int) -> Tempo:
    """120, 92.5 or "92,5 bpm". Raises EntryError."""
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(?:bpm)?\s*", text, re.IGNORECASE)
    bpm = float(found[1].replace(",", ".")) if found else 0.0
    if not SLOWEST_BPM <= bpm <= FASTEST_BPM:
        raise EntryError(f"A tempo is a number from {SLOWEST_BPM:g} to {FASTEST_BPM:g}, like 120.")
    return Tempo(tick, bpm_to_tempo_us(bpm))


def read_meter(text: str, tick: int) -> Meter:
    """3/4. Raises EntryError."""
    found = re.fullmatch(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*", text)
    numerator, denominator = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= numerator <= _MOST_BEATS or denominator not in _DENOMINATORS:
        raise EntryError("A meter is beats over a note value, like 3/4 or 6/8.")
    return meter_event(tick, numerator, denominator)


def _title(mark: Mark) -> str:
    return f"marker {mark.text}" if mark.kind is MarkKind.MARKER else f"the {mark.kind.value} {mark.text}"
