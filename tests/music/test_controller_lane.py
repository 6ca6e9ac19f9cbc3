from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.controller_lane import (
    BEND_LANE,
    Lane,
    erase_values,
    lane_events,
    move_points,
    put_values,
    ramp,
    remove_points,
    scale_points,
    thin,
    thin_points,
)
from genre_studio.music.controller_names import SUSTAIN_LANE
from genre_studio.music.document import Document
from genre_studio.music.pedal import press_pedal
from genre_studio.music.song import Song, Track

KINDS = st.sampled_from((ChannelEventKind.CONTROL, ChannelEventKind.PROGRAM, ChannelEventKind.BEND))
ROWS = st.lists(st.tuples(st.integers(0, 60), KINDS, st.just(0), st.integers(0, 127)), max_size=30)
LANES = st.sampled_from((Lane(number=0), Lane(number=7), BEND_LANE))
VALUES = st.dictionaries(st.integers(10, 39), st.integers(-9000, 9000), max_size=10)


@given(ROWS, LANES, VALUES)
def test_only_the_lane_in_the_range_changes(rows, lane, values) -> None:
    events = make_channel_events(rows)
    after = put_values(events, lane, 10, 40, values)
    inside = lane_events(after, lane)
    inside = inside[(inside["tick"] >= 10) & (inside["tick"] < 40)]
    assert dict(zip(inside["tick"].tolist(), inside["value"].tolist(), strict=True)) == {
        tick: lane.held(value) for tick, value in values.items()
    }
    assert np.array_equal(erase_values(after, lane, 10, 40), erase_values(events, lane, 10, 40))
    assert (np.diff(after["tick"]) >= 0).all()


@given(ROWS, LANES)
def test_scaling_keeps_within_the_range_and_one_changes_nothing(rows, lane) -> None:
    events, all_ticks = make_channel_events(rows), np.arange(100)
    assert np.array_equal(scale_points(events, lane, all_ticks, 1, 0), events)
    louder = lane_events(scale_points(events, lane, all_ticks, 500, -3), lane)["value"]
    assert ((louder >= lane.lowest) & (louder <= lane.highest)).all()


def test_a_bank_stays_before_its_program() -> None:
    events = make_channel_events([(10, ChannelEventKind.PROGRAM, 0, 5)])
    assert put_values(events, Lane(number=0), 0, 20, {10: 1})["kind"].tolist() == [0xB, 0xC]
    assert put_values(events, Lane(number=7), 0, 20, {10: 1})["kind"].tolist() == [0xC, 0xB]


def test_a_value_outside_of_the_range_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        put_values(make_channel_events([]), BEND_LANE, 0, 10, {10: 1})


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 127), st.integers(0, 127), st.floats(-1, 1))
def test_a_ramp_runs_from_end_to_end_without_turning(tick, length, low, high, bend) -> None:
    values = list(ramp((tick, low), (tick + length, high), 10, bend=bend).values())
    assert values[-1] == high
    assert values[0] == (low if length else high)
    assert sorted(values, reverse=low > high) == values


@given(st.dictionaries(st.integers(0, 100), st.integers(0, 9)), st.integers(1, 20))
def test_thinning_leaves_one_a_step_and_no_repeats(values, step) -> None:
    kept = thin(values, step)
    assert kept.items() <= values.items()
    assert len({tick // step for tick in kept}) == len(kept)
    assert all(a != b for a, b in zip(list(kept.values()), list(kept.values())[1:], strict=False))


TICKS = st.lists(st.integers(0, 60), max_size=10).map(lambda ticks: np.array(sorted(set(ticks)), np.int64))


@given(ROWS, LANES, TICKS, st.integers(-80, 80), st.integers(-200, 200))
def test_moved_points_keep_the_other_lanes_and_stay_in_the_song(
    rows, lane, ticks, by_ticks, by_value
) -> None:
    events = make_channel_events(rows)
    after = move_points(events, lane, ticks, by_ticks, by_value)
    assert np.array_equal(after[~lane.are_in(after)], events[~lane.are_in(events)])
    assert (np.diff(after["tick"]) >= 0).all()
    assert not len(after) or after["tick"].min() >= 0
    assert (
        (lane_events(after, lane)["value"] >= lane.lowest)
        & (lane_events(after, lane)["value"] <= lane.highest)
    ).all()
    assert np.array_equal(move_points(events, lane, ticks, 0, 0), events)


def test_a_moved_point_takes_the_place_of_one_that_lies_there() -> None:
    lane = Lane(number=7)
    events = make_channel_events([(0, 0xB, 7, 1), (10, 0xB, 7, 2), (20, 0xB, 7, 3)])
    after = move_points(events, lane, np.array([0]), 10, 5)
    assert [(int(e["tick"]), int(e["value"])) for e in after] == [(10, 6), (20, 3)]


@given(ROWS, LANES, TICKS)
def test_edits_of_points_are_undone(rows, lane, ticks) -> None:
    events = make_channel_events(rows)
    document = Document(Song(tracks=(Track(events=events),)))
    for name, edited in (
        ("Move", move_points(events, lane, ticks, 7, -3)),
        ("Scale", scale_points(events, lane, ticks, 0.5, 64)),
        ("Thin", thin_points(events, lane, ticks, 2)),
        ("Erase", remove_points(events, lane, ticks)),
        ("Pedal", press_pedal(events, SUSTAIN_LANE, 5, 30)),
    ):
        changed = replace(document.song.tracks[0], events=edited)
        document.apply(name, document.song.with_track(0, changed))
        assert np.array_equal(document.song.tracks[0].events, edited)
        document.undo()
        assert np.array_equal(document.song.tracks[0].events, events)


@given(st.lists(st.integers(0, 127), min_size=2, max_size=60), st.integers(0, 20))
def test_thinned_points_tell_the_same_within_the_tolerance(values, tolerance) -> None:
    lane, ticks = Lane(number=7), np.arange(len(values)) * 10
    events = make_channel_events([(t, 0xB, 7, v) for t, v in zip(ticks.tolist(), values, strict=True)])
    after = thin_points(events, lane, ticks, tolerance)
    told = np.interp(ticks, after["tick"], after["value"])
    assert np.abs(told - values).max() <= tolerance + 1e-9
    assert after["tick"][[0, -1]].tolist() == ticks[[0, -1]].tolist()
