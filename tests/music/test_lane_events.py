"""Pedals and wheels put in the place of others, cut out, and kept with recorded takes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.lane_events import of_passes, part_of_lanes, with_lanes

CC, BEND = int(ChannelEventKind.CONTROL), int(ChannelEventKind.BEND)


def rows(events):
    return [tuple(event) for event in events.tolist()]


def test_only_the_lanes_that_come_make_way_and_only_there() -> None:
    there = make_channel_events([(0, CC, 64, 127), (50, CC, 7, 100), (60, CC, 64, 0), (200, CC, 64, 127)])
    new = make_channel_events([(40, CC, 64, 127), (90, CC, 64, 0)])
    assert rows(with_lanes(there, 10, 100, new)) == [
        (0, CC, 64, 127),
        (40, CC, 64, 127),
        (50, CC, 7, 100),
        (90, CC, 64, 0),
        (200, CC, 64, 127),
    ]


def test_what_moved_in_another_pass_rests_in_this_one() -> None:
    pedal, wheel = make_channel_events([(10, CC, 64, 127)]), make_channel_events([(20, BEND, 0, 400)])
    volume = make_channel_events([(5, CC, 7, 90)])
    first, second, third = of_passes([(0, pedal), (0, wheel), (0, volume)])
    assert rows(first) == [(0, BEND, 0, 0), (10, CC, 64, 127)]
    assert rows(second) == [(0, CC, 64, 0), (20, BEND, 0, 400)]
    assert rows(third) == [(0, CC, 64, 0), (0, BEND, 0, 0), (5, CC, 7, 90)]  # a volume rests nowhere


def test_a_part_stands_as_it_did_there_and_is_let_go() -> None:
    events = make_channel_events([(0, CC, 64, 127), (0, CC, 1, 30), (50, CC, 1, 60), (150, CC, 64, 0)])
    assert rows(part_of_lanes(events, 40, 100)) == [
        (40, CC, 64, 127),
        (40, CC, 1, 30),
        (50, CC, 1, 60),
        (99, CC, 64, 0),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from([1, 7, 64]), st.integers(0, 127)), max_size=30),
    st.integers(0, 150),
    st.integers(1, 150),
)
def test_a_part_lies_in_its_ticks_and_leaves_no_pedal_down(drawn, start, length) -> None:
    events = make_channel_events([(tick, CC, number, value) for tick, number, value in drawn])
    part = part_of_lanes(events, start, start + length)
    assert np.all((part["tick"] >= start) & (part["tick"] < start + length))
    assert np.all(np.diff(part["tick"]) >= 0)
    pedal = part[part["number"] == 64]
    assert not len(pedal) or pedal["value"][-1] == 0
