import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.controller_names import SUSTAIN_LANE, SWITCH_FROM
from genre_studio.music.pedal import PedalSpan, lift_pedal, pedal_spans, press_pedal

CONTROL = ChannelEventKind.CONTROL
EVENTS = st.lists(
    st.tuples(st.integers(0, 60), st.just(CONTROL), st.sampled_from((7, 64)), st.integers(0, 127)),
    max_size=20,
).map(make_channel_events)


def is_down(events, tick: int) -> bool:
    own = events[(events["number"] == 64) & (events["tick"] <= tick)]
    return bool(len(own)) and own["value"][-1] >= SWITCH_FROM


@given(EVENTS, st.integers(0, 60), st.integers(1, 30))
def test_painting_a_pedal_changes_nothing_outside(events, start, length) -> None:
    end = start + length
    for paint, wanted in ((press_pedal, True), (lift_pedal, False)):
        after = paint(events, SUSTAIN_LANE, start, end)
        for tick in range(95):
            expected = wanted if start <= tick < end else is_down(events, tick)
            assert is_down(after, tick) == expected, tick
        others = events[events["number"] == 7]
        assert np.array_equal(after[after["number"] == 7], others)


@given(EVENTS)
def test_spans_are_where_the_pedal_is_down(events) -> None:
    spans = pedal_spans(events, SUSTAIN_LANE)
    for tick in range(70):
        covered = any(s.start <= tick and (s.end is None or tick < s.end) for s in spans)
        assert covered == is_down(events, tick)


def test_a_span_knows_its_depth_and_may_last_for_ever() -> None:
    events = make_channel_events(
        [(0, CONTROL, 64, 70), (5, CONTROL, 64, 100), (9, CONTROL, 64, 0), (20, CONTROL, 64, 127)]
    )
    assert pedal_spans(events, SUSTAIN_LANE) == (PedalSpan(0, 9, 100), PedalSpan(20, None, 127))
