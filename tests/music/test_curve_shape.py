import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.curve_shape import CurveShape, follow, lean_of, straight_values

PLACES = st.lists(st.tuples(st.floats(-50, 500), st.floats(0, 127)), min_size=1, max_size=12)


@given(PLACES, st.integers(1, 40))
def test_a_hand_leaves_what_it_drew_last_and_nothing_before_the_song(way, step) -> None:
    values = {}
    for before, after in zip(way, [*way[1:], way[-1]], strict=True):
        values = follow(values, before, after, step)
        assert values[max(0, round(after[0]))] == round(after[1])
    assert min(values) >= 0
    assert all(0 <= value <= 127 for value in values.values())


def test_a_line_is_straight_and_a_curve_leans_as_the_hand_leant() -> None:
    below, above = [(0, 0), (50, 10), (100, 100)], [(0, 0), (50, 90), (100, 100)]
    line = straight_values(below, CurveShape.LINE, 25)
    assert line == {0: 0, 25: 25, 50: 50, 75: 75, 100: 100}
    assert straight_values(below, CurveShape.CURVE, 25)[50] < 40
    assert straight_values(above, CurveShape.CURVE, 25)[50] > 60


@given(PLACES)
def test_a_lean_is_held_within_what_a_ramp_takes(way) -> None:
    assert -1 <= lean_of(way) <= 1


@pytest.mark.parametrize("lean", [-0.9, -0.3, 0.0, 0.4, 1.0])
def test_the_lean_of_a_leaning_way_is_found(lean) -> None:
    power = 1 + 3 * abs(lean)
    way = [(t, (t / 200) ** power if lean >= 0 else 1 - (1 - t / 200) ** power) for t in range(201)]
    assert lean_of(way) == pytest.approx(lean, abs=0.02)
