"""Which pitches the roll shows, from the top row down. All of them, or a fold to some."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

HIDDEN = -1


class PitchRows:
    """An immutable choice of rows, highest pitch first.

    `pitches`: MIDI note numbers by row, shape (R,). `row_of`: row by MIDI note number, shape (128,),
    HIDDEN where a pitch has no row.
    """

    def __init__(self, pitches: Iterable[int]) -> None:
        ordered = sorted(set(pitches), reverse=True)
        if not ordered or ordered[0] > 127 or ordered[-1] < 0:
            raise ValueError("The roll needs rows for at least one pitch within 0 to 127.")
        self.pitches: NDArray[np.int64] = np.array(ordered, np.int64)
        self.row_of: NDArray[np.int64] = np.full(128, HIDDEN, np.int64)
        self.row_of[self.pitches] = np.arange(len(ordered))

    def __len__(self) -> int:
        return len(self.pitches)

    def pitch_of(self, row: int) -> int:
        """The pitch of a row; rows outside are held to the first and last."""
        return int(self.pitches[min(max(row, 0), len(self) - 1)])


ALL_PITCHES = PitchRows(range(128))
