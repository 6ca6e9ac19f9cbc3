"""Which bars and beats are numbered at a zoom: as many as fit, and never one over another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from genre_studio.music.timing import MeterMap

GAP_PX = 12
"""What is left free between two numbers, the 4 pixels right of a bar line included."""


@dataclass(frozen=True, slots=True)
class RulerNumber:
    """A bar ("12") or a beat ("12.3") and the tick at which it is written."""

    tick: int
    text: str
    is_bar: bool


def numbers_within(
    meters: MeterMap, px_per_tick: float, ticks: tuple[float, float], measure: Callable[[str], int]
) -> list[RulerNumber]:
    """The numbers of [start, end) ticks, each with room for its text as `measure` tells it in pixels."""
    first, last = (meters.bar_index_at(max(0, int(tick))) for tick in ticks)
    stride = _bar_stride(meters, px_per_tick, first, last, measure)
    numbers: list[RulerNumber] = []
    free_from = float("-inf")
    for number in _candidates(meters, px_per_tick, range(first - first % stride, last + 1, stride), measure):
        if number.tick * px_per_tick >= free_from:
            numbers.append(number)
            free_from = number.tick * px_per_tick + measure(number.text) + GAP_PX
    return numbers


def _bar_stride(
    meters: MeterMap, px_per_tick: float, first: int, last: int, measure: Callable[[str], int]
) -> int:
    """Every how many bars a number may stand, by the shortest bar that shows: 1, 2, 4, 8 ..."""
    start, end = meters.bar_start(first), meters.bar_start(last + 1)
    shown = [meters.meter_at(start), *(meter for meter in meters.meters if start < meter.tick < end)]
    bar_px = min(meter.bar_ticks(meters.ppq) for meter in shown) * px_per_tick
    wanted, stride = measure(str(last + 1)) + GAP_PX, 1
    while stride * bar_px < wanted:
        stride *= 2
    return stride


def _candidates(
    meters: MeterMap, px_per_tick: float, bars: range, measure: Callable[[str], int]
) -> Iterator[RulerNumber]:
    """The bars, and their beats where those are wide enough for their numbers."""
    for bar in bars:
        start = meters.bar_start(bar)
        yield RulerNumber(start, str(bar + 1), is_bar=True)
        meter = meters.meter_at(start)
        beat = meter.beat_ticks(meters.ppq)
        if bars.step > 1 or beat * px_per_tick < measure(f"{bar + 1}.{meter.numerator}") + GAP_PX:
            continue
        end = meters.bar_end_at(start)
        for number, tick in enumerate(range(start + beat, end, beat), 2):
            # A bar that a change of meter cuts short leaves its last beat no room before the next number.
            if (end - tick) * px_per_tick >= measure(f"{bar + 1}.{number}") + GAP_PX:
                yield RulerNumber(tick, f"{bar + 1}.{number}", is_bar=False)
