"""Songs to standard MIDI files, whole or not at all."""

import os
import secrets
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind
from genre_studio.music.midi_file.channel_messages import BEND_CENTRE, NOTE_OFF, NOTE_ON
from genre_studio.music.midi_file.metas import MetaType, encode_key, encode_meter, encode_tempo
from genre_studio.music.midi_file.repairs import MidiFileError
from genre_studio.music.midi_file.track_names import is_among
from genre_studio.music.midi_file.track_parser import MAX_TICK
from genre_studio.music.notes import DEFAULT_RELEASE_VELOCITY, check_notes, note_ends
from genre_studio.music.song import RawEvent, Song, TextEvent, Track

_ONE_DATA_BYTE = (ChannelEventKind.PROGRAM, ChannelEventKind.CHANNEL_PRESSURE)

# Phases order the events of one tick: notes end before a program changes, and it changes before they begin.
_OFF, _META, _EVENT, _ON = range(4)


class _Timed(NamedTuple):
    tick: int
    phase: int
    data: bytes


_Events: TypeAlias = Iterable[_Timed]


def write_song(
    song: Song, path: Path | str, *, file_type: int = 1, tracks_end_together: bool = False
) -> None:
    """Write `song` to `path`: either the whole file is there afterwards or what was there before.

    `tracks_end_together` ends every track at the song's stated end, so that a DAW makes each part a
    clip of that length. Raises MidiFileError where the song does not fit the format or the place
    cannot be written.
    """
    path = Path(path)
    data = song_bytes(song, file_type, tracks_end_together=tracks_end_together)
    try:
        _replace_file(path, data)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise MidiFileError(f"{path.name} cannot be written ({reason}): choose another folder.") from error


def song_bytes(song: Song, file_type: int = 1, *, tracks_end_together: bool = False) -> bytes:
    """The bytes of a MIDI file of type 0 (one chunk) or 1 (a conductor chunk and one for each track).

    In type 0 the tracks of one channel become one and texts belong to the song. Raises MidiFileError
    where the song does not fit the format.
    """
    if file_type not in {0, 1}:
        raise ValueError(f"file type must be 0 or 1, not {file_type}")
    if not 1 <= song.ppq <= 0x7FFF:
        raise MidiFileError(
            f"The song counts {song.ppq} ticks a quarter note; a MIDI file holds 1 to 32,767."
        )
    encoding = _writable_encoding(song)
    try:
        conductor = list(_conductor_events(song, encoding))
        tracks = [list(_track_events(track, encoding, song.silent_ons, file_type)) for track in song.tracks]
        if file_type == 0:
            chunks = [_chunk(chain(conductor, *tracks), song.stated_end_tick)]
        else:
            track_end = song.stated_end_tick if tracks_end_together else 0
            chunks = [
                _chunk(conductor, song.stated_end_tick),
                *(_chunk(track, track_end) for track in tracks),
            ]
    except ValueError as error:
        raise MidiFileError(f"The song cannot be written: {error}.") from error
    if len(chunks) > 0xFFFF:
        raise MidiFileError(f"The song has {len(chunks):,} tracks; a MIDI file holds 65,535.")
    words = (file_type, len(chunks), song.ppq)
    header = b"MThd" + (6).to_bytes(4, "big") + b"".join(word.to_bytes(2, "big") for word in words)
    return header + b"".join(chunks)


