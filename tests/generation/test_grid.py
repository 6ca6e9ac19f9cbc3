"""The grid: parts, steps, bar lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.generation.grid import on_grid, parts_of, step_at, tick_at
from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DRUM_CHANNEL, Family
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
from genre_studio.plugin_api import GenerationError


def track(pitches: list[int], program: int = 0, channel: int = 0) -> Track:
    starts = [480 * i for i in range(len(pitches))]
    events = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, program)])
    return Track(channel=channel, notes=make_notes(starts, [480] * len(pitches), pitches), events=events)


def test_slots_run_from_high_to_low_within_a_family() -> None:
    cello, violin, viola = track([40], 42), track([76], 40), track([60], 41)
    strings = Family.STRINGS * 4
    assert parts_of(Song(tracks=(cello, violin, viola))) == (strings + 2, strings, strings + 1)


def test_an_empty_track_comes_last_and_drums_share_a_slot() -> None:
    song = Song(
        tracks=(track([]), track([60]), track([36], channel=DRUM_CHANNEL), track([38], channel=DRUM_CHANNEL))
    )
    assert parts_of(song) == (Family.KEYS * 4 + 1, Family.KEYS * 4, 0, 0)


def test_the_fifth_track_of_a_family_joins_the_last_slot() -> None:
    song = Song(tracks=tuple(track([80 - i], 40) for i in range(6)))
    assert [part - Family.STRINGS * 4 for part in parts_of(song)] == [0, 1, 2, 3, 3, 3]


@given(st.integers(0, 10_000), st.sampled_from([24, 96, 120, 480, 960]))
def test_a_step_survives_ticks(step: int, ppq: int) -> None:
    assert step_at(tick_at(step, ppq), ppq) == step


def test_notes_are_quantised_sorted_and_unique() -> None:
    late = make_notes([2, 478, 481], [230, 470, 100], [60, 64, 64])
    grid = on_grid(Song(tracks=(Track(notes=late),)))
    assert grid.notes["step"].tolist() == [0, 12]
    assert grid.notes["duration"].tolist() == [6, 12]
    assert grid.notes["pitch"].tolist() == [60, 64]


def test_bar_lines_follow_the_meter_and_pass_the_last_onset() -> None:
    song = Song(tracks=(track([60] * 8),), meters=(Meter(0, 3, 4), Meter(1440, 2, 4)))
    assert on_grid(song).bar_lines.tolist() == [0, 36, 60, 84, 108]


@pytest.mark.parametrize("tick", [0, 1, 1920 * 3])
def test_bar_lines_can_be_asked_for_beyond_the_notes(tick: int) -> None:
    lines = on_grid(Song(), end_tick=tick).bar_lines
    assert lines[-1] * 40 > tick
    assert np.all(np.diff(lines) == 48)


def test_bars_before_the_first_tick_are_left_out() -> None:
    grid = on_grid(Song(tracks=(track([60, 62, 64, 65, 67, 69]),)), first_tick=2000)
    assert grid.bar_lines.tolist() == [48, 96]
    assert grid.notes["pitch"].tolist() == [67, 69]


def test_a_stray_note_far_away_is_refused_in_words() -> None:
    stray = Track(notes=make_notes([0, 2**40], [1, 1], [60, 60]))
    with pytest.raises(GenerationError, match="stray note"):
        on_grid(Song(tracks=(stray,)))
