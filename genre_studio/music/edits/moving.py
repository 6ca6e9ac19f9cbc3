"""Edits of time and pitch: move, resize, transpose, quantize, legato."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.notes import Notes, note_ends


def move_notes(notes: Notes, ids: NoteIds, ticks: int, semitones: int) -> Notes:
    """The chosen notes moved together, as far as the first can go left and the outer ones up or down."""
    mask = chosen(notes, ids)
    if not mask.any():
        return notes
    start, pitch = notes["start"][mask], notes["pitch"][mask]
    ticks = max(ticks, -int(start.min()))
    semitones = int(np.clip(semitones, -int(pitch.min()), 127 - int(pitch.max())))
    if ticks == semitones == 0:
        return notes
    moved = notes.copy()
    moved["start"][mask] += ticks
    moved["pitch"][mask] += semitones
    return settled(moved, mask)


def transpose(notes: Notes, ids: NoteIds, semitones: int) -> Notes:
    """The chosen notes `semitones` higher, together: none leaves the range, so all keep their intervals."""
    return move_notes(notes, ids, 0, semitones)


def resize_notes(
    notes: Notes, ids: NoteIds, start_ticks: int = 0, end_ticks: int = 0, *, shortest: int = 1
) -> Notes:
    """The chosen notes with their left edge moved by `start_ticks` and their right one by `end_ticks`.

    No note gets shorter than `shortest` ticks (or than it was, if it was shorter), and none starts
    before the song: there the moved edge stops.
    """
    mask = chosen(notes, ids)
    if not mask.any() or start_ticks == end_ticks == 0:
        return notes
    start, end = notes["start"][mask], note_ends(notes)[mask]
    least = np.minimum(max(shortest, 1), end - start)
    new_end = np.maximum(end + end_ticks, start + least) if end_ticks else end
    new_start = np.clip(start + start_ticks, 0, new_end - least) if start_ticks else start
    resized = notes.copy()
    resized["start"][mask] = new_start
    resized["duration"][mask] = new_end - new_start
    return settled(resized, mask)


def quantize(notes: Notes, ids: NoteIds, grid_ticks: int, strength: float = 1.0, swing: float = 0.0) -> Notes:
    """The chosen notes' starts drawn towards the nearest line of a grid; lengths stay.

    `strength` is the part of the way, 0..1. `swing` delays every second line, 0 straight to
    1 triplets (by a third of `grid_ticks`). Raises ValueError outside these ranges.
    """
    if grid_ticks < 1:
        raise ValueError("The grid must be at least one tick wide.")
    if not (0 <= strength <= 1 and 0 <= swing <= 1):
        raise ValueError("Strength and swing lie within 0 and 1.")
    mask = chosen(notes, ids)
    start = notes["start"][mask]
    drawn = _drawn(start, _nearest_line(start, grid_ticks, swing), strength)
    if np.array_equal(drawn, start):
        return notes
    quantized = notes.copy()
    quantized["start"][mask] = drawn
    return settled(quantized, mask)


def quantize_to(
    notes: Notes, ids: NoteIds, lines: NDArray[np.int64], strength: float = 1.0, *, ends: bool = False
) -> Notes:
    """The chosen notes' starts drawn towards the nearest of these ascending ticks, the earlier of two.

    `strength` is the part of the way, 0..1. Lengths stay, or `ends` are drawn too, each to a line behind
    that of its start. Raises ValueError where there are no lines or the strength is outside its range.
    """
    if not len(lines) or not 0 <= strength <= 1:
        raise ValueError("Quantizing takes at least one line, and a strength within 0 and 1.")
    mask = chosen(notes, ids)
    start, end = notes["start"][mask], note_ends(notes)[mask]
    at = _nearest_of(lines, start)
    drawn = _drawn(start, lines[at], strength)
    duration = end - start
    if ends:
        behind = np.maximum(_nearest_of(lines, end), at + 1)
        has_line = behind < len(lines)
        target = np.where(has_line, lines[np.minimum(behind, len(lines) - 1)], end)
        duration = np.maximum(_drawn(end, target, strength) - drawn, 1)
    if np.array_equal(drawn, start) and np.array_equal(duration, end - start):
        return notes
    quantized = notes.copy()
    quantized["start"][mask], quantized["duration"][mask] = drawn, duration
    return settled(quantized, mask)


def legato(notes: Notes, ids: NoteIds) -> Notes:
    """Each chosen note made to last until the next chosen one starts; the last ones stay as they are."""
    mask = chosen(notes, ids)
    start = notes["start"][mask]
    onsets = np.unique(start)
    following = np.searchsorted(onsets, start, side="right")
    has_next = following < len(onsets)
    duration = notes["duration"][mask]
    duration[has_next] = onsets[following[has_next]] - start[has_next]
    joined = notes.copy()
    joined["duration"][mask] = duration
    return settled(joined, mask)


def _drawn(ticks: NDArray[np.int64], to: NDArray[np.int64], strength: float) -> NDArray[np.int64]:
    """Part of the way from each tick to another one, shape (N,)."""
    return np.asarray(np.rint(ticks + strength * (to - ticks)), np.int64)


def _nearest_of(lines: NDArray[np.int64], ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places in `lines` of the nearest one to each tick, shape (N,)."""
    after = np.searchsorted(lines, ticks)
    before = np.maximum(after - 1, 0)
    after = np.minimum(after, len(lines) - 1)
    is_later_nearer = np.abs(lines[after] - ticks) < np.abs(ticks - lines[before])
    return np.asarray(np.where(is_later_nearer, after, before), np.int64)


def _nearest_line(start: NDArray[np.int64], grid_ticks: int, swing: float) -> NDArray[np.int64]:
    """The nearest grid line to each start, the earlier of two; lines go in pairs, the second delayed."""
    pair = start - start % (2 * grid_ticks)
    delayed = grid_ticks + round(swing * grid_ticks / 3)
    lines = pair[:, None] + np.array([0, delayed, 2 * grid_ticks])  # (N, 3)
    nearest = np.abs(lines - start[:, None]).argmin(axis=1)
    return np.asarray(lines[np.arange(len(start)), nearest], np.int64)
