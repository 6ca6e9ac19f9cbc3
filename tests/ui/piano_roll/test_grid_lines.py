from genre_studio.music.timing import Meter, MeterMap
from genre_studio.ui.piano_roll.grid_lines import LineKind, bar_stride, lines_within
from genre_studio.ui.piano_roll.snapping import Grid

COMMON = MeterMap(480, [])


def test_all_kinds_at_a_working_zoom() -> None:
    lines = lines_within(COMMON, Grid(8), px_per_tick=0.2, ticks=(0, 1920))
    assert lines[LineKind.BAR] == [0]
    assert lines[LineKind.BEAT] == [480, 960, 1440]
    assert lines[LineKind.STEP] == [240, 720, 1200, 1680]


def test_the_densest_lines_give_way_first() -> None:
    assert not lines_within(COMMON, Grid(16), 0.05, (0, 1920))[LineKind.STEP]
    assert lines_within(COMMON, Grid(16), 0.05, (0, 1920))[LineKind.BEAT]
    far = lines_within(COMMON, Grid(16), 0.001, (0, 1920 * 16))
    assert not far[LineKind.BEAT]
    assert far[LineKind.BAR] == [0, 1920 * 8]


def test_bars_follow_the_meter() -> None:
    meters = MeterMap(480, [Meter(0, 3, 4), Meter(1440, 4, 4)])
    assert lines_within(meters, Grid(4), 0.1, (0, 5000))[LineKind.BAR] == [0, 1440, 3360]


def test_bar_numbers_stand_apart() -> None:
    assert bar_stride(COMMON, 0.1, 0, closest_px=48) == 1
    assert bar_stride(COMMON, 0.01, 0, closest_px=48) == 4
