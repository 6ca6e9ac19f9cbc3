"""Songs to MIDI files and back: what we make, what others make, and what nobody should have made."""

import os
import random
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genre_studio.music.channel_events import ChannelEvents, make_channel_events
from genre_studio.music.midi_file import MidiFileError, read_song, read_song_bytes, song_bytes, write_song
from genre_studio.music.notes import NOTE_DTYPE, Notes, make_notes, sorted_notes
from genre_studio.music.song import KeySignature, Marker, RawEvent, Song, TextEvent, Track
from genre_studio.music.timing import Meter, Tempo
from tests.helpers.midi_bytes import END, ONE_NOTE, chunk, file_of, header, meta
from tests.helpers.songs import assert_same_song

_TICKS = st.one_of(st.integers(0, 2000), st.integers(0, 2_000_000))
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_BYTES = st.binary(max_size=9)
_DATA = st.integers(0, 127)


@st.composite
def _notes(draw: st.DrawFn) -> Notes:
    """Notes that a file can tell apart: of one pitch, the one that starts first ends first."""
    rows = draw(
        st.lists(st.tuples(_TICKS, st.integers(1, 900), _DATA, st.integers(1, 127), _DATA), max_size=20)
    )
    notes = np.zeros(len(rows), NOTE_DTYPE)
    for name, column in zip(
        ("start", "duration", "pitch", "velocity", "release"), zip(*rows, strict=True), strict=False
    ):
        notes[name] = column
    notes = notes[np.lexsort((notes["pitch"], notes["start"]))]
    notes["id"] = np.arange(len(notes))
    for pitch in np.unique(notes["pitch"]):
        same = notes["pitch"] == pitch
        starts = notes["start"][same]
        ends = np.maximum.accumulate(starts + notes["duration"][same])
        notes["duration"][same] = ends - starts
    return sorted_notes(notes)


@st.composite
def _events(draw: st.DrawFn) -> ChannelEvents:
    kinds = st.one_of(
        st.tuples(_TICKS, st.sampled_from([0xA, 0xB]), _DATA, _DATA),
        st.tuples(_TICKS, st.sampled_from([0xC, 0xD]), st.just(0), _DATA),
        st.tuples(_TICKS, st.just(0xE), st.just(0), st.integers(-8192, 8191)),
    )
    return make_channel_events(draw(st.lists(kinds, max_size=12)))


def _by_tick(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=4).map(lambda found: tuple(sorted(found, key=lambda value: value.tick)))


_text_events = _by_tick(st.builds(TextEvent, _TICKS, st.sampled_from([1, 2, 4, 5, 7, 8, 9]), _TEXTS))
_raw_events = _by_tick(
    st.one_of(
        st.builds(RawEvent, _TICKS, st.sampled_from([0xF0, 0xF7]), _BYTES),
        st.builds(RawEvent, _TICKS, st.just(0xFF), _BYTES.map(lambda data: b"\x7f" + data)),
    )
)
_tracks = st.builds(
    Track, _TEXTS, st.integers(0, 15), _notes(), _events(), texts=_text_events, raw_events=_raw_events
)


def _coloured(tracks: Iterable[Track]) -> tuple[Track, ...]:
    """A file says nothing of hues: the reader deals them out in order."""
    return tuple(replace(track, colour=index) for index, track in enumerate(tracks))


_songs = st.builds(
    Song,
    ppq=st.integers(1, 32767),
    tracks=st.lists(_tracks, max_size=4).map(_coloured),
    tempos=_by_tick(st.builds(Tempo, _TICKS, st.integers(1, 0xFFFFFF))),
    meters=_by_tick(
        st.builds(Meter, _TICKS, st.integers(1, 255), st.sampled_from([1, 2, 4, 8, 16, 128]), _DATA, _DATA)
    ),
    keys=_by_tick(st.builds(KeySignature, _TICKS, st.integers(-7, 7), st.booleans())),
    markers=_by_tick(st.builds(Marker, _TICKS, _TEXTS)),
    title=_TEXTS,
    texts=_text_events,
    raw_events=_raw_events,
)


