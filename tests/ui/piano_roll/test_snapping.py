import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.timing import Meter, MeterMap
from genre_studio.ui.piano_roll.snapping import GRIDS, Grid, GridKind, Snapping

COMMON = MeterMap(480, [])
WALTZ_THEN_FIVE = MeterMap(480, [Meter(0, 3, 4), Meter(1440 * 2, 5, 8)])

grids = st.sampled_from(GRIDS)
meters = st.sampled_from([COMMON, WALTZ_THEN_FIVE, MeterMap(96, [Meter(0, 7, 8)])])


def test_steps_of_straight_triplet_and_dotted_grids() -> None:
    assert Grid(16).step_ticks(480) == 120
    assert Grid(8, GridKind.TRIPLET).step_ticks(480) == pytest.approx(160)
    assert Grid(8, GridKind.DOTTED).step_ticks(480) == pytest.approx(360)


def test_titles_are_those_of_a_menu() -> None:
    assert [Grid(8, kind).title for kind in GridKind] == ["1/8", "1/8T", "1/8."]


def test_a_grid_beyond_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="whole notes to 128ths"):
        Grid(0)


@pytest.mark.parametrize(
    ("tick", "floor", "ceil", "nearest"),
    [(0, 0, 120, 0), (119, 0, 120, 120), (60, 0, 120, 120), (130, 120, 240, 120)],
)
def test_sixteenths(tick: int, floor: int, ceil: int, nearest: int) -> None:
    snapping = Snapping(COMMON, Grid(16))
    assert (snapping.floor(tick), snapping.ceil(tick), snapping.nearest(tick)) == (floor, ceil, nearest)


def test_a_bar_line_is_a_grid_line_even_where_the_step_does_not_divide_the_bar() -> None:
    snapping = Snapping(COMMON, Grid(4, GridKind.DOTTED))  # 720 ticks in bars of 1920
    assert [snapping.floor(t) for t in (1439, 1440, 1919, 1920)] == [720, 1440, 1440, 1920]
    assert snapping.ceil(1500) == 1920


def test_lines_are_counted_anew_from_a_meter_change() -> None:
    snapping = Snapping(WALTZ_THEN_FIVE, Grid(4))
    assert snapping.floor(2880 + 500) == 2880 + 480
    assert snapping.nearest_bar(2880 + 1000) == 2880 + 1200


@given(meters, grids, st.floats(0, 50_000))
def test_floor_and_ceil_embrace_the_tick(meter_map: MeterMap, grid: Grid, tick: float) -> None:
    snapping = Snapping(meter_map, grid)
    assert snapping.floor(tick) <= tick < snapping.ceil(tick)
    assert snapping.floor(snapping.floor(tick)) == snapping.floor(tick)
    assert snapping.nearest(tick) in (snapping.floor(tick), snapping.ceil(tick))


@given(meters, grids, st.integers(0, 50_000))
def test_a_drag_by_nothing_moves_nothing(meter_map: MeterMap, grid: Grid, tick: int) -> None:
    assert Snapping(meter_map, grid).moved(tick, 0) == 0


@given(st.integers(-55, 55), st.integers(1, 100), st.floats(-5000, 5000))
def test_a_snapped_move_keeps_a_human_offset(offset: int, line: int, dragged: float) -> None:
    snapping = Snapping(COMMON, Grid(16))
    start = 120 * line + 12_000 + offset
    moved = start + snapping.moved(start, dragged)
    assert moved - snapping.nearest(moved) == offset
