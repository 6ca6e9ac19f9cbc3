"""Notes of a baseline made to keep the hard rules of a request: what breaks one is cut or left out."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.run_checks import overlaps_same_pitch
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.notes import Notes, frozen, note_ends, sorted_notes
from genre_studio.plugin_api import Constraints, GenerationError, Request


def track_to_write(request: Request) -> int:
    """The first pitched track that may be written: the report's systems write one part and no drums.

    Raises GenerationError where every track that may be written is drums.
    """
    for index in request.tracks:
        if not request.song.tracks[index].is_drums:
            return index
    raise GenerationError("The report's systems write no drums: choose a pitched track.")


def fitted(request: Request, track: int, notes: Notes) -> Notes:
    """`notes` within the region and the limits, clear of the track's locked notes, none over itself."""
    region, limits = request.region, request.constraints
    inside = (notes["start"] >= region.start) & (notes["start"] < region.end)
    kept = notes[inside & allowed(notes["pitch"], limits)].copy()
    kept["id"] = np.arange(len(kept))
    kept["duration"] = np.minimum(kept["duration"], region.end - kept["start"])
    kept = settled(kept, np.ones(len(kept), np.bool_))
    locked = request.locked_notes(track)
    kept = kept[~overlaps_same_pitch(kept, locked)]
    if limits.polyphony is not None:
        kept = thinned(kept, locked, limits.polyphony)
    return frozen(kept)


def allowed(pitches: NDArray[np.int16], limits: Constraints) -> NDArray[np.bool_]:
    return np.array([limits.allows_pitch(int(pitch)) for pitch in pitches], np.bool_)


def thinned(notes: Notes, locked: Notes, most: int) -> Notes:
    """At most `most` notes at once: an older note ends where a newer one begins, the lowest stay of
    those that begin together, and where locked notes sound there is less room.
    """
    kept = notes.copy()
    stays = np.ones(len(kept), np.bool_)
    locked_ends, locked_starts = note_ends(locked), locked["start"]
    sounding: list[int] = []  # rows of `kept`, the oldest first
    for row in range(len(kept)):  # by start, then pitch
        start = kept["start"][row]
        sounding = [other for other in sounding if kept["start"][other] + kept["duration"][other] > start]
        in_the_way = int(((locked_starts < start + kept["duration"][row]) & (locked_ends > start)).sum())
        room = most - in_the_way
        older = [other for other in sounding if kept["start"][other] < start]
        while older and len(sounding) >= max(room, 0):
            oldest = older.pop(0)
            kept["duration"][oldest] = start - kept["start"][oldest]
            sounding.remove(oldest)
        if len(sounding) < room:
            sounding.append(row)
        else:
            stays[row] = False
    return sorted_notes(kept[stays])
