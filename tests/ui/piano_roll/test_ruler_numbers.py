from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.timing import Meter, MeterMap
from genre_studio.ui.piano_roll.ruler_numbers import numbers_within

PPQ = 480
METERS = st.lists(
    st.builds(
        Meter,
        st.integers(0, 400).map(lambda beat: beat * 240),
        st.integers(1, 15),
        st.sampled_from((2, 4, 8, 16)),
    ),
    max_size=5,
)


def measure(text: str) -> int:
    return 7 * len(text)


@given(METERS, st.floats(0.0003, 4), st.integers(0, 2_000_000), st.integers(100, 3000))
def test_no_number_ever_covers_the_next(meters, px_per_tick, start, width) -> None:
    end = start + width / px_per_tick
    numbers = numbers_within(MeterMap(PPQ, meters), px_per_tick, (start, end), measure)
    for before, after in pairwise(numbers):
        assert (after.tick - before.tick) * px_per_tick >= measure(before.text) + 6


def test_beats_are_numbered_where_there_is_room() -> None:
    meters = MeterMap(PPQ, [])
    near = numbers_within(meters, 0.2, (0, 1919), measure)
    assert [n.text for n in near] == ["1", "1.2", "1.3", "1.4"]
    far = numbers_within(meters, 0.01, (0, 16 * 1920), measure)
    assert [n.text for n in far] == ["1", "3", "5", "7", "9", "11", "13", "15", "17"]
