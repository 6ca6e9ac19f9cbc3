"""A finished recording as an edit and as takes."""

import numpy as np
import pytest

from genre_studio.music.notes import make_notes
from genre_studio.music.recorded_song import (
    RecordChoices,
    early_ticks,
    live_lap,
    recorded_song,
    sounding_song,
    take_records,
)
from genre_studio.music.recording import Played, RecordMode, Stretch
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter

BAR = 1920
LOOP = Stretch(0, 100.0, (0, BAR), 2)


def played(lap: int, tick: float, pitch: int = 60, velocity: int = 90, length: float = 100) -> list[Played]:
    on, off = bytes((0x90, pitch, velocity)), bytes((0x80, pitch, 64))
    return [Played(lap, tick, on), Played(lap, tick + length, off)]


@pytest.fixture
def song() -> Song:
    return Song(tracks=(Track("Keys", notes=make_notes([0, 960], [240, 240], [60, 64])),))


TWO_LAPS = played(0, 490, 62) + played(1, 950, 65)


def test_overdubbing_round_a_loop_adds_all_laps_as_one_step(song: Song) -> None:
    recorded = recorded_song(song, 0, TWO_LAPS, LOOP, 240, RecordChoices())
    assert (recorded.name, recorded.said) == ("Record 2 notes", "Recorded 2 notes into Keys.")
    assert recorded.song.tracks[0].notes["pitch"].tolist() == [60, 62, 65, 64]


def test_takes_keep_the_last_lap_in_which_something_was_played(song: Song) -> None:
    recorded = recorded_song(song, 0, TWO_LAPS, LOOP, 240, RecordChoices(RecordMode.TAKES))
    assert recorded.name == "Record 2 takes"
    assert recorded.song.tracks[0].notes["pitch"].tolist() == [65]
    first, second = take_records(recorded, 0, Scale(0, "major"), 7, 3, 1.0)
    assert (first.id, first.number, first.is_kept, second.id, second.is_kept) == (7, 1, False, 8, True)
    assert first.asked.region == second.asked.region == (0, BAR)
    assert first.notes[0]["start"].tolist() == [490]
    assert second.title == "take 2 (recorded)"


def test_starts_are_drawn_to_the_grid_where_that_is_chosen(song: Song) -> None:
    choices = RecordChoices(RecordMode.REPLACE, 240)
    recorded = recorded_song(song, 0, played(0, 490, 62), Stretch(0, 900.0), 240, choices)
    assert recorded.song.tracks[0].notes["start"].tolist() == [480, 960]
    assert live_lap(played(0, 490), Stretch(0, 900.0), 240, choices).notes["start"].tolist() == [480]


def test_inking_gives_written_notes_velocity_and_timing(song: Song) -> None:
    hand = played(0, 20, 60, 33, 300) + played(0, 940, 64, 77, 200)
    recorded = recorded_song(song, 0, hand, Stretch(0, 1900.0), 240, RecordChoices(RecordMode.INK))
    notes = recorded.song.tracks[0].notes
    assert notes[["start", "duration", "pitch", "velocity"]].tolist() == [
        (20, 300, 60, 33),
        (940, 200, 64, 77),
    ]
    assert (recorded.name, recorded.said) == ("Ink 2 notes", "Inked 2 notes.")


def test_inking_by_tapping_and_of_chosen_notes_only(song: Song) -> None:
    hand = played(0, 20, 40, 33) + played(0, 940, 40, 77)
    recorded = recorded_song(song, 0, hand, Stretch(0, 1900.0), 240, RecordChoices(RecordMode.INK), [1])
    assert recorded.song.tracks[0].notes["velocity"].tolist() == [96, 77]
    assert recorded.said == "Inked 1 note by tapping."


def test_inking_that_meets_nothing_changes_nothing(song: Song) -> None:
    recorded = recorded_song(song, 0, played(0, 500), Stretch(0, 900.0), 240, RecordChoices(RecordMode.INK))
    assert recorded.song is song


def heard(song: Song, played: list[Played], stretch: Stretch, mode: RecordMode) -> list[int]:
    sounding = sounding_song(song, 0, played, stretch, 240, RecordChoices(mode))
    return sounding.tracks[0].notes["pitch"].tolist()


def test_overdubbing_one_hears_the_laps_before(song: Song) -> None:
    hand = [*TWO_LAPS, *played(2, 10, 70)]
    assert heard(song, hand, Stretch(0, 9.0, (0, BAR), 0), RecordMode.OVERDUB) == [60, 64]
    assert heard(song, hand, Stretch(0, 9.0, (0, BAR), 1), RecordMode.OVERDUB) == [60, 62, 64]
    assert heard(song, hand, LOOP, RecordMode.OVERDUB) == [60, 62, 65, 64]


def test_replacing_one_hears_nothing_of_what_makes_way(song: Song) -> None:
    assert heard(song, [], Stretch(480, 480.0), RecordMode.REPLACE) == [60]
    assert heard(song, [], Stretch(960, 960.0, (0, BAR)), RecordMode.TAKES) == []
    assert heard(song, [], Stretch(0, 0.0), RecordMode.INK) == [60, 64]


def test_nothing_played_is_nothing(song: Song) -> None:
    assert recorded_song(song, 0, [], LOOP, 240, RecordChoices()) is None
    assert live_lap([], LOOP, 240, RecordChoices()).is_empty


def test_early_is_half_a_beat_of_the_meter() -> None:
    assert early_ticks(Song().meter_map, 0) == 240
    assert early_ticks(Song(meters=(Meter(0, 6, 8),)).meter_map, 0) == 120


def test_what_shows_while_a_take_is_played_is_the_lap_in_hand() -> None:
    lap = live_lap(TWO_LAPS, Stretch(0, 1000.0, (0, BAR), 1), 240, RecordChoices(RecordMode.TAKES))
    assert np.array_equal(lap.notes["pitch"], [65])


def test_each_take_keeps_its_own_pedal(song: Song) -> None:
    down, up = Played(0, 300, b"\xb0\x40\x7f"), Played(0, 700, b"\xb0\x40\x00")
    recorded = recorded_song(song, 0, [*TWO_LAPS, down, up], LOOP, 240, RecordChoices(RecordMode.TAKES))
    first, second = take_records(recorded, 0, Scale(0, "major"), 7, 3, 1.0)
    assert [(int(e["tick"]), int(e["value"])) for e in first.events[0]] == [(300, 127), (700, 0)]
    assert [(int(e["tick"]), int(e["value"])) for e in second.events[0]] == [(0, 0)]
