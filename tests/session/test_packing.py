"""Values to bytes and back, and bytes that are no values."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.channel_events import make_channel_events
from genre_studio.music.difference import SongDifference, song_difference
from genre_studio.music.notes import NOTE_DTYPE
from genre_studio.music.song import KeySignature, Marker, RawEvent, Song, TextEvent, Track
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.timing import Meter, Tempo
from genre_studio.session.errors import DamagedRecord
from genre_studio.session.packing import pack, seal, unpack, unseal
from tests.helpers.sessions import assert_same_value
from tests.helpers.songs import assert_same_song, songs
from tests.helpers.takes import a_record

TICKS = st.integers(0, 2**28)
TEXTS = st.text(max_size=12)


@st.composite
def full_songs(draw: st.DrawFn) -> Song:
    """Songs that use every field."""
    song = draw(songs())
    texts = st.lists(st.builds(TextEvent, TICKS, st.integers(0, 127), TEXTS), max_size=2).map(tuple)
    raw = st.lists(
        st.builds(RawEvent, TICKS, st.sampled_from([0xF0, 0xF7, 0xFF]), st.binary(max_size=9)), max_size=2
    ).map(tuple)
    rows = st.tuples(TICKS, st.integers(0xA, 0xE), st.integers(0, 127), st.integers(-8192, 8191))
    events = st.lists(rows, max_size=4).map(make_channel_events)
    tracks = tuple(
        replace(
            track,
            texts=draw(texts),
            raw_events=draw(raw),
            events=draw(events),
            colour=draw(st.integers(0, 9)),
        )
        for track in song.tracks
    )
    meters = st.lists(st.builds(Meter, TICKS, st.integers(1, 32), st.sampled_from([2, 4, 8])), max_size=2)
    keys = st.lists(st.builds(KeySignature, TICKS, st.integers(-7, 7), st.booleans()), max_size=2)
    return replace(
        song,
        ppq=draw(st.integers(1, 32_767)),
        tracks=tracks,
        meters=tuple(draw(meters)),
        keys=tuple(draw(keys)),
        title=draw(TEXTS),
        texts=draw(texts),
        raw_events=draw(raw),
        stated_end_tick=draw(TICKS),
        text_encoding=draw(st.sampled_from(["utf-8", "latin-1"])),
        silent_ons=draw(st.booleans()),
    )


@given(full_songs())
def test_songs_come_back_field_for_field(song: Song):
    assert_same_song(unpack(Song, pack(song)), song)


@given(full_songs(), full_songs())
def test_differences_come_back_and_still_lead_both_ways(before: Song, after: Song):
    difference = unpack(SongDifference, pack(song_difference(before, after)))
    assert_same_song(difference.redone(before), after)
    assert_same_song(difference.undone(after), before)


def test_takes_come_back_with_all_that_they_know():
    take = a_record(3, parent=1, is_starred=True, is_kept=True, created_s=1.5)
    asked = replace(
        take.asked,
        parameters={"wild": 0.5, "bars": 4, "mode": "a", "on": True},
        pitch_classes=frozenset({0, 4}),
        polyphony=2,
    )
    pedal = make_channel_events([(10, 0xB, 64, 127)])
    take = replace(take, asked=asked, events={0: pedal})
    assert_same_value(unpack(TakeRecord, pack(take)), take)
    assert_same_value(
        unpack(TakeRecord, pack(replace(take, provenance=None))), replace(take, provenance=None)
    )


def test_numbers_of_numpy_are_plain_ones_in_a_file():
    assert unpack(Marker, pack(Marker(np.int64(7), "A"))) == Marker(7, "A")  # type: ignore[arg-type]


@given(st.binary(max_size=2000), st.integers(0, 3))
def test_a_seal_holds_for_its_kind_and_key_alone(packed: bytes, key: int):
    sealed = seal("steps", key, packed)
    assert unseal("steps", key, sealed) == packed
    for kind, other in (("takes", key), ("steps", key + 1)):
        with pytest.raises(DamagedRecord):
            unseal(kind, other, sealed)


def test_a_record_that_would_fill_the_memory_is_refused_before_it_does():
    bomb = seal("steps", 1, bytes(10_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(DamagedRecord, match="larger than any record"):
        unseal("steps", 1, bomb, largest=1_000_000)
    assert len(unseal("steps", 1, bomb)) == 10_000_000


@given(songs(), st.data())
def test_flipped_bits_break_the_seal(song: Song, data: st.DataObject):
    sealed = bytearray(seal("steps", 1, pack(song)))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DamagedRecord):
        unseal("steps", 1, bytes(sealed))


@given(songs(), st.data())
def test_hostile_bytes_under_a_good_seal_are_refused_or_are_a_proper_song(song: Song, data: st.DataObject):
    packed = bytearray(pack(song))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = unpack(Song, bytes(packed))
    except DamagedRecord:
        return
    for track in read.tracks:
        assert track.notes.dtype == NOTE_DTYPE
        assert not len(track.notes) or (track.notes["pitch"].min() >= 0 and track.notes["pitch"].max() <= 127)


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\0\0\0\2[]",
        b"\xff\xff\xff\xff[]",
        b"\0\0\0\x06[[],1]",
        b"\0\0\0\x0e[[],Infinity ]",
        b'\0\0\0\x14[[["notes",9999999]],{}]',
        b"\0\0\x40\0" + b"[" * 0x4000,
        b'\0\0\0\x15[[["objects",1]],{}]  ',
    ],
)
def test_bytes_that_are_no_song_are_refused(hostile: bytes):
    with pytest.raises(DamagedRecord):
        unpack(Song, hostile)


@pytest.mark.parametrize(
    "broken",
    [
        Song(ppq=0),
        Song(ppq=2**30),
        Song(tempos=(Tempo(0, 0),)),
        Song(meters=(Meter(0, 0, 4),)),
        Song(markers=(Marker(-1, "before"),)),
        Song(keys=(KeySignature(0, 9),)),
        Song(text_encoding="utf-7"),
        Song(raw_events=(RawEvent(0, 0x90, b""),)),
        Song(tracks=(Track(channel=16),)),
        Song(title="x" * (2**20 + 1)),
    ],
)
def test_values_outside_their_ranges_are_refused(broken: Song):
    with pytest.raises(DamagedRecord):
        unpack(Song, pack(broken))


def test_notes_out_of_order_or_range_are_refused():
    notes = np.zeros(2, NOTE_DTYPE)
    notes["start"], notes["duration"], notes["velocity"] = [480, 0], 1, 90
    for wrong in (notes, notes[::-1].copy()):
        track = Track(notes=wrong)
        if wrong["start"][0] == 0:
            wrong["pitch"][0] = 200
        with pytest.raises(DamagedRecord):
            unpack(Track, pack(track))


def test_a_field_that_a_class_has_gained_is_filled_and_an_unknown_one_is_refused():
    @dataclass(frozen=True)
    class Grown:
        tick: int
        text: str
        colour: int = 5

    assert unpack(Grown, pack(Marker(7, "A"))).colour == 5
    with pytest.raises(DamagedRecord):
        unpack(Marker, pack(Grown(7, "A")))
    with pytest.raises(TypeError):
        pack(object())
