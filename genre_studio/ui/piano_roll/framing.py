"""What to look at: the ticks and pitches that hold the music."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.ui.piano_roll.note_index import index_of
from genre_studio.ui.piano_roll.roll_view import RollView, TickRange, are_in
from genre_studio.ui.piano_roll.viewport import Viewport

_MIDDLE_C = 60
_OCTAVES_WITHOUT_NOTES = (48, 84)
_AIR = 2
"""Rows left free above and below the outermost notes."""


def tick_span(view: RollView, ids: NDArray[np.int64] | None = None) -> TickRange:
    """From the first bar line to the last one of the song, or of the notes with these sorted ids."""
    meters = view.song.meter_map
    if ids is None:
        return 0, max(meters.bars_end(view.song.note_end_tick), meters.bar_start(4))
    index = view.index
    chosen = are_in(index.ids, ids)
    if not chosen.any():
        return 0, meters.bar_start(4)
    first, last = int(index.starts[chosen].min()), int(index.ends[chosen].max())
    return meters.bar_start_at(first), meters.bars_end(last)


def pitch_span(view: RollView, ids: NDArray[np.int64] | None = None) -> tuple[int, int]:
    """Lowest and highest pitch of the edited track, or of the notes with these ids, with some air."""
    pitches = index_of(view.notes).pitches
    if ids is not None:
        pitches = pitches[are_in(view.index.ids, ids)]
    if not len(pitches):
        return _OCTAVES_WITHOUT_NOTES
    return max(0, int(pitches.min()) - _AIR), min(127, int(pitches.max()) + _AIR)


def first_look(viewport: Viewport, view: RollView) -> None:
    """Keep the zoom; scroll to where the edited track's notes lie, or to middle C, and to the beginning."""
    look_at_pitches(viewport, view)
    viewport.scroll_to(0, viewport.coordinates.scroll_y)


def look_at_pitches(viewport: Viewport, view: RollView) -> None:
    """Scroll up or down to where the edited track's notes lie, or to middle C."""
    lowest, highest = pitch_span(view)
    middle = (lowest + highest) // 2 if len(view.notes) else _MIDDLE_C
    coordinates = viewport.coordinates
    row_top = float(coordinates.rows.nearest_row(middle) * coordinates.row_px)
    viewport.scroll_to(coordinates.scroll_x, row_top - viewport.size.height() / 2)
