"""The file around the tracks: header, chunk boundaries, wrappers, and lies about lengths."""

from collections.abc import Iterator
from dataclasses import dataclass

from genre_studio.music.midi_file.repairs import MidiFileError, Repair, RepairLog
from genre_studio.music.midi_file.track_parser import ParsedTrack, parse_track
from genre_studio.music.timing import DEFAULT_PPQ

MAX_TRACKS = 4096
"""Beyond any orchestral template; a wrecked file may claim millions of empty ones."""

_OTHER_FORMATS = (
    (b"RIFF", "a WAV or other RIFF file"),
    (b"ID3", "an MP3 recording"),
    (b"\xff\xfb", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a project or database"),
    (b"<?xml", "an XML document"),
    (b"MTrk", "a MIDI track without its events"),
)


@dataclass(frozen=True, slots=True)
class Header:
    """What MThd says. `division` is the raw 16-bit word."""

    file_type: int
    track_count: int
    division: int


def read_header(data: bytes, name: str, log: RepairLog) -> tuple[Header, int]:
    """The header and the offset of the first chunk after it.

    Skips a RIFF wrapper or other leading bytes. Raises MidiFileError where no MIDI data are found.
    """
    if not data:
        raise MidiFileError(f"{name} is empty (0 bytes): choose another file.")
    start = data.find(b"MThd")
    if start < 0:
        return _assumed_header(data, name, log)
    if start and not (data[:4] == b"RIFF" and data[8:12] == b"RMID"):
        log.add(Repair.LEADING_BYTES, 0, count=start)
    length = int.from_bytes(data[start + 4 : start + 8], "big")
    words = [data[at : at + 2] for at in range(start + 8, start + 14, 2)]
    if length < 6 or len(words[2]) < 2:
        log.add(Repair.SHORT_HEADER, start)
        found = data.find(b"MTrk", start)
        return Header(1, -1, DEFAULT_PPQ), len(data) if found < 0 else found
    header = Header(*(int.from_bytes(word, "big") for word in words))
    first = start + 8 + length
    if first > len(data) or (length > 6 and not _is_boundary(data, first)):
        found = data.find(b"MTrk", start + 14)
        first = len(data) if found < 0 else found
    return header, first


def _assumed_header(data: bytes, name: str, log: RepairLog) -> tuple[Header, int]:
    first = data.find(b"MTrk")
    if first < 0 or len(data) < first + 12:
        looks = next((what for magic, what in _OTHER_FORMATS if data.startswith(magic)), None)
        guess = f"it begins like {looks}" if looks else "there is no MIDI header (MThd) in it"
        raise MidiFileError(f"{name} is not a MIDI file: {guess}; choose a .mid file.")
    log.add(Repair.NO_HEADER, 0)
    return Header(1, -1, DEFAULT_PPQ), first


def parse_tracks(data: bytes, pos: int, log: RepairLog) -> Iterator[ParsedTrack]:
    """Parse every MTrk chunk from `pos` on, whatever the chunk lengths claim."""
    number = 0
    while pos < len(data):
        kind = data[pos : pos + 4]
        if kind == b"MTrk":
            number += 1
            if number > MAX_TRACKS:
                log.add(Repair.TOO_MANY_TRACKS, pos)
                return
            track, pos = _parse_chunk(data, pos, number, log)
            yield track
        else:
            pos = _skip_other_chunk(data, pos, log)


def _parse_chunk(data: bytes, pos: int, number: int, log: RepairLog) -> tuple[ParsedTrack, int]:
    """The track whose chunk begins at `pos`, and where the next chunk begins."""
    body = pos + 8
    stated_end = body + int.from_bytes(data[pos + 4 : body], "big")
    is_true = _is_boundary(data, stated_end)
    limit = stated_end if is_true else _next_track(data, body)
    track = parse_track(data, min(body, len(data)), limit, number, log, limit_is_stated=is_true)
    end = track.end_byte
    if not track.has_end_mark:
        return track, limit
    if end > stated_end:
        log.add(Repair.CHUNK_LENGTH, pos, number)
    elif end < stated_end:
        swallowed = data.find(b"MTrk", end, stated_end)
        if swallowed >= 0 or stated_end > len(data):
            log.add(Repair.CHUNK_LENGTH, pos, number)
            end = swallowed if swallowed >= 0 else end
        else:
            if data[end:stated_end].strip(b"\0"):
                log.add(Repair.AFTER_END, end, number)
            end = stated_end
    return track, end


def _skip_other_chunk(data: bytes, pos: int, log: RepairLog) -> int:
    """The position after a chunk that is no track, or after bytes that are no chunk."""
    length = int.from_bytes(data[pos + 4 : pos + 8], "big")
    if _is_chunk_name(data[pos : pos + 4]) and _is_boundary(data, pos + 8 + length):
        log.add(Repair.ALIEN_CHUNK, pos)
        return pos + 8 + length
    following = _next_track(data, pos)
    if data[pos:following].strip(b"\0"):
        log.add(Repair.GARBAGE, pos)
    return following


def _next_track(data: bytes, pos: int) -> int:
    found = data.find(b"MTrk", pos)
    return len(data) if found < 0 else found


def _is_boundary(data: bytes, pos: int) -> bool:
    """Whether a chunk may end at `pos`: at the end of the file or before something named like a chunk."""
    return pos == len(data) or (pos < len(data) and _is_chunk_name(data[pos : pos + 4]))


def _is_chunk_name(name: bytes) -> bool:
    return len(name) == 4 and name.isalnum()
