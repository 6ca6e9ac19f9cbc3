"""Notes on the clipboard: JSON under a type of our own. What comes back is checked like any outside file."""

import json
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QMimeData

from genre_studio.music.notes import NOTE_DTYPE, Notes, check_notes, sorted_notes

MIME_TYPE = "application/x-genre-studio-notes+json"
_MOST_BYTES = 50_000_000
_MOST_TICKS = 2**40
_FIELDS = ("start", "duration", "pitch", "velocity", "release")


@dataclass(frozen=True, eq=False)
class CopiedNotes:
    """Starts count from the grid line before the first note; `length` (ticks) reaches to the next copy."""

    ppq: int
    length: int
    notes: Notes

    def at(self, tick: int, ppq: int) -> Notes:
        """The notes from `tick` on, in a song of `ppq` ticks a quarter; unlocked."""
        placed = self.notes.copy()
        start = np.rint(self.notes["start"] * (ppq / self.ppq)).astype(np.int64)
        placed["start"] = start + tick
        placed["duration"] = np.maximum(np.rint(self.notes["duration"] * (ppq / self.ppq)), 1)
        placed["locked"] = False
        return placed


def mime_data(copied: CopiedNotes) -> QMimeData:
    columns = {name: copied.notes[name].tolist() for name in _FIELDS}
    data = QMimeData()
    text = json.dumps({"ppq": copied.ppq, "length": copied.length, "notes": columns})
    data.setData(MIME_TYPE, text.encode())
    return data


def copied_notes(data: QMimeData | None) -> CopiedNotes | None:
    """The notes on the clipboard; None where it holds none, or none that can be trusted."""
    if data is None or not data.hasFormat(MIME_TYPE):
        return None
    raw = bytes(data.data(MIME_TYPE).data())
    if len(raw) > _MOST_BYTES:
        return None
    try:
        return _checked(json.loads(raw))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _checked(values: dict[str, object]) -> CopiedNotes:
    ppq, length, columns = values["ppq"], values["length"], values["notes"]
    if not (isinstance(ppq, int) and isinstance(length, int) and isinstance(columns, dict)):
        raise ValueError("the numbers are missing")
    if not (1 <= ppq <= 32767 and 1 <= length < _MOST_TICKS):
        raise ValueError("the resolution or the length is out of range")
    count = len(columns["start"])
    notes = np.zeros(count, NOTE_DTYPE)
    for name in _FIELDS:
        column = columns[name]
        if len(column) != count or not all(type(value) is int for value in column):
            raise ValueError(f"{name} is not a column of whole numbers")
        notes[name] = column
    check_notes(notes)
    if count == 0 or int(notes["start"].max()) + int(notes["duration"].max()) > _MOST_TICKS:
        raise ValueError("there are no notes, or they end beyond any song")
    notes["id"] = np.arange(count)
    return CopiedNotes(ppq, length, sorted_notes(notes))
