"""Windows as notes alone: merged, cut, blind to instruments and velocities."""

import numpy as np
import pytest

from genre_studio.evaluation.window_set import LOWEST_PITCH, WindowSet
from genre_studio.evaluation.windows import cut_window, make_window, sounding_windows, window_of
from genre_studio.generation.grid import on_grid
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter

QUARTER = 480
BAR = 4 * QUARTER


def song_of(*rows_by_track, meters=(), drums=()):
    """Each track's notes as (start, duration, pitch, velocity) in ticks."""
    tracks = []
    for index, rows in enumerate(rows_by_track):
        notes = make_notes(*zip(*rows, strict=True)) if rows else make_notes([], [], [])
        tracks.append(Track(channel=DRUM_CHANNEL if index in drums else index, notes=notes))
    return Song(ppq=QUARTER, tracks=tuple(tracks), meters=meters)


def rows_of(notes):
    return [tuple(int(value) for value in row) for row in notes]


def test_merges_pitched_parts_and_keeps_drums_apart():
    song = song_of(
        [(0, QUARTER, 60, 10)], [(0, BAR, 60, 120), (240, 240, 48, 3)], [(0, 60, 36, 99)], drums={2}
    )
    window = window_of(song, 0, 1)
    assert rows_of(window.notes) == [(0, 48, 60), (6, 6, 48)]  # one C, the longer of the two
    assert rows_of(window.drums) == [(0, 2, 36)]
    assert (window.bars, window.steps, window.is_silent) == (1, 48, False)


def test_counts_only_notes_that_start_in_it_and_cuts_at_its_end():
    song = song_of([(0, 3 * BAR, 60, 96), (BAR, 5 * BAR, 64, 96), (2 * BAR, 10, 67, 96)])
    assert rows_of(window_of(song, 1, 1).notes) == [(0, 48, 64)]


def test_chooses_tracks():
    song = song_of([(0, QUARTER, 60, 96)], [(0, QUARTER, 72, 96)])
    assert rows_of(window_of(song, 0, 1, tracks=[1]).notes) == [(0, 12, 72)]


def test_follows_the_meter():
    song = song_of([(0, 10, 60, 96), (3 * QUARTER, 10, 62, 96)], meters=(Meter(0, 3, 4),))
    window = window_of(song, 1, 2)
    assert window.bar_lines.tolist() == [0, 36, 72]
    assert rows_of(window.notes) == [(0, 1, 62)]


def test_bars_after_the_last_note_are_silent():
    window = window_of(song_of([(0, 10, 60, 96)]), 4, 8)
    assert window.is_silent and window.bars == 8


def test_refuses_bars_that_the_grid_does_not_have():
    with pytest.raises(ValueError, match="bars 1 to 9"):
        cut_window(on_grid(song_of([(0, 10, 60, 96)])), 1, 8)


def test_sounding_windows_start_where_the_music_does_and_are_whole():
    song = song_of([(BAR * bar, QUARTER, 60, 96) for bar in range(3, 20) if not 7 <= bar < 11])
    found = sounding_windows(on_grid(song), bars=4)
    assert [bar for bar, _ in found] == [3, 11, 15]  # 7 is silent; 19 is not followed by three more


def test_rolls_by_the_beat():
    waltz, march = make_window([(14, 3, 60)], [0, 36]), make_window([(0, 12, 21), (12, 24, 108)], [0, 48])
    windows = WindowSet([waltz, march])
    rolls, mask = windows.rolls(np.array([1, 0]), np.array([0, 2]))
    assert rolls.shape == (2, 24, 88, 4)
    assert mask.tolist() == [[True] * 4, [True, True, True, False]]
    assert rolls[0, :12].nonzero().tolist() == [[0, 0, 0], [0, 87, 1]]
    assert rolls[0, 12:].sum() == 36
    assert rolls[1].nonzero().tolist() == [
        [2, 62 - LOWEST_PITCH, 1],  # the onset, two steps into the second quarter, a tone up
        *[[12 + step, 62 - LOWEST_PITCH, 1] for step in (2, 3, 4)],
    ]


def test_a_silent_window_has_an_empty_roll():
    rolls, mask = WindowSet([make_window([], [0, 48])]).rolls(np.array([0]), np.array([0]))
    assert rolls.sum() == 0 and mask.all()
