"""Between a lane's values and its pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.controller_lane import Lane
from genre_studio.ui.theme import UNIT


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Values of a lane and y in a widget `height` pixels tall; a margin is left above and below."""

    lane: Lane
    height: int

    @property
    def _span(self) -> int:
        return max(1, self.height - 2 * UNIT)

    def y_at(self, value: float) -> int:
        way = (value - self.lane.lowest) / (self.lane.highest - self.lane.lowest)
        return round(UNIT + self._span * (1 - way))

    def ys_at(self, values: NDArray[np.int16]) -> NDArray[np.int64]:
        """Whole pixels of many values, shape (N,)."""
        way = (values.astype(float) - self.lane.lowest) / (self.lane.highest - self.lane.lowest)
        return np.rint(UNIT + self._span * (1 - way)).astype(np.int64)

    def value_at(self, y: float) -> float:
        """Not rounded, held within the lane's range."""
        way = min(max(1 - (y - UNIT) / self._span, 0.0), 1.0)
        return self.lane.lowest + way * (self.lane.highest - self.lane.lowest)
