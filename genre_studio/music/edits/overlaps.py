"""One key of a keyboard sounds one note at a time: what happens where two would overlap."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes, note_ends, sorted_notes
from genre_studio.music.ordering import chosen_rows, raw_rows

_NEVER = np.iinfo(np.int64).max


def settled(notes: Notes, placed: NDArray[np.bool_]) -> Notes:
    """Sorted notes in which no `placed` note overlaps another one of its pitch; any order in.

    As DAWs do: where two notes of one pitch overlap, the earlier one is shortened to end where the
    later one starts. Where both start together the placed one replaces the other, and of two
    placed ones the one with the higher id stays. Overlaps between notes that are not placed are a
    file's own, and stay.
    """
    if not placed.any():
        return sorted_notes(notes)
    starts, ends = notes["start"], note_ends(notes)
    # What ends before the first placed note or starts after the last one is as it was.
    near = (ends > starts[placed].min()) & (starts < ends[placed].max())
    settled_there = _settled(chosen_rows(notes, near), placed[near])
    return sorted_notes(np.concatenate([raw_rows(settled_there), raw_rows(notes)[~near]]).view(notes.dtype))


def _settled(notes: Notes, placed: NDArray[np.bool_]) -> Notes:
    """The same in any order, for few notes."""
    order = np.lexsort((notes["id"], placed, notes["start"], notes["pitch"]))
    notes, placed = chosen_rows(notes, order), placed[order]
    stays = ~_replaced(notes, placed)
    notes, placed = chosen_rows(notes, stays), placed[stays]
    room = _next_start(notes, placed) - notes["start"]
    notes["duration"] = np.minimum(notes["duration"], room)
    return notes


def _replaced(notes: Notes, placed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Notes that start on the same tick and pitch as a placed one behind them in the order."""
    same = (notes["pitch"][:-1] == notes["pitch"][1:]) & (notes["start"][:-1] == notes["start"][1:])
    groups = np.cumsum(np.concatenate([[0], ~same]))[: len(notes)]
    last_of_group = np.concatenate([~same, [True]])[: len(notes)]
    has_placed = np.isin(groups, groups[placed])
    return np.asarray(has_placed & ~last_of_group, bool)


def _next_start(notes: Notes, placed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Where each note must end at the latest: for a placed one the next later start of its pitch,
    for another one the next later start of a placed note of its pitch.
    """
    # One sortable number for (pitch, start), so that "the next start" is one bisection.
    span = int(notes["start"].max()) + 2 if len(notes) else 1
    position = notes["pitch"].astype(np.int64) * span + notes["start"]
    limits = np.full(len(notes), _NEVER)
    for asked, among in ((placed, position), (~placed, position[placed])):
        at = np.searchsorted(among, position[asked], side="right")
        found = np.append(among, _NEVER)[at]
        same_pitch = found // span == notes["pitch"][asked]
        limits[asked] = np.where(same_pitch, found % span, _NEVER)
    return limits
