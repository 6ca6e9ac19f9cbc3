"""Windows of a few bars as notes alone: what real and generated music are compared on.

Instruments and velocities are left out and all pitched parts are merged, so that a judge hears
pitch and rhythm, not the band. Real and generated music pass through the same `on_grid`, and only
notes that start in the window count: a note held over from before it belongs to the primer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import SLOTS_PER_FAMILY, GridSong, on_grid
from genre_studio.music.instruments import Family
from genre_studio.music.notes import frozen
from genre_studio.music.song import Song

WINDOW_DTYPE = np.dtype(
    [
        ("onset", np.int32),  # steps from the start of the window
        ("duration", np.int32),  # steps, cut at the end of the window
        ("pitch", np.int16),  # MIDI note number
    ]
)
BARS = 8
"""Bars in a window where nothing else is said."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Bars of music without instruments and velocities.

    `notes` (pitched) and `drums` are sorted by (onset, pitch), one note for a pitch at an onset: the
    longest. `bar_lines` are (bars + 1,) steps, the first 0.
    """

    notes: NDArray[np.void]
    bar_lines: NDArray[np.int32]
    drums: NDArray[np.void]

    @property
    def bars(self) -> int:
        return len(self.bar_lines) - 1

    @property
    def steps(self) -> int:
        return int(self.bar_lines[-1])

    @property
    def is_silent(self) -> bool:
        """No pitched note starts in it."""
        return not len(self.notes)


def cut_window(
    grid: GridSong, first_bar: int, bars: int = BARS, tracks: Collection[int] | None = None
) -> Window:
    """`bars` bars from `first_bar` on, of `tracks` (None: all). Raises ValueError past the last bar line."""
    if not 0 <= first_bar <= first_bar + bars < len(grid.bar_lines):
        raise ValueError(
            f"bars {first_bar} to {first_bar + bars} do not lie within {len(grid.bar_lines) - 1} bars"
        )
    lines = grid.bar_lines[first_bar : first_bar + bars + 1]
    low, high = np.searchsorted(grid.notes["step"], [lines[0], lines[-1]])
    notes = grid.notes[low:high]
    if tracks is not None:
        notes = notes[np.isin(notes["track"], list(tracks))]
    is_drums = notes["part"] // SLOTS_PER_FAMILY == Family.DRUMS
    bar_lines = frozen((lines - lines[0]).astype(np.int32))
    return Window(_merged(notes[~is_drums], lines), bar_lines, _merged(notes[is_drums], lines))


def window_of(song: Song, first_bar: int, bars: int = BARS, tracks: Collection[int] | None = None) -> Window:
    """As `cut_window`, of a song; bars after its last note are silent."""
    end = song.meter_map.bar_start(first_bar + bars)
    return cut_window(on_grid(song, end_tick=end), first_bar, bars, tracks)


def sounding_windows(
    grid: GridSong, bars: int = BARS, tracks: Collection[int] | None = None
) -> list[tuple[int, Window]]:
    """(first bar, window) of back-to-back windows from the first sounding bar on, silent ones left out.

    The last window ends before the bar line after the last onset: it is whole.
    """
    notes = grid.notes if tracks is None else grid.notes[np.isin(grid.notes["track"], list(tracks))]
    if not len(notes):
        return []
    first = int(np.searchsorted(grid.bar_lines, notes["step"][0], side="right")) - 1
    starts = range(max(first, 0), len(grid.bar_lines) - bars, bars)
    windows = [(bar, cut_window(grid, bar, bars, tracks)) for bar in starts]
    return [(bar, window) for bar, window in windows if not window.is_silent]


def _merged(notes: NDArray[np.void], lines: NDArray[np.int32]) -> NDArray[np.void]:
    """Grid notes as window notes: the longest of those with one onset and pitch, cut at the end."""
    order = np.lexsort((-notes["duration"], notes["pitch"], notes["step"]))
    notes = notes[order]
    first = np.ones(len(notes), bool)
    first[1:] = (notes["step"][1:] != notes["step"][:-1]) | (notes["pitch"][1:] != notes["pitch"][:-1])
    notes = notes[first]
    merged = np.zeros(len(notes), WINDOW_DTYPE)
    merged["onset"] = notes["step"] - lines[0]
    merged["duration"] = np.minimum(notes["duration"], lines[-1] - notes["step"])
    merged["pitch"] = notes["pitch"]
    return frozen(merged)


def make_window(rows: Sequence[tuple[int, int, int]], bar_lines: Sequence[int]) -> Window:
    """A window from (onset, duration, pitch) rows in steps, cut at the last line: for music made by hand."""
    notes = np.array(sorted(rows, key=lambda row: (row[0], row[2])), WINDOW_DTYPE)
    notes["duration"] = np.minimum(notes["duration"], bar_lines[-1] - notes["onset"])
    return Window(frozen(notes), frozen(np.array(bar_lines, np.int32)), frozen(np.zeros(0, WINDOW_DTYPE)))
