"""Which lines rule the paper at a zoom: bars, beats and grid steps, never closer than the eye wants."""

from enum import Enum

from genre_studio.music.timing import MeterMap
from genre_studio.ui.piano_roll.snapping import Grid

CLOSEST_PX = 10.0
"""Lines of one kind are drawn only if they lie at least this far apart."""


class LineKind(Enum):
    STEP = "step"
    BEAT = "beat"
    BAR = "bar"


def lines_within(
    meters: MeterMap, grid: Grid, px_per_tick: float, ticks: tuple[float, float]
) -> dict[LineKind, list[int]]:
    """The ticks of the lines to draw in [start, end), weakest kind first; no tick twice."""
    lines: dict[LineKind, list[int]] = {kind: [] for kind in LineKind}
    first, last = (meters.bar_index_at(max(0, int(tick))) for tick in ticks)
    stride = bar_stride(meters, px_per_tick, ticks[0])
    for bar in range(first - first % stride, last + 1, stride):
        start = meters.bar_start(bar)
        lines[LineKind.BAR].append(start)
        if stride == 1:
            _rule_bar(lines, meters, grid, px_per_tick, start)
    return {kind: [t for t in found if ticks[0] <= t < ticks[1]] for kind, found in lines.items()}


def bar_stride(meters: MeterMap, px_per_tick: float, tick: float, closest_px: float = CLOSEST_PX) -> int:
    """Every how many bars a line (or a number) may stand: 1, 2, 4, 8 ..."""
    bar_px = meters.meter_at(max(0, int(tick))).bar_ticks(meters.ppq) * px_per_tick
    stride = 1
    while stride * bar_px < closest_px:
        stride *= 2
    return stride


def _rule_bar(
    lines: dict[LineKind, list[int]], meters: MeterMap, grid: Grid, px_per_tick: float, start: int
) -> None:
    end = meters.bar_end_at(start)
    beat = meters.meter_at(start).beat_ticks(meters.ppq)
    beats = set(range(start + beat, end, beat)) if beat * px_per_tick >= CLOSEST_PX else set()
    step = grid.step_ticks(meters.ppq)
    if step * px_per_tick >= CLOSEST_PX:
        steps = {start + round(k * step) for k in range(1, int((end - start) / step) + 1)}
        lines[LineKind.STEP].extend(sorted(t for t in steps - beats if t < end))
    lines[LineKind.BEAT].extend(sorted(beats))
