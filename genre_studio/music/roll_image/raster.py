"""Notes to pixels and pixels to notes. Source: midi2img and img2midi (Mathigatti), whose raster this is.

Its faults are not kept: column 0 is music like any other, the picture is not shifted by a column, and
notes outside the rows are left out instead of wrapping around.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes, make_notes

ROWS = 106
LOWEST_PITCH = 21
HIGHEST_PITCH = LOWEST_PITCH + ROWS - 1
COLUMNS = 106  # of one picture; the report draws 100 and stretches them
COLUMNS_PER_QUARTER = 4

Picture: TypeAlias = NDArray[np.bool_]
"""(ROWS, columns): where a pitch sounds. Row 0, the top one, is LOWEST_PITCH."""


def column_ticks(column: int, ppq: int) -> int:
    """The tick at which a column begins, rounded where the file's resolution cannot hold it."""
    return (2 * column * ppq + COLUMNS_PER_QUARTER) // (2 * COLUMNS_PER_QUARTER)


def picture_of(notes: Notes, ppq: int, columns: int, first_column: int = 0) -> Picture:
    """What sounds in `columns` sixteenths from `first_column` of the song on; (ROWS, columns).

    Starts and ends are rounded to the nearest sixteenth, and a note lasts at least one column. Notes
    outside LOWEST_PITCH to HIGHEST_PITCH are left out.
    """
    inside = notes[(notes["pitch"] >= LOWEST_PITCH) & (notes["pitch"] <= HIGHEST_PITCH)]
    first = _nearest_column(inside["start"], ppq) - first_column
    after = np.maximum(first + 1, _nearest_column(inside["start"] + inside["duration"], ppq) - first_column)
    seen = (first < columns) & (after > 0)
    rows = inside["pitch"][seen] - LOWEST_PITCH
    change = np.zeros((ROWS, columns + 1), np.int32)
    np.add.at(change, (rows, np.maximum(first[seen], 0)), 1)
    np.add.at(change, (rows, np.minimum(after[seen], columns)), -1)
    picture: Picture = np.cumsum(change, axis=1)[:, :columns] > 0
    return picture


def notes_of_picture(picture: Picture, ppq: int, first_column: int = 0) -> Notes:
    """One note for each run of lit pixels in a row. Raises ValueError where it has not ROWS rows."""
    if picture.ndim != 2 or len(picture) != ROWS:
        raise ValueError(f"a picture must have {ROWS} rows")
    edged = np.pad(picture.astype(np.int8), ((0, 0), (1, 1)))
    change = np.diff(edged, axis=1)
    rows, begins = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)  # in the same order: row by row, left to right
    starts = [column_ticks(first_column + int(column), ppq) for column in begins]
    stops = [column_ticks(first_column + int(column), ppq) for column in ends]
    durations = [max(1, stop - start) for start, stop in zip(starts, stops, strict=True)]
    return make_notes(starts, durations, rows + LOWEST_PITCH)


def _nearest_column(ticks: NDArray[np.int64], ppq: int) -> NDArray[np.int64]:
    columns: NDArray[np.int64] = (2 * ticks * COLUMNS_PER_QUARTER + ppq) // (2 * ppq)
    return columns
