"""Standard MIDI files to songs. What a file brings in is kept, or its loss is listed."""

from dataclasses import dataclass
from pathlib import Path

from genre_studio.music.midi_file.assembly import SongAssembly
from genre_studio.music.midi_file.chunks import Header, parse_tracks, read_header
from genre_studio.music.midi_file.division import read_division
from genre_studio.music.midi_file.repairs import MidiFileError, Repair, RepairLog
from genre_studio.music.song import Song

MAX_FILE_BYTES = 32 * 2**20
"""About ten million events: beyond any score, and what a hostile file may cost in time and memory."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A song, and one sentence for each thing that had to be repaired to read it."""

    song: Song
    repairs: tuple[str, ...] = ()


def read_song(path: Path | str) -> ReadResult:
    """Read the MIDI file at `path`. Raises MidiFileError where nothing of it can be saved."""
    path = Path(path)
    if path.exists() and not path.is_file():  # a named pipe would be waited for without end
        raise MidiFileError(f"{path.name} cannot be read (it is not a file): choose a .mid file.")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise MidiFileError(f"{path.name} cannot be read ({reason}): choose another file.") from error
    return read_song_bytes(data, path.name)


def read_song_bytes(data: bytes, name: str) -> ReadResult:
    """Read a MIDI file's bytes; `name` stands for it in messages. Raises MidiFileError as read_song."""
    if len(data) > MAX_FILE_BYTES:
        raise MidiFileError(f"{name} is larger than {MAX_FILE_BYTES >> 20} MB: split it into shorter songs.")
    log = RepairLog()
    header, first = read_header(data, name, log)
    tracks = list(parse_tracks(data, first, log))
    if not tracks:
        raise MidiFileError(f"{name} ends at byte {len(data):,} without a track: choose another file.")
    file_type = _file_type(header, len(tracks), log)
    division = read_division(header.division, log)
    song = SongAssembly(division, file_type, log).assemble(tracks)
    return ReadResult(song, log.sentences())


def _file_type(header: Header, track_count: int, log: RepairLog) -> int:
    """The type by which the tracks are to be read: 0, 1 or 2."""
    if header.track_count not in {track_count, -1}:
        log.add(Repair.TRACK_COUNT, 10)
    if header.file_type > 2:
        log.add(Repair.UNKNOWN_TYPE, 8)
        return 1
    if header.file_type == 0 and track_count > 1:
        log.add(Repair.MANY_IN_TYPE_0, 8)
        return 1
    if header.file_type == 2 and track_count > 1:
        log.add(Repair.PATTERNS, 8)
    return header.file_type