def _replace_file(path: Path, data: bytes) -> None:
    """Write beside `path`, flush to the disk, then take its place."""
    path = path.resolve()  # through a link, so that the link stays one
    temporary = path.with_name(f".genre-studio-{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _writable_encoding(song: Song) -> str:
    """The song's own text encoding, or utf-8 where a text typed since does not fit it."""
    texts = [song.title, *(track.name for track in song.tracks), *(marker.text for marker in song.markers)]
    texts += [text.text for text in song.texts]
    texts += [text.text for track in song.tracks for text in track.texts]
    try:
        "".join(texts).encode(song.text_encoding)
    except (UnicodeEncodeError, LookupError):
        return "utf-8"
    return song.text_encoding


def _conductor_events(song: Song, encoding: str) -> Iterator[_Timed]:
    yield from _name_event(song.title, song.texts, encoding)
    for tempo in song.tempos:
        yield _meta(tempo.tick, MetaType.TEMPO, encode_tempo(tempo))
    for meter in song.meters:
        yield _meta(meter.tick, MetaType.METER, encode_meter(meter))
    for key in song.keys:
        yield _meta(key.tick, MetaType.KEY, encode_key(key))
    for marker in song.markers:
        yield _meta(marker.tick, MetaType.MARKER, _encoded(marker.text, encoding))
    yield from _other_events(song.texts, song.raw_events, encoding)


def _track_events(track: Track, encoding: str, silent_ons: bool, file_type: int) -> Iterator[_Timed]:
    """A track's events. A channel prefix tells whose the name is where nothing else in the chunk does."""
    _check_track(track)
    raw_events = track.raw_events
    is_silent = not len(track.notes) and not len(track.events)
    if (track.channel and is_silent) if file_type else track.name:
        raw_events = _with_prefix_first(track.raw_events, track.channel)
        yield from _other_events((), raw_events[:1], encoding)
        raw_events = raw_events[1:]
    yield from _name_event(track.name, track.texts, encoding)
    yield from _other_events(track.texts, raw_events, encoding)
    yield from _channel_events(track)
    yield from _note_events(track, silent_ons)


def _with_prefix_first(raw_events: tuple[RawEvent, ...], channel: int) -> tuple[RawEvent, ...]:
    prefix = RawEvent(0, 0xFF, bytes((MetaType.CHANNEL_PREFIX, channel)))
    rest = list(raw_events)
    if prefix in rest:
        rest.remove(prefix)
    return (prefix, *rest)


def _check_track(track: Track) -> None:
    """Raise ValueError where a number would not fit its place in a message."""
    check_notes(track.notes)
    number, value = track.events["number"], track.events["value"]
    is_bend = track.events["kind"] == ChannelEventKind.BEND
    low, high = np.where(is_bend, -BEND_CENTRE, 0), np.where(is_bend, BEND_CENTRE - 1, 127)
    if not 0 <= track.channel <= 15:
        raise ValueError(f"channel {track.channel + 1} of track {track.name!r} does not exist")
    if np.any((value < low) | (value > high) | (number < 0) | (number > 127)):
        raise ValueError(f"a controller, program or bend of track {track.name!r} is out of range")
    if any(raw.status == 0xFF and not raw.data for raw in track.raw_events):
        raise ValueError(f"an event of track {track.name!r} has no type")


def _name_event(name: str, texts: tuple[TextEvent, ...], encoding: str) -> Iterator[_Timed]:
    if name and not is_among(name, texts):
        yield _meta(0, MetaType.NAME, _encoded(name, encoding))


def _other_events(texts: tuple[TextEvent, ...], raw: tuple[RawEvent, ...], encoding: str) -> Iterator[_Timed]:
    for text in texts:
        yield _meta(text.tick, text.kind, _encoded(text.text, encoding))
    for event in raw:
        if event.status == 0xFF:
            yield _meta(event.tick, event.data[0], event.data[1:])
        else:
            data = bytes((event.status,)) + quantity(len(event.data)) + event.data
            yield _Timed(event.tick, _META, data)


def _channel_events(track: Track) -> Iterator[_Timed]:
    events = track.events
    columns = (events[name].tolist() for name in ("tick", "kind", "number", "value"))
    for tick, kind, number, value in zip(*columns, strict=True):
        status = kind << 4 | track.channel
        if kind in _ONE_DATA_BYTE:
            data = bytes((status, value))
        elif kind == ChannelEventKind.BEND:
            bend = value + BEND_CENTRE
            data = bytes((status, bend & 0x7F, bend >> 7))
        else:
            data = bytes((status, number, value))
        yield _Timed(tick, _EVENT, data)


def _note_events(track: Track, silent_ons: bool) -> Iterator[_Timed]:
    notes = track.notes
    on, off = NOTE_ON << 4 | track.channel, NOTE_OFF << 4 | track.channel
    columns = (notes[name].tolist() for name in ("start", "pitch", "velocity", "release"))
    for (start, pitch, velocity, release), end in zip(
        zip(*columns, strict=True), note_ends(notes).tolist(), strict=True
    ):
        yield _Timed(start, _ON, bytes((on, pitch, velocity)))
        # An on of velocity 0 stands for an off at the release velocity 64 (MIDI 1.0).
        is_short = silent_ons and release == DEFAULT_RELEASE_VELOCITY
        yield _Timed(end, _OFF, bytes((on, pitch, 0) if is_short else (off, pitch, release)))


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


def _meta(tick: int, meta_type: int, data: bytes) -> _Timed:
    return _Timed(tick, _META, bytes((0xFF, meta_type)) + quantity(len(data)) + data)


def _chunk(events: _Events, end_tick: int = 0) -> bytes:
    """An MTrk chunk of `events` in time order, ending at `end_tick` or with the last of them."""
    body = bytearray()
    now = 0
    for tick, _, data in sorted(events, key=lambda event: event[:2]):
        body += quantity(tick - now) if tick - now > 0x7F else bytes((tick - now,))
        body += data
        now = tick
    end = max(end_tick, now)
    if end > MAX_TICK:
        raise ValueError("it is longer than a MIDI file can hold; cut its end")
    body += quantity(end - now) + bytes((0xFF, MetaType.END_OF_TRACK, 0))
    return b"MTrk" + len(body).to_bytes(4, "big") + bytes(body)


def quantity(value: int) -> bytes:
    """`value` (0 to 0x0FFFFFFF) as a variable-length quantity."""
    septets = [value & 0x7F]
    while value > 0x7F:
        value >>= 7
        septets.append(value & 0x7F | 0x80)
    return bytes(reversed(septets))
