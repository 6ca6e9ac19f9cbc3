"""Where the pointer is, in pixels and in music, and what lies under it."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QPointF, Qt

from genre_studio.ui.piano_roll.note_index import index_of
from genre_studio.ui.piano_roll.roll_view import RollView

_EDGE_PX = 6
"""How far into a note its edges can be grabbed."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One modifier means one thing everywhere: Shift adds, Ctrl copies, Alt frees from the grid."""

    x: float
    y: float
    tick: float  # not rounded; negative left of the song
    pitch: int
    adds: bool = False
    copies: bool = False
    is_free: bool = False


def pointer_at(view: RollView, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
    return Pointer(
        position.x(),
        position.y(),
        view.coordinates.tick_at(position.x()),
        view.coordinates.pitch_at(position.y()),
        adds=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        copies=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        is_free=bool(modifiers & Qt.KeyboardModifier.AltModifier),
    )


class NotePart(Enum):
    START = "start"
    BODY = "body"
    END = "end"


@dataclass(frozen=True, slots=True)
class Hit:
    """A note under the pointer. `position` is its place in the notes array."""

    position: int
    id: int
    start: int
    end: int
    pitch: int
    velocity: int
    part: NotePart


def hit_at(view: RollView, pointer: Pointer) -> Hit | None:
    """The note under the pointer, and whether it is an edge or the body that would be grabbed."""
    index = view.index
    # Notes of a few ticks are drawn a pixel wide at least: look one pixel around.
    position = index.at(pointer.tick, pointer.pitch)
    if position is None:
        reach = 1 / view.coordinates.px_per_tick
        near = index.within(pointer.tick - reach, pointer.tick + reach, pointer.pitch, pointer.pitch)
        if not len(near):
            return None
        position = int(near[-1])
    start, end = int(index.starts[position]), int(index.ends[position])
    part = _part_at(view, pointer.x, start, end)
    return Hit(
        position,
        int(index.ids[position]),
        start,
        end,
        int(index.pitches[position]),
        int(index.velocities[position]),
        part,
    )


def ghost_track_at(view: RollView, pointer: Pointer) -> int | None:
    """The track whose faint note lies under the pointer, the one drawn last of several."""
    if not view.look.shows_ghosts:
        return None
    for number, track in reversed(tuple(enumerate(view.song.tracks))):
        is_ghost = number != view.track and track.is_drums == view.is_drums
        if is_ghost and index_of(track.notes).at(pointer.tick, pointer.pitch) is not None:
            return number
    return None


def _part_at(view: RollView, x: float, start: int, end: int) -> NotePart:
    left, right = view.coordinates.x_at(start), view.coordinates.x_at(end)
    # A third of a short note stays its body, so that it can still be moved.
    edge = min(_EDGE_PX, (right - left) / 3)
    if right - x <= edge:
        return NotePart.END
    return NotePart.START if x - left < edge else NotePart.BODY


def is_selected(view: RollView, note_id: int) -> bool:
    at = int(np.searchsorted(view.selected, note_id))
    return at < len(view.selected) and int(view.selected[at]) == note_id
