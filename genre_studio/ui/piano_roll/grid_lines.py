"""Which lines rule the paper at a zoom: bars, beats and grid steps, never closer than the eye wants."""

from collections.abc import Iterator
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.timing import Meter, MeterMap
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
    stride = line_stride(meters, px_per_tick)
    for meter, first_bar, end in _stretches(meters, ticks):
        bars = _bars_of(meter, first_bar, end, stride, meters.ppq, ticks)
        lines[LineKind.BAR].extend(bars.tolist())
        if stride == 1:
            _rule_bars(lines, meter, grid, px_per_tick, bars, end, meters.ppq)
    return {kind: [t for t in found if ticks[0] <= t < ticks[1]] for kind, found in lines.items()}


def line_stride(meters: MeterMap, px_per_tick: float) -> int:
    """Every how many bars a line stands, by the shortest bar of the song: the same wherever one looks."""
    shortest = min(meter.bar_ticks(meters.ppq) for meter in meters.meters) * px_per_tick
    return _doubled(shortest, CLOSEST_PX)


def bar_stride(meters: MeterMap, px_per_tick: float, tick: float, closest_px: float = CLOSEST_PX) -> int:
    """Every how many bars a line (or a number) may stand: 1, 2, 4, 8 ..."""
    bar_px = meters.meter_at(max(0, int(tick))).bar_ticks(meters.ppq) * px_per_tick
    return _doubled(bar_px, closest_px)


def _doubled(bar_px: float, closest_px: float) -> int:
    stride = 1
    while stride * bar_px < closest_px:
        stride *= 2
    return stride


def _stretches(meters: MeterMap, ticks: tuple[float, float]) -> Iterator[tuple[Meter, int, int]]:
    """Each meter that rules some of [start, end), the number of its first bar from zero, and its end."""
    ends = [*(meter.tick for meter in meters.meters[1:]), max(int(ticks[1]) + 1, 1)]
    for meter, end in zip(meters.meters, ends, strict=True):
        if meter.tick < ticks[1] and end > ticks[0] and meter.tick < end:
            yield meter, meters.bar_index_at(meter.tick), end


def _bars_of(
    meter: Meter, first_bar: int, end: int, stride: int, ppq: int, ticks: tuple[float, float]
) -> NDArray[np.int64]:
    """The starts of this meter's bars whose numbers are multiples of `stride`, from the one that holds the
    first tick.
    """
    length = meter.bar_ticks(ppq)
    before = max(0, (int(ticks[0]) - meter.tick) // length)
    first = first_bar + before
    first += -first % stride
    start = meter.tick + (first - first_bar) * length
    return np.arange(start, min(end, int(ticks[1]) + 1), stride * length)


def _rule_bars(
    lines: dict[LineKind, list[int]],
    meter: Meter,
    grid: Grid,
    px_per_tick: float,
    bars: NDArray[np.int64],
    end: int,
    ppq: int,
) -> None:
    """Beats and grid steps within each bar, up to where the meter ends."""
    beat, length = meter.beat_ticks(ppq), meter.bar_ticks(ppq)
    beats = np.empty(0, np.int64)
    if beat * px_per_tick >= CLOSEST_PX:
        beats = (bars[:, None] + np.arange(beat, length, beat)).ravel()
        lines[LineKind.BEAT].extend(beats[beats < end].tolist())
    step = grid.step_ticks(ppq)
    if step * px_per_tick >= CLOSEST_PX:
        within = np.rint(np.arange(1, int(length / step) + 1) * step).astype(np.int64)
        steps = (bars[:, None] + within[within < length]).ravel()
        steps = steps[(steps < end) & ~np.isin(steps, beats)]
        lines[LineKind.STEP].extend(steps.tolist())
