"""The grid and how a pointer snaps to it. Lines are counted from each bar line, whatever the meter."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.ordering import sorted_unique
from genre_studio.music.timing import MeterMap


class GridKind(Enum):
    """How a grid's note value is stretched."""

    STRAIGHT = ("", 1.0)
    TRIPLET = ("T", 2 / 3)
    DOTTED = (".", 1.5)

    @property
    def suffix(self) -> str:
        return self.value[0]

    @property
    def factor(self) -> float:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Grid:
    """A note value: 1/`denominator` of a whole note, straight, triplet or dotted."""

    denominator: int = 16
    kind: GridKind = GridKind.STRAIGHT
    snaps: bool = True  # where it does not, it still rules the paper and gives new notes their length
    is_adaptive: bool = False  # the note value follows the zoom

    def __post_init__(self) -> None:
        if not 1 <= self.denominator <= 128:
            raise ValueError("A grid runs from whole notes to 128ths.")

    @property
    def title(self) -> str:
        """As a menu shows it: 1/16, 1/8T, 1/4."""
        if not self.snaps:
            return "Off"
        if self.is_adaptive:
            return "Adaptive"
        return f"1/{self.denominator}{self.kind.suffix}"

    def step_ticks(self, ppq: int) -> float:
        """The distance of two lines; not always whole, never under one tick."""
        return max(1.0, ppq * 4 / self.denominator * self.kind.factor)

    def at_zoom(self, beat_px: float) -> Self:
        """What an adaptive grid is where a quarter note is so wide: the finest that is not crowded."""
        if not self.is_adaptive:
            return self
        finest = max((d for d in DENOMINATORS if beat_px * 4 / d >= _ADAPTIVE_PX), default=1)
        return replace(self, denominator=finest)

    def finer(self, steps: int) -> Self:
        """The same kind of grid with lines closer by halves; wider where `steps` is negative."""
        place = DENOMINATORS.index(self.denominator) if self.denominator in DENOMINATORS else 4
        denominator = DENOMINATORS[min(max(place + steps, 0), len(DENOMINATORS) - 1)]
        return replace(self, denominator=denominator, snaps=True, is_adaptive=False)


DENOMINATORS = (1, 2, 4, 8, 16, 32, 64)
_ADAPTIVE_PX = 20.0

GRID_OFF, GRID_ADAPTIVE = Grid(snaps=False), Grid(is_adaptive=True)
GRIDS = (
    GRID_OFF,
    GRID_ADAPTIVE,
    *(Grid(denominator, kind) for kind in GridKind for denominator in DENOMINATORS),
)
"""The grids of a menu: none, the zoom's, then straight ones, triplets, dotted."""


@dataclass(frozen=True, slots=True)
class Snapping:
    """Snaps ticks to a grid under a song's meters. Every method takes and returns whole ticks."""

    meters: MeterMap
    grid: Grid

    @property
    def step(self) -> int:
        """The length of a new note: one grid step."""
        return max(1, round(self.grid.step_ticks(self.meters.ppq)))

    def floor(self, tick: float) -> int:
        """The last grid line at or before `tick`; never before the song."""
        tick = max(tick, 0)
        if not self.grid.snaps:
            return int(tick)
        bar = self.meters.bar_start_at(int(tick))
        step = self.grid.step_ticks(self.meters.ppq)
        line = bar + round((tick - bar) // step * step)
        # A line rounded up to a whole tick may lie just behind the tick asked for.
        return line if line <= tick else max(bar, line - round(step))

    def ceil(self, tick: float) -> int:
        """The first grid line after `tick`, bar lines included."""
        if not self.grid.snaps:
            return int(max(tick, 0)) + 1
        line = self.floor(tick)
        step = self.grid.step_ticks(self.meters.ppq)
        bar = self.meters.bar_start_at(line)
        following = bar + round((round((line - bar) / step) + 1) * step)
        return min(following, self.meters.bar_end_at(line))

    def nearest(self, tick: float) -> int:
        """The nearest grid line, the later of two."""
        before, after = self.floor(tick), self.ceil(tick)
        return before if tick - before < after - tick else after

    def moved(self, tick: int, ticks: float) -> int:
        """By how many ticks to move what lies at `tick` when it is dragged by `ticks`.

        The snap is relative: what lay off the grid by some ticks lands off the grid by the same.
        """
        offset = tick - self.nearest(tick)
        return self.nearest(tick + ticks - offset) + offset - tick

    def lines(self, last: int, swing: float = 0.0) -> NDArray[np.int64]:
        """Every grid line from the song's start to the first bar line behind `last`, ascending.

        `swing` delays every second line of a bar, 0 straight to 1 triplets (by a third of the step).
        """
        step, meters = self.grid.step_ticks(self.meters.ppq), self.meters.meters
        end = self.meters.bar_end_at(last)
        parts = []
        for meter, following in zip(meters, [*(m.tick for m in meters[1:]), end], strict=True):
            bar = meter.bar_ticks(self.meters.ppq)
            numbers = np.arange(int(np.ceil(bar / step)))
            within = np.rint(numbers * step + (numbers % 2) * swing * step / 3)
            bars = np.arange(meter.tick, max(min(following, end), meter.tick), bar)
            lines = (bars[:, None] + within).ravel()
            parts.append(lines[lines < min(following, end)])
        return sorted_unique(np.concatenate([*parts, [end]]).astype(np.int64))

    def nearest_bar(self, tick: float) -> int:
        """The nearest bar line."""
        whole = max(0, round(tick))
        start, end = self.meters.bar_start_at(whole), self.meters.bar_end_at(whole)
        return start if whole - start < end - whole else end
