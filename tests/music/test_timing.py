import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.timing import Meter, MeterMap, Tempo, TempoMap

PPQ = 48

meters = st.lists(
    st.builds(Meter, st.integers(0, 5_000), st.integers(1, 12), st.sampled_from([1, 2, 4, 8, 16])), max_size=6
)


@given(meters, st.integers(0, 10_000))
def test_a_tick_lies_in_its_bar(changes: list[Meter], tick: int) -> None:
    bars = MeterMap(PPQ, changes)
    assert bars.bar_start_at(tick) <= tick < bars.bar_end_at(tick)


@given(meters, st.integers(0, 60))
def test_a_bar_begins_in_itself(changes: list[Meter], bar: int) -> None:
    bars = MeterMap(PPQ, changes)
    assert bars.bar_index_at(bars.bar_start(bar)) == bar


def test_a_meter_inside_a_bar_cuts_it_short() -> None:
    bars = MeterMap(PPQ, [Meter(100, 3, 4)])
    assert [bars.bar_start(bar) for bar in range(4)] == [0, 100, 244, 388]
    assert str(bars.position_at(100 + 50)) == "2.2.002"


@given(
    st.lists(st.builds(Tempo, st.integers(0, 5_000), st.integers(10_000, 2_000_000)), max_size=6),
    st.integers(0, 10_000),
)
def test_seconds_and_ticks_are_inverse(tempos: list[Tempo], tick: int) -> None:
    tempo_map = TempoMap(PPQ, tempos)
    assert float(tempo_map.ticks_at(tempo_map.seconds_at(tick))) == pytest.approx(tick)
