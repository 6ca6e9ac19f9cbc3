"""One test for each way in which a file can be broken: what is said, and what is saved."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from genre_studio.music.midi_file import MidiFileError, ReadResult, read_song, read_song_bytes, song_bytes
from genre_studio.music.midi_file.reader import MAX_FILE_BYTES
from genre_studio.music.timing import Meter
from tests.helpers.midi_bytes import END, ONE_NOTE, chunk, file_of, header, meta


def _read(data: bytes) -> ReadResult:
    return read_song_bytes(data, "demo.mid")


def _notes(result: ReadResult) -> list[tuple[int, int, int]]:
    return [
        (int(n["start"]), int(n["duration"]), int(n["pitch"])) for t in result.song.tracks for n in t.notes
    ]


_C = [(0, 96, 60)]

# name: (bytes, the repairs in order, the notes that are left as start, duration, pitch)
_REPAIRED: dict[str, tuple[bytes, list[str], list[tuple[int, int, int]]]] = {
    "sound": (file_of(ONE_NOTE + END), [], _C),
    "truncated in a track": (
        file_of(ONE_NOTE + ONE_NOTE + END)[:-9],
        ["Track 1, byte 33: the track breaks off here; everything before is kept."],
        [(0, 96, 60)],
    ),
    "truncated in a text": (
        header() + chunk(ONE_NOTE + b"\x00\xff\x01\x7fHello", 200),
        ["Track 1, byte 39: the track breaks off here; everything before is kept."],
        _C,
    ),
    "no end mark": (
        file_of(ONE_NOTE),
        ["Track 1, byte 30: the track breaks off here; everything before is kept."],
        _C,
    ),
    "chunk length too long": (
        header() + chunk(ONE_NOTE + END, 5000),
        ["Track 1, byte 14: the track's stated length is wrong; it was read to its real end."],
        _C,
    ),
    "chunk length too short": (
        header() + chunk(ONE_NOTE + END, 5),
        ["Track 1, byte 14: the track's stated length is wrong; it was read to its real end."],
        _C,
    ),
    "chunk length of 4 GB": (
        header() + chunk(ONE_NOTE + END, 0xFFFF_FFFF),
        ["Track 1, byte 14: the track's stated length is wrong; it was read to its real end."],
        _C,
    ),
    "chunk length swallows the next track": (
        header(tracks=2) + chunk(ONE_NOTE + END, 12 + 20) + chunk(ONE_NOTE + END),
        ["Track 1, byte 14: the track's stated length is wrong; it was read to its real end."],
        _C * 2,
    ),
    "events after the end mark": (
        file_of(END + ONE_NOTE + END),
        ["Track 1, byte 26: the track goes on after its end mark; what follows was kept."],
        _C,
    ),
    "bytes after the end mark": (
        file_of(ONE_NOTE + END + b"junk!"),
        ["Track 1, byte 34: bytes after the track's end mark were left out."],
        _C,
    ),
    "zeros after the end mark": (file_of(ONE_NOTE + END + bytes(9)), [], _C),
    "running status without a status": (
        file_of(b"\x00\x3c\x40" + ONE_NOTE + END),
        ["Track 1, byte 23: bytes that begin no event were skipped."],
        _C,
    ),
    "data byte above 127": (
        file_of(bytes.fromhex("00 90 3c ff 60 80 3c 40") + END),
        ["Track 1, byte 22: a value above 127 was set to 127."],
        _C,
    ),
    "pitch above 127": (
        file_of(bytes.fromhex("00 90 bc 40 00 80 bc 40") + ONE_NOTE + END),
        ["Track 1: 2 messages for notes or controllers above 127 were left out, the first at byte 22."],
        _C,
    ),
    "stray system message": (
        file_of(b"\x00\xf2\x01\x02\x00\xf8" + ONE_NOTE + END),
        ["Track 1: 2 messages that may not stand in a file were left out, the first at byte 22."],
        _C,
    ),
    "wait of five bytes": (
        file_of(b"\xff\xff\xff\xff\x7f" + ONE_NOTE[1:] + END),
        ["Track 1, byte 22: an impossible waiting time was taken as none."],
        _C,
    ),
    "wait padded to five bytes": (file_of(b"\x80\x80\x80\x80\x00" + ONE_NOTE[1:] + END), [], _C),
    "waits beyond the last tick": (
        file_of(ONE_NOTE + b"\xff\xff\xff\x7f" + ONE_NOTE[1:] + END),
        ["Track 1, byte 30: an impossible waiting time was taken as none."],
        [(0, 96, 60), (96, 96, 60)],
    ),
    "note of no length at the last tick": (
        file_of(b"\xff\xff\xff\x7f" + bytes.fromhex("90 3c 40 00 80 3c 40") + END),
        ["Track 1, byte 22: a note of no length now lasts one tick."],
        [(0x0FFF_FFFE, 1, 60)],
    ),
    "note never ended": (
        file_of(ONE_NOTE[:4] + b"\x60\xff\x2f\x00"),
        ["Track 1, byte 22: a note was never ended; it now ends with its track."],
        _C,
    ),
    "end without a note": (
        file_of(b"\x00\x80\x3d\x40" + ONE_NOTE + END),
        ["Track 1, byte 22: a note end without a note was left out."],
        _C,
    ),
    "notes of no length": (
        file_of(bytes.fromhex("00 90 3c 40 00 80 3c 40") * 2 + END),
        ["Track 1: 2 notes of no length now last one tick, the first at byte 22."],
        [(0, 1, 60)] * 2,
    ),
    "note of no length whose end was sorted first": (
        file_of(bytes.fromhex("05 80 3c 40 00 90 3c 40 05 90 3c 40 05 80 3c 40") + END),
        ["Track 1, byte 26: a note of no length now lasts one tick."],
        [(5, 1, 60), (10, 5, 60)],
    ),
    "tempo of zero": (
        file_of(meta(0x51, bytes(3)) + ONE_NOTE + END),
        ["Track 1, byte 22: a tempo that cannot be played is kept but not followed."],
        _C,
    ),
    "meter of nothing": (
        file_of(meta(0x58, bytes((0, 200, 24, 8))) + ONE_NOTE + END),
        ["Track 1, byte 22: a time signature that cannot be counted is kept but not followed."],
        _C,
    ),
    "key of twelve sharps": (
        file_of(meta(0x59, bytes((12, 0))) + ONE_NOTE + END),
        ["Track 1, byte 22: a key signature that does not exist is kept but not followed."],
        _C,
    ),
    "zero division": (
        file_of(ONE_NOTE + END, division=0),
        ["File, byte 12: the header gives no ticks a quarter note; 480 were taken."],
        _C,
    ),
    "header promises 65,535 tracks": (
        header(tracks=0xFFFF) + chunk(ONE_NOTE + END),
        ["File, byte 10: the header promises another number of tracks; those present were read."],
        _C,
    ),
    "type 0 with two tracks": (
        file_of(ONE_NOTE + END, ONE_NOTE + END, file_type=0),
        ["File, byte 8: a type 0 file may hold one track only; it was read as type 1."],
        _C * 2,
    ),
    "type 7": (
        file_of(ONE_NOTE + END, file_type=7),
        ["File, byte 8: the header names a file type that does not exist; it was read as type 1."],
        _C,
    ),
    "header of ten bytes": (
        b"MThd" + (10).to_bytes(4, "big") + header()[8:] + b"more" + chunk(ONE_NOTE + END),
        [],
        _C,
    ),
    "header of three bytes": (
        b"MThd" + (3).to_bytes(4, "big") + b"\0\0\0" + chunk(ONE_NOTE + END),
        ["File, byte 0: the header breaks off; type 1 and 480 ticks a quarter note were taken."],
        _C,
    ),
    "no header": (
        chunk(ONE_NOTE + END),
        ["File, byte 0: the header is missing; the tracks were read as type 1 at 480 ticks a quarter note."],
        _C,
    ),
    "bytes before the header": (
        bytes(128) + file_of(ONE_NOTE + END),
        ["File: 128 bytes before the MIDI header were skipped, the first at byte 0."],
        _C,
    ),
    "garbage between tracks": (
        header(tracks=2) + chunk(ONE_NOTE + END) + b"\1\2\3\4\5\6" + chunk(ONE_NOTE + END),
        ["File, byte 34: bytes that belong to no track were left out."],
        _C * 2,
    ),
    "block of another kind": (
        header() + chunk(b"style", name=b"XFIH") + chunk(ONE_NOTE + END),
        ["File, byte 14: a block that is not a track was left out."],
        _C,
    ),
}


@pytest.mark.parametrize("kind", _REPAIRED)
def test_a_broken_file_is_repaired_and_the_repair_told(kind: str) -> None:
    data, repairs, notes = _REPAIRED[kind]
    result = _read(data)
    assert list(result.repairs) == repairs
    assert _notes(result) == notes
    assert _notes(_read(song_bytes(result.song))) == notes


_LOST = {
    "empty": (b"", "demo.mid is empty (0 bytes): choose another file."),
    "a recording": (
        b"RIFF\x24\0\0\0WAVEfmt ",
        "demo.mid is not a MIDI file: it begins like a WAV or other RIFF file; choose a .mid file.",
    ),
    "a text": (
        b"Dear diary",
        "demo.mid is not a MIDI file: there is no MIDI header (MThd) in it; choose a .mid file.",
    ),
    "a header alone": (header(), "demo.mid ends at byte 14 without a track: choose another file."),
    "half a header": (b"MThd\0\0", "demo.mid ends at byte 6 without a track: choose another file."),
}


@pytest.mark.parametrize("kind", _LOST)
def test_a_file_that_cannot_be_saved_is_refused_in_one_sentence(kind: str) -> None:
    data, sentence = _LOST[kind]
    with pytest.raises(MidiFileError) as refusal:
        _read(data)
    assert str(refusal.value) == sentence


def test_places_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(MidiFileError, match=r"gone\.mid cannot be read \(no such file or directory\)"):
        read_song(tmp_path / "gone.mid")
    with pytest.raises(MidiFileError, match="cannot be read"):
        read_song(tmp_path)
    os.mkfifo(tmp_path / "pipe.mid")
    with pytest.raises(MidiFileError, match=r"pipe\.mid cannot be read \(it is not a file\)"):
        read_song(tmp_path / "pipe.mid")


def test_a_file_beyond_any_score_is_refused() -> None:
    with pytest.raises(MidiFileError, match="larger than 32 MB"):
        _read(bytes(MAX_FILE_BYTES + 1))


def test_a_riff_wrapper_is_opened() -> None:
    inner = file_of(ONE_NOTE + END)
    wrapped = (
        b"RIFF"
        + (len(inner) + 12).to_bytes(4, "little")
        + b"RMIDdata"
        + len(inner).to_bytes(4, "little")
        + inner
    )
    result = _read(wrapped)
    assert (result.repairs, _notes(result)) == ((), _C)


@pytest.mark.parametrize(
    ("division", "seconds"),
    [
        (0xE728, 96 / 1000),  # 25 frames of 40 ticks: milliseconds
        (0xE850, 96 / 1920),  # 24 frames of 80
        (0xE364, 96 / (30000 / 1001 * 100)),  # 29.97 frames of 100
        (0xE707, 96 / 175),  # an odd number of ticks a second
    ],
)
def test_film_time_keeps_its_seconds(division: int, seconds: float) -> None:
    result = _read(file_of(meta(0x51, b"\x01\x02\x03") + ONE_NOTE + END, division=division))
    assert result.repairs == (
        "File, byte 12: positions are counted in film frames; the tempo was set to keep every second.",
        "Track 1, byte 22: a tempo that has no effect in film time was left out.",
    )
    assert result.song.tempo_map.seconds_at(result.song.note_end_tick) == pytest.approx(seconds)


def test_patterns_follow_one_another_from_bar_lines() -> None:
    waltz = meta(0x58, bytes((3, 2, 24, 8)))
    result = _read(file_of(waltz + ONE_NOTE + END, ONE_NOTE + END, ONE_NOTE + END, file_type=2))
    assert result.repairs == (
        "File, byte 8: this type 2 file holds separate patterns; they were put one after another.",
    )
    assert _notes(result) == [(0, 96, 60), (288, 96, 60), (576, 96, 60)]
    assert result.song.meters == (Meter(0, 3, 4),)


def test_a_pattern_keeps_the_meter_of_the_one_before_until_it_has_its_own() -> None:
    waltz, march = (meta(0x58, bytes((count, 2, 24, 8))) for count in (3, 2))
    bodies = (waltz + ONE_NOTE + END, ONE_NOTE + END, march + ONE_NOTE + END, ONE_NOTE + END)
    assert [start for start, _, _ in _notes(_read(file_of(*bodies, file_type=2)))] == [0, 288, 576, 768]


def test_many_patterns_and_meters_do_not_multiply() -> None:
    meters = meta(0x58, bytes((3, 2, 24, 8)), delta=1) * 20_000
    before_s = time.process_time()
    _read(file_of(meters + END, *[ONE_NOTE + END] * 2_000, file_type=2))
    assert time.process_time() - before_s < 10.0  # it was a minute


def test_a_wreck_gets_a_list_that_can_be_read() -> None:
    result = _read(header(tracks=3000) + chunk(b"\x00\x80\x3c\x40" + END) * 3000)
    assert len(result.repairs) == 101
    assert result.repairs[-1] == "There were 2,900 more kinds of repair further on."


def test_a_file_of_empty_tracks_is_bounded() -> None:
    result = _read(header(tracks=5000) + chunk(END) * 5000)
    assert result.repairs[-1].endswith("the file holds more than 4,096 tracks; the rest were left out.")
    assert len(result.song.tracks) == 4095  # the first is the conductor


def test_overlapping_notes_of_one_pitch_end_in_the_order_they_began() -> None:
    body = bytes.fromhex("00 90 3c 40 0a 90 3c 50 0a 80 3c 01 0a 80 3c 02") + END
    result = _read(file_of(body))
    notes = result.song.tracks[0].notes
    assert result.repairs == ()
    assert notes["start"].tolist() == [0, 10]
    assert (notes["start"] + notes["duration"]).tolist() == [20, 30]
    assert notes["release"].tolist() == [1, 2]
    assert np.array_equal(_read(song_bytes(result.song)).song.tracks[0].notes, notes)
