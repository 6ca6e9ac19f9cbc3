"""Adding and removing notes: draw, erase, paste, duplicate, split."""

import numpy as np

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.notes import Notes, check_notes, frozen, next_note_id, note_ends, sorted_notes


def add_notes(notes: Notes, added: Notes) -> Notes:
    """`notes` with `added`, which get fresh ids; see `settled` for what happens at overlaps.

    Raises ValueError where an added note is out of range.
    """
    check_notes(added)
    if not len(added):
        return notes
    fresh = sorted_notes(added).copy()
    fresh["id"] = next_note_id(notes) + np.arange(len(fresh))
    placed = np.arange(len(notes) + len(fresh)) >= len(notes)
    return settled(np.concatenate([notes, fresh]), placed)


def remove_notes(notes: Notes, ids: NoteIds) -> Notes:
    """The notes without those chosen."""
    return frozen(notes[~chosen(notes, ids)])


def duplicate(notes: Notes, ids: NoteIds, ticks: int, semitones: int = 0) -> Notes:
    """Copies of the chosen notes, `ticks` later and `semitones` higher, under fresh ids.

    Copies are clamped as a block, like `move_notes`.
    """
    copies = notes[chosen(notes, ids)]
    if not len(copies):
        return notes
    copies["start"] += max(ticks, -int(copies["start"].min()))
    copies["pitch"] += np.clip(semitones, -int(copies["pitch"].min()), 127 - int(copies["pitch"].max()))
    return add_notes(notes, copies)


def split_note(notes: Notes, ids: NoteIds, tick: int) -> Notes:
    """The chosen notes that sound across `tick` cut in two there; the later halves get fresh ids."""
    cut = chosen(notes, ids) & (notes["start"] < tick) & (note_ends(notes) > tick)
    if not cut.any():
        return notes
    later = notes[cut]
    later["duration"] = note_ends(later) - tick
    later["start"] = tick
    later["id"] = next_note_id(notes) + np.arange(len(later))
    earlier = notes.copy()
    earlier["duration"][cut] = tick - earlier["start"][cut]
    return sorted_notes(np.concatenate([earlier, later]))
