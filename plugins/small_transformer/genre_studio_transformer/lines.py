"""A piece as the network reads it: its rows, and where in its bar each row stands."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import GridSong
from genre_studio.generation.note_codec import START_ROW, Field, encode

PLACE_COUNT = 144  # steps of a bar told apart; longer bars begin anew
METER_COUNT = 65  # lengths of a bar told apart, in 16ths
_STEPS_A_SIXTEENTH = 3

Places = NDArray[np.int64]
"""(N, 2) for each row: steps since its bar line, and the bar's length in 16ths."""


@dataclass(frozen=True, eq=False, slots=True)
class NoteLine:
    """One stretch of music. Row 0 is START_ROW, at the first bar line."""

    rows: NDArray[np.int64]  # (N, 5)
    places: Places  # (N, 2)

    def __len__(self) -> int:
        return len(self.rows)


def line_of(grid: GridSong, most_notes: int | None = None) -> NoteLine:
    """The first `most_notes` notes of a song on the grid, or all."""
    rows = np.concatenate([[START_ROW], encode(GridSong(grid.notes[:most_notes], grid.bar_lines))])
    steps = grid.bar_lines[0] + np.cumsum(rows[:, Field.ADVANCE])
    return NoteLine(rows.astype(np.int64), places_of(steps, grid.bar_lines))


def places_of(steps: NDArray[np.integer[Any]], bar_lines: NDArray[np.integer[Any]]) -> Places:
    """Where in its bar each step lies. Steps past the last bar line lie in bars like the last one."""
    lengths = np.diff(bar_lines)
    bar = np.clip(np.searchsorted(bar_lines, steps, side="right") - 1, 0, len(lengths) - 1)
    place = (steps - bar_lines[bar]) % np.minimum(lengths[bar], PLACE_COUNT)
    meter = np.minimum(lengths[bar] // _STEPS_A_SIXTEENTH, METER_COUNT - 1)
    return np.stack([place, meter], -1).astype(np.int64)
