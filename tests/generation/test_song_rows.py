"""What a song says to a model of rows, and how many notes its parts play at once."""

import numpy as np

from genre_studio.generation.grid import on_grid, parts_of
from genre_studio.generation.song_rows import fixed_rows, notes_before
from genre_studio.generation.voicing import USUAL_CHORD, largest_chord, single_voiced_parts
from genre_studio.music.instruments import Family
from genre_studio.music.notes import EMPTY_NOTES, frozen, make_notes
from genre_studio.music.song import Song, Track
from tests.helpers.requests import BAR, small_request, small_song


def continued(locked: bool) -> Song:
    """The small song, its melody going on for two more bars."""
    song = small_song()
    later = song.tracks[0].notes.copy()
    later["start"] += 2 * BAR
    later["id"] += 1000
    later["locked"] = locked
    both = np.concatenate([song.tracks[0].notes, later])
    return song.with_track(0, song.tracks[0].with_notes(frozen(both)))


def test_only_the_last_notes_before_the_region_are_heard_from_a_bar_line_on() -> None:
    song, request = continued(locked=False), small_request()
    parts = parts_of(song)
    every = notes_before(song, parts, request.region, 100)
    assert len(every) == small_song().note_count
    assert every.bar_lines.tolist() == [0, 48, 96, 144, 192, 240]
    few = notes_before(song, parts, request.region, 6)
    assert few.bar_lines[0] == 48
    assert few.notes["step"].min() == 48
    nothing = song
    for index, track in enumerate(song.tracks):
        nothing = nothing.with_track(index, track.with_notes(EMPTY_NOTES))
    silence = notes_before(nothing, parts, request.region, 6)
    assert (len(silence), silence.bar_lines[0]) == (0, 96)


def test_locked_notes_and_other_tracks_stay() -> None:
    for locked, tracks, count in ((True, (0, 1), 8), (False, (0, 1), 0), (False, (1, 2), 8)):
        request = small_request(song=continued(locked), tracks=tracks)
        rows = fixed_rows(request, parts_of(request.song))
        assert [row.step for row in rows] == [96 + 12 * i for i in range(count)]


def test_a_part_that_played_single_notes_goes_on_so() -> None:
    chords = make_notes([0, 0, 0, 480, 480, 960, 960], [480] * 7, [60, 64, 67, 60, 64, 60, 64])
    line = make_notes(range(0, 2400, 480), [490] * 5, range(60, 65))
    song = Song(tracks=(Track("Chords", 0, chords), Track("Line", 1, line)))
    grid, parts = on_grid(song), parts_of(song)
    chord_part, line_part = parts[0], parts[1]
    assert single_voiced_parts(grid, set(parts)) == {line_part}
    assert largest_chord(grid, chord_part) == 4
    assert largest_chord(grid, line_part) == 2


def test_an_empty_part_plays_as_its_family_does() -> None:
    grid = on_grid(small_song())
    bass, keys = 4 * Family.BASS + 3, 4 * Family.KEYS + 3
    assert single_voiced_parts(grid, {bass, keys}) == {bass}
    assert largest_chord(grid, keys) == USUAL_CHORD[Family.KEYS]
