"""Edits that give notes another shape: join, chop, strum, humanize."""

import numpy as np

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.notes import Notes, next_note_id, note_ends


def join(notes: Notes, ids: NoteIds) -> Notes:
    """The chosen notes of each pitch made one, from the first start to the last end, gaps included.

    The first of each pitch stays, with its velocity; it is locked if it was.
    """
    mask = chosen(notes, ids)
    pitches, group = np.unique(notes["pitch"][mask], return_inverse=True)
    if len(pitches) == len(group):
        return notes
    places = np.flatnonzero(mask)
    first = np.full(len(pitches), len(notes))
    np.minimum.at(first, group, places)
    last_end = np.zeros(len(pitches), np.int64)
    np.maximum.at(last_end, group, note_ends(notes)[mask])
    joined = notes.copy()
    joined["duration"][first] = last_end - joined["start"][first]
    stays = ~mask
    stays[first] = True
    return settled(joined[stays], mask[stays])


def chop(notes: Notes, ids: NoteIds, parts: int) -> Notes:
    """Each chosen note cut into `parts` equal ones, to the tick; a note of fewer ticks into single ticks.

    The first part keeps the id. Raises ValueError where `parts` is under 1.
    """
    if parts < 1:
        raise ValueError("A note is chopped into at least one part.")
    mask = chosen(notes, ids)
    whole = notes[mask]
    counts = np.minimum(parts, whole["duration"])
    if not (counts > 1).any():
        return notes
    pieces = np.repeat(whole, counts)
    of = np.repeat(counts, counts)
    number = np.arange(len(pieces)) - np.repeat(np.cumsum(counts) - counts, counts)
    begin, end = pieces["duration"] * number // of, pieces["duration"] * (number + 1) // of
    pieces["start"] += begin
    pieces["duration"] = end - begin
    is_new = number > 0
    pieces["id"][is_new] = next_note_id(notes) + np.arange(int(is_new.sum()))
    rest = notes[~mask]
    return settled(np.concatenate([rest, pieces]), np.arange(len(rest) + len(pieces)) >= len(rest))


def strum(notes: Notes, ids: NoteIds, ticks: int) -> Notes:
    """Chosen notes that start together spread by `ticks` from string to string; their ends stay.

    Upwards, from the lowest note; downwards from the highest where `ticks` is negative. A note that
    is too short to wait its turn starts one tick before its end.
    """
    mask = chosen(notes, ids)
    start = notes["start"][mask]  # sorted, and by pitch within a chord
    below = np.arange(len(start)) - np.searchsorted(start, start)
    above = np.searchsorted(start, start, side="right") - 1 - np.arange(len(start))
    delay = np.minimum((below if ticks >= 0 else above) * abs(ticks), notes["duration"][mask] - 1)
    if not delay.any():
        return notes
    strummed = notes.copy()
    strummed["start"][mask] += delay
    strummed["duration"][mask] -= delay
    return settled(strummed, mask)


def humanize(notes: Notes, ids: NoteIds, seed: int, ticks: int, velocity: int) -> Notes:
    """The chosen notes earlier or later by at most `ticks`, louder or softer by at most `velocity`.

    The same seed gives the same notes. Starts stay within the song and velocities within 1..127.
    Raises ValueError where a bound is negative.
    """
    if ticks < 0 or velocity < 0:
        raise ValueError("Humanize takes bounds of zero or more.")
    mask = chosen(notes, ids)
    dice = np.random.default_rng(seed)
    count = int(mask.sum())
    shift = dice.integers(-ticks, ticks, count, endpoint=True)
    louder = dice.integers(-velocity, velocity, count, endpoint=True)
    if not (shift.any() or louder.any()):
        return notes
    played = notes.copy()
    played["start"][mask] = np.maximum(played["start"][mask] + shift, 0)
    played["velocity"][mask] = np.clip(played["velocity"][mask] + louder, 1, 127)
    return settled(played, mask)
