"""Hypothesis strategies for notes and songs, and equality by value."""

from dataclasses import fields

import numpy as np
from hypothesis import strategies as st

from genre_studio.music.channel_events import make_channel_events
from genre_studio.music.notes import NOTE_DTYPE, Notes, check_notes, frozen, make_notes, sorted_notes
from genre_studio.music.song import Marker, Song, Track
from genre_studio.music.timing import Tempo

_ROWS = st.tuples(
    st.integers(0, 2000),  # start: close together, so that overlaps and chords are common
    st.integers(1, 900),
    st.one_of(st.integers(58, 64), st.integers(0, 127)),
    st.integers(1, 127),
    st.booleans(),
)


@st.composite
def notes_arrays(draw: st.DrawFn, max_size: int = 24) -> Notes:
    """Notes as files bring them: overlaps and doubles included, ids in any order, some locked."""
    rows = draw(st.lists(_ROWS, max_size=max_size))
    notes = np.zeros(len(rows), NOTE_DTYPE)
    for field, column in zip(
        ("start", "duration", "pitch", "velocity", "locked"), zip(*rows, strict=True), strict=False
    ):
        notes[field] = column
    notes["release"] = 64
    notes["id"] = draw(st.permutations(range(len(rows))))
    return sorted_notes(notes)


@st.composite
def disjoint_notes(draw: st.DrawFn, max_size: int = 24) -> Notes:
    """Notes none of which overlaps another of its pitch."""
    notes = draw(notes_arrays(max_size))
    kept = [note for i, note in enumerate(notes) if not _overlaps_any(note, notes[:i])]
    return frozen(np.array(kept, NOTE_DTYPE))


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    rows = draw(
        st.lists(st.tuples(st.integers(0, 2000), st.just(0xB), st.just(7), st.integers(0, 127)), max_size=5)
    )
    return Track(
        name=draw(st.sampled_from(["Lead", "Bass", "Drums"])),
        channel=draw(st.sampled_from([0, 1, 9])),
        notes=draw(notes_arrays()),
        events=make_channel_events(rows),
        muted=draw(st.booleans()),
    )


@st.composite
def songs(draw: st.DrawFn, max_tracks: int = 4, min_tracks: int = 0) -> Song:
    tempos = draw(st.lists(st.builds(Tempo, st.integers(0, 2000), st.integers(200_000, 900_000)), max_size=2))
    markers = draw(st.lists(st.builds(Marker, st.integers(0, 2000), st.just("A")), max_size=2))
    return Song(
        tracks=tuple(draw(st.lists(tracks(), min_size=min_tracks, max_size=max_tracks))),
        tempos=tuple(tempos),
        markers=tuple(markers),
    )


def assert_same_song(left: Song, right: Song) -> None:
    """Every field and every row is equal."""
    assert len(left.tracks) == len(right.tracks)
    for a, b in zip(left.tracks, right.tracks, strict=True):
        for field in fields(Track):
            one, other = getattr(a, field.name), getattr(b, field.name)
            assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other, field.name
    assert all(getattr(left, f.name) == getattr(right, f.name) for f in fields(Song) if f.name != "tracks")


def assert_valid(notes: Notes) -> None:
    """In range, sorted, ids unique, read-only."""
    check_notes(notes)
    assert np.array_equal(notes, sorted_notes(notes))
    assert len(np.unique(notes["id"])) == len(notes)
    assert not notes.flags.writeable


def overlapping_pairs(notes: Notes) -> list[tuple[int, int]]:
    """Ids of notes of one pitch that sound together, in pairs."""
    pairs = []
    for i, late in enumerate(notes):
        for early in notes[:i]:
            if early["pitch"] == late["pitch"] and early["start"] + early["duration"] > late["start"]:
                pairs.append((int(early["id"]), int(late["id"])))
    return pairs


def grid_song(note_count: int, tracks_count: int = 1) -> Song:
    """A big regular song: `note_count` sixteenths in each track, ids in order."""
    start = np.arange(note_count) // 4 * 120
    pitch = 40 + np.arange(note_count) % 4 * 12
    notes = make_notes(start, np.full(note_count, 110), pitch)
    return Song(tracks=tuple(Track(f"Track {i}", i, notes.copy()) for i in range(tracks_count)))


def _overlaps_any(note: Notes, others: Notes) -> bool:
    same = others[others["pitch"] == note["pitch"]]
    ends = same["start"] + same["duration"]
    return bool(np.any((same["start"] < note["start"] + note["duration"]) & (ends > note["start"])))
