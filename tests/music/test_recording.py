"""From played messages to laps of notes, and from laps to a track."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import make_notes, note_ends
from genre_studio.music.recording import Lap, Played, RecordMode, Stretch, merged, recorded_laps, with_lap
from genre_studio.music.song import Track
from tests.helpers.songs import assert_valid, disjoint_notes, overlapping_pairs

BAR = 1920
EARLY = 240
CONTROL = ChannelEventKind.CONTROL


def on(tick: float, pitch: int = 60, velocity: int = 90, lap: int = 0) -> Played:
    return Played(lap, tick, bytes((0x90, pitch, velocity)))


def off(tick: float, pitch: int = 60, lap: int = 0, release: int = 40) -> Played:
    return Played(lap, tick, bytes((0x83, pitch, release)))


def control(tick: float, number: int, value: int, lap: int = 0) -> Played:
    return Played(lap, tick, bytes((0xB0, number, value)))


def rows(lap: Lap) -> list[tuple[int, int, int]]:
    return [(int(n["start"]), int(n["duration"]), int(n["pitch"])) for n in lap.notes]


def events(lap: Lap) -> list[tuple[int, ...]]:
    return [tuple(map(int, e)) for e in lap.events]


def one(played: list[Played], stretch: Stretch) -> Lap:
    (lap,) = recorded_laps(played, stretch, EARLY)
    return lap


STRAIGHT = Stretch(BAR, 2 * BAR)
LOOP = Stretch(BAR, BAR + 500.4, (BAR, 2 * BAR), 2)


def test_notes_keep_their_place_length_velocity_and_release() -> None:
    lap = one([on(BAR + 10.4, velocity=33), off(BAR + 99.6)], STRAIGHT)
    assert rows(lap) == [(BAR + 10, 90, 60)]
    assert (lap.notes["velocity"][0], lap.notes["release"][0]) == (33, 40)


def test_a_note_on_of_velocity_zero_is_an_off_and_a_second_on_ends_the_first() -> None:
    lap = one([on(BAR), on(BAR + 50), Played(0, BAR + 90, bytes((0x90, 60, 0)))], STRAIGHT)
    assert rows(lap) == [(BAR, 50, 60), (BAR + 50, 40, 60)]


def test_what_is_held_at_the_end_is_closed_there() -> None:
    assert rows(one([on(BAR + 1000)], STRAIGHT)) == [(BAR + 1000, 920, 60)]


def test_early_notes_of_the_first_beat_start_on_it_and_the_rest_of_the_count_in_is_left_out() -> None:
    played = [
        on(BAR - 900, 50),
        off(BAR - 700, 50),
        on(BAR - 60),
        off(BAR + 300),
        on(BAR - 40, 64),
        off(BAR - 5, 64),
    ]
    assert rows(one(sorted(played, key=lambda p: p.tick), STRAIGHT)) == [(BAR, 300, 60), (BAR, 35, 64)]


def test_a_pedal_that_went_down_in_the_count_in_is_down_at_the_start() -> None:
    lap = one([control(BAR - 800, 64, 127), control(BAR + 100, 64, 0)], STRAIGHT)
    assert events(lap) == [(BAR, CONTROL, 64, 127), (BAR + 100, CONTROL, 64, 0)]


def test_controllers_bends_and_pressure_are_kept_and_orders_are_not() -> None:
    played = [
        control(BAR + 1, 1, 50),
        Played(0, BAR + 2, bytes((0xE5, 0, 0x50))),
        Played(0, BAR + 3, bytes((0xD5, 77))),
        control(BAR + 4, 123, 0),
        Played(0, BAR + 5, bytes((0xE5, 0, 0x40))),
    ]
    assert events(one(played, STRAIGHT)) == [
        (BAR + 1, CONTROL, 1, 50),
        (BAR + 2, ChannelEventKind.BEND, 0, 2048),
        (BAR + 3, ChannelEventKind.CHANNEL_PRESSURE, 0, 77),
        (BAR + 5, ChannelEventKind.BEND, 0, 0),
    ]


def test_a_pedal_left_down_is_lifted_at_the_last_tick() -> None:
    assert events(one([control(BAR + 5, 64, 100)], STRAIGHT))[-1] == (2 * BAR - 1, CONTROL, 64, 0)


def test_laps_of_a_loop_are_told_apart_and_notes_end_with_their_lap() -> None:
    played = [on(BAR + 100), off(BAR + 50, lap=1), on(BAR + 300, 62, lap=1), off(BAR + 400, 62, lap=2)]
    first, second, third = recorded_laps(played, LOOP, EARLY)
    assert rows(first) == [(BAR + 100, BAR - 100, 60)]
    assert rows(second) == [(BAR + 300, BAR - 300, 62)]
    assert third.is_empty
    assert (third.start, third.end) == (BAR, BAR + 500)


def test_a_note_just_before_the_wrap_and_held_behind_it_belongs_to_the_next_lap() -> None:
    first, second, _ = recorded_laps([on(2 * BAR - 30), off(BAR + 200, lap=1)], LOOP, EARLY)
    assert first.is_empty
    assert rows(second) == [(BAR, 200, 60)]
    first, second, _ = recorded_laps([on(2 * BAR - 30), off(BAR + 20, lap=1)], LOOP, EARLY)
    assert rows(first) == [(2 * BAR - 30, 30, 60)]
    assert second.is_empty


def test_overdubbed_laps_are_one() -> None:
    laps = recorded_laps([on(BAR), off(BAR + 90), on(BAR, 64, lap=1), off(BAR + 80, 64, lap=1)], LOOP, EARLY)
    assert rows(merged(laps)) == [(BAR, 90, 60), (BAR, 80, 64)]


def test_overdub_keeps_what_is_there_and_replace_only_what_is_locked_or_outside() -> None:
    notes = make_notes([0, BAR, BAR + 480, 2 * BAR], [240] * 4, [60, 61, 62, 63]).copy()
    notes["locked"][2] = True
    old = make_channel_events([(BAR + 1, CONTROL, 1, 9), (BAR + 1, CONTROL, 7, 9), (2 * BAR, CONTROL, 1, 8)])
    track = Track(notes=notes, events=old)
    lap = one([on(BAR + 10, 70), off(BAR + 60, 70), control(BAR + 20, 1, 5)], STRAIGHT)
    overdubbed = with_lap(track, lap, RecordMode.OVERDUB)
    assert overdubbed.notes["pitch"].tolist() == [60, 61, 70, 62, 63]
    assert len(overdubbed.events) == 4
    replaced = with_lap(track, lap, RecordMode.REPLACE)
    assert replaced.notes["pitch"].tolist() == [60, 70, 62, 63]
    assert [(int(e["tick"]), int(e["number"])) for e in replaced.events] == [
        (BAR + 1, 7),
        (BAR + 20, 1),
        (2 * BAR, 1),
    ]


MESSAGES = st.one_of(
    st.tuples(st.sampled_from([0x90, 0x80]), st.integers(58, 62), st.integers(0, 127)),
    st.tuples(st.just(0xB0), st.sampled_from([1, 64, 123]), st.integers(0, 127)),
)
HANDS = st.lists(st.tuples(st.integers(0, 2), st.floats(0, BAR), MESSAGES), max_size=40)


@given(HANDS, st.booleans(), disjoint_notes())
def test_any_hand_leaves_valid_notes_within_their_laps(hand, loops, before) -> None:
    stretch = LOOP if loops else STRAIGHT
    laps_played = sorted((lap if loops else 0, tick, message) for lap, tick, message in hand)
    shift = BAR - EARLY * 2
    played = [
        Played(lap, (shift if lap == 0 else BAR) + tick, bytes(message)) for lap, tick, message in laps_played
    ]
    laps = recorded_laps(played, stretch, EARLY)
    assert len(laps) == stretch.last_lap + 1
    strikes = sum(1 for p in played if p.message[0] == 0x90 and p.message[2] and p.tick >= BAR - EARLY)
    assert sum(len(lap.notes) for lap in laps) <= strikes
    for lap in laps:
        assert_valid(lap.notes)
        if len(lap.notes):
            assert lap.start <= lap.notes["start"].min()
            assert note_ends(lap.notes).max() <= max(lap.end, lap.notes["start"].max() + 1)
        assert np.all(np.diff(lap.events["tick"]) >= 0)
        for mode in RecordMode:
            track = with_lap(Track(notes=before), lap, mode)
            assert_valid(track.notes)
            assert not overlapping_pairs(track.notes)
