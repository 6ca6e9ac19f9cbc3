"""Rows to a song's notes, within the limits of a request."""

from genre_studio.generation.grid import parts_of
from genre_studio.generation.note_codec import DURATION_STEPS, Row
from genre_studio.generation.run_checks import checked_notes
from genre_studio.generation.take_notes import TakeNotes
from genre_studio.music.notes import frozen, note_ends
from genre_studio.music.song import Song
from genre_studio.plugin_api import Constraints, Request
from tests.helpers.requests import BAR, small_request, small_song

QUARTER, HALF = DURATION_STEPS.index(12), DURATION_STEPS.index(24)
FIRST = 96  # the step of the region's start: two bars of 4/4
PARTS = parts_of(small_song())


def notes_of(request: Request, *rows: Row, track: int = 0, **how: object) -> list[tuple[int, int, int]]:
    """Start, end and pitch of the notes of one track, once they are checked."""
    made = TakeNotes(request, **how).of(rows)  # type: ignore[arg-type]  # the names are the parameters' own
    notes = checked_notes(request, track, made[track])
    return list(zip(notes["start"].tolist(), note_ends(notes).tolist(), notes["pitch"].tolist(), strict=True))


def with_locked_note(start: int, pitch: int) -> Song:
    song = small_song()
    notes = song.tracks[0].notes.copy()
    notes[-1]["start"], notes[-1]["pitch"], notes[-1]["locked"] = start, pitch, True
    return song.with_track(0, song.tracks[0].with_notes(frozen(notes)))


def test_a_row_is_a_note_of_its_part_cut_to_the_region() -> None:
    request = small_request()
    rows = (Row(FIRST, PARTS[0], 60, QUARTER, 5), Row(FIRST + 84, PARTS[0], 62, HALF, 5))
    assert notes_of(request, *rows) == [(2 * BAR, 2 * BAR + 480, 60), (4 * BAR - 480, 4 * BAR, 62)]
    assert set(TakeNotes(request).of([Row(FIRST, PARTS[2], 36, 0, 7)])) == {2}


def test_a_note_ends_where_its_pitch_starts_again() -> None:
    rows = (Row(FIRST, PARTS[0], 60, HALF, 5), Row(FIRST + 12, PARTS[0], 60, QUARTER, 5))
    assert [end - start for start, end, _ in notes_of(small_request(), *rows)] == [480, 480]


def test_polyphony_and_single_voices_are_kept() -> None:
    rows = (Row(FIRST, PARTS[0], 60, HALF, 5), Row(FIRST + 12, PARTS[0], 64, HALF, 5))
    assert [end - start for start, end, _ in notes_of(small_request(), *rows)] == [960, 960]
    limited = small_request(constraints=Constraints(polyphony=1))
    assert [end - start for start, end, _ in notes_of(limited, *rows)] == [480, 960]
    single = notes_of(small_request(), *rows, single_voiced={PARTS[0]})
    assert [end - start for start, end, _ in single] == [480, 960]


def test_locked_notes_are_in_nobodys_way() -> None:
    request = small_request(song=with_locked_note(2 * BAR + 480, 60))
    rows = (Row(FIRST, PARTS[0], 60, HALF, 5), Row(FIRST + 15, PARTS[0], 60, 1, 5))
    assert notes_of(request, *rows) == [(2 * BAR, 2 * BAR + 480, 60)]


def test_lengths_may_be_the_models_own() -> None:
    row = Row(FIRST, PARTS[0], 60, QUARTER, 5)
    assert notes_of(small_request(), row, length_of=lambda row, seed: 7) == [(2 * BAR, 2 * BAR + 280, 60)]


def test_of_two_tracks_of_a_part_the_nearer_one_plays() -> None:
    song = small_song()
    low = song.tracks[2].notes.copy()
    low["pitch"] = 81
    twice = song.with_track(1, song.tracks[2].with_notes(frozen(low)))
    shared = parts_of(twice)[1]
    assert shared == parts_of(twice)[2]
    take_notes = TakeNotes(small_request(song=twice, tracks=(1, 2)))
    assert set(take_notes.of([Row(FIRST, shared, 80, 0, 5)])) == {1}
    assert set(take_notes.of([Row(FIRST, shared, 40, 0, 5)])) == {2}