def _reread(song: Song, file_type: int = 1) -> Song:
    result = read_song_bytes(song_bytes(song, file_type), "song.mid")
    assert result.repairs == ()
    return result.song


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(_songs)
def test_any_song_survives_type_1(song: Song) -> None:
    assert_same_song(_reread(song), song)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(_songs)
def test_a_song_of_one_track_a_channel_survives_type_0(song: Song) -> None:
    playing = {
        t.channel: replace(t, texts=(), raw_events=()) for t in song.tracks if len(t.notes) or len(t.events)
    }
    song = replace(song, tracks=_coloured(playing[channel] for channel in sorted(playing)))
    reread = _reread(song, 0)
    assert all(len(track.raw_events) == bool(track.name) for track in reread.tracks)  # whose name it is
    assert_same_song(replace(reread, tracks=tuple(replace(t, raw_events=()) for t in reread.tracks)), song)
    assert song_bytes(reread, 0) == song_bytes(song, 0)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 0xFFFF), st.booleans())
def test_random_bytes_never_raise_anything_else(noise: bytes, division: int, has_header: bool) -> None:
    _read_or_refuse(header(division=division) + chunk(noise) if has_header else noise)


_SOUND = file_of(
    meta(0x03, b"Song") + meta(0x51, b"\x07\xa1\x20") + meta(0x58, bytes((4, 2, 24, 8))) + END,
    meta(0x03, b"Lead")
    + bytes.fromhex("00 c0 05 00 b0 40 7f 00 e0 00 40 00 f0 03 7e 09 f7")
    + ONE_NOTE * 4
    + END,
    ONE_NOTE * 3 + meta(0x05, b"la") + END,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(_SOUND) - 1), st.integers(0, 255)), max_size=8), st.integers(0, 200)
)
def test_spoiled_files_never_raise_anything_else(spoils: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(_SOUND)
    for place, byte in spoils:
        data[place] = byte
    _read_or_refuse(bytes(data[: len(data) - cut]))


def _read_or_refuse(data: bytes) -> None:
    """Read what can be read; whatever was read can be written, and is then sound."""
    try:
        song = read_song_bytes(data, "noise.mid").song
    except MidiFileError as error:
        assert str(error).startswith("noise.mid ")
        return
    again = read_song_bytes(song_bytes(song), "again.mid")
    assert all("kept but not followed" in repair for repair in again.repairs)
    assert again.song.note_count == song.note_count


@pytest.mark.parametrize(
    "data",
    [
        header() + b"MTrk\xff\xff\xff\xff" * 20_000,
        header() + chunk(b"\x80" * 200_000),
        header() + chunk(b"\x00" * 200_000),
        header() + (b"MTrk\xff\xff\xff\xff" + END) * 15_000,
        header() + chunk(bytes.fromhex("00 90 3c 40") + b"\x00\x3c\x40" * 50_000),
        header() + chunk(b"\x00\xff\x01\x00" * 15_000),
        header(2, 1000) + chunk(b"\x83\xff\xff\x7f" + ONE_NOTE[1:] + END) * 1000,
        b"MThd" * 100_000,
    ],
)
def test_hostile_files_are_read_in_bounded_time(data: bytes) -> None:
    start = time.process_time()
    _read_or_refuse(data)
    assert time.process_time() - start < 4


def test_a_file_is_split_into_tracks_by_chunk_and_channel() -> None:
    two_channels = bytes.fromhex("00 91 3c 40 00 90 3d 40 60 81 3c 40 00 80 3d 40")
    song = read_song_bytes(
        file_of(meta(3, b"Title") + END, meta(3, b"Both") + two_channels + END, meta(1, b"words") + END), "x"
    ).song
    assert song.title == "Title"
    assert [(t.name, t.channel, len(t.notes)) for t in song.tracks] == [
        ("Both", 0, 1),
        ("", 1, 1),
        ("", 0, 0),
    ]
    assert song.tracks[2].texts == (TextEvent(0, 1, "words"),)


def test_texts_of_any_encoding_are_written_back_byte_for_byte() -> None:
    for name in ("Flöte".encode(), "Flöte".encode("latin-1"), "笛".encode("shift-jis"), b"\xff\xfe\x00"):
        data = file_of(END, meta(3, name) + ONE_NOTE + END)
        song = read_song_bytes(data, "x").song
        assert meta(3, name) in song_bytes(song)
    assert (
        read_song_bytes(file_of(END, meta(3, "Flöte".encode("latin-1")) + END), "x").song.tracks[0].name
        == "Flöte"
    )


def test_a_text_typed_into_a_latin_song_is_not_lost() -> None:
    song = read_song_bytes(file_of(meta(3, "Flöte".encode("latin-1")) + END, ONE_NOTE + END), "x").song
    renamed = song.with_track(0, replace(song.tracks[0], name="笛"))
    reread = read_song_bytes(song_bytes(renamed), "x").song
    assert (reread.title, reread.tracks[0].name) == ("Flöte", "笛")


def test_names_that_do_not_open_their_track_keep_their_place() -> None:
    body = meta(3, b"") + meta(3, b"Late", 5) + ONE_NOTE + meta(3, b"Late") + END
    data = file_of(END, body)
    song = read_song_bytes(data, "x").song
    assert song.tracks[0].name == "Late"
    again = read_song_bytes(song_bytes(song), "x").song
    assert again.tracks[0].texts == song.tracks[0].texts
    assert len(song.tracks[0].texts) == 3


def test_a_closing_rest_is_kept() -> None:
    song = read_song_bytes(file_of(ONE_NOTE + b"\x83\x00\xff\x2f\x00"), "x").song
    assert song.stated_end_tick == 96 + 384
    assert _reread(song).stated_end_tick == 480


def test_silent_ons_come_back_as_silent_ons() -> None:
    song = read_song_bytes(file_of(bytes.fromhex("00 90 3c 40 60 3c 00") + END), "x").song
    assert song.tracks[0].notes["release"].tolist() == [64]
    assert bytes.fromhex("60 90 3c 00") in song_bytes(song)


def test_a_silent_track_keeps_its_channel() -> None:
    assert [t.channel for t in _reread(Song(tracks=(Track("Kit", 9), Track("Keys")))).tracks] == [9, 0]


def test_what_does_not_fit_a_file_is_refused_in_a_sentence() -> None:
    note = Track(notes=make_notes([2**40], [1], [60]))
    refusals = {
        "longer than a MIDI file": Song(tracks=(note,)),
        "32,767": Song(ppq=40_000),
        "meter 3/5 does not fit": Song(meters=(Meter(0, 3, 5),)),
        "channel 17 of track 'Lead' does not exist": Song(tracks=(Track("Lead", 16),)),
        "out of range": Song(tracks=(Track(events=make_channel_events([(0, 0xB, 7, 300)])),)),
        "does not fit in a MIDI file": Song(tempos=(Tempo(0, 2**24),)),
    }
    for sentence, song in refusals.items():
        with pytest.raises(MidiFileError, match=sentence):
            song_bytes(song)


def test_a_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "song.mid"
    write_song(Song(title="Old"), path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MidiFileError, match=r"song\.mid cannot be written \(no space left on device\)"):
        write_song(Song(title="New"), path)
    assert read_song(path).song.title == "Old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MidiFileError, match="choose another folder"):
        write_song(Song(), tmp_path / "gone" / "song.mid")


def test_a_hundred_thousand_notes_load_in_under_a_second() -> None:
    rng = random.Random(7)
    starts = [rng.randrange(400_000) for _ in range(100_000)]
    notes = make_notes(
        starts, [rng.randrange(1, 200) for _ in starts], [rng.randrange(30, 90) for _ in starts]
    )
    data = song_bytes(Song(tracks=(Track(notes=notes),)))
    start = time.process_time()
    song = read_song_bytes(data, "big.mid").song
    assert time.process_time() - start < 1.0
    assert song.note_count == 100_000
