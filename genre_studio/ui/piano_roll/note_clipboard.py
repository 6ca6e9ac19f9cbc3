"""Notes on the clipboard: for ourselves, as text and as MIDI. What comes back is checked like any file."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from genre_studio.music.midi_file import MidiFileError, read_song_bytes, song_bytes
from genre_studio.music.note_text import notes_text, parse_notes
from genre_studio.music.notes import (
    EMPTY_NOTES,
    NOTE_DTYPE,
    Notes,
    check_notes,
    frozen,
    note_ends,
    sorted_notes,
)
from genre_studio.music.song import Song
from genre_studio.music.timing import DEFAULT_PPQ

MIME_TYPE = "application/x-genre-studio-notes+json"
MIDI_TYPE = "audio/midi"
_MOST_BYTES = 50_000_000
_MOST_FILE_BYTES = 2_000_000
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


def mime_data(copied: CopiedNotes, song: Song) -> QMimeData:
    """Notes for ourselves, as lines of text, and as a MIDI file in memory; `song` holds them alone."""
    columns = {name: copied.notes[name].tolist() for name in _FIELDS}
    data = QMimeData()
    text = json.dumps({"ppq": copied.ppq, "length": copied.length, "notes": columns})
    data.setData(MIME_TYPE, text.encode())
    data.setText(notes_text(copied.notes, copied.ppq))
    data.setData(MIDI_TYPE, song_bytes(song, tracks_end_together=True))
    return data


def leave_only_text_on_clipboard() -> None:
    """Before the program ends: the notes stay for others as the lines of text that they are, too.

    WORKAROUND PySide6 6.11: a QMimeData made in Python that is on the clipboard at exit is deleted after
    Python has gone, and the program crashes. Text set as text is Qt's own.
    """
    clipboard = QGuiApplication.clipboard()
    # Where a platform cannot tell whose the clipboard is, our own kind of notes tells.
    data: QMimeData | None = clipboard.mimeData()
    if clipboard.ownsClipboard() or (data is not None and data.hasFormat(MIME_TYPE)):
        clipboard.setText(clipboard.text())


def copied_notes(data: QMimeData | None, *, drums: bool = False) -> CopiedNotes | None:
    """The notes on the clipboard: our own, else those of a .mid file, else lines of text.

    Of a file with several parts those of its drums, or all the others. None where the clipboard holds no
    notes, or none that can be trusted.
    """
    if data is None:
        return None
    if data.hasFormat(MIME_TYPE):
        return _own_notes(data)
    return _file_notes(data, drums=drums) or _text_notes(data.text())


def _text_notes(text: str) -> CopiedNotes | None:
    if len(text) > _MOST_BYTES:
        return None
    try:
        return _whole_quarters(DEFAULT_PPQ, parse_notes(text, DEFAULT_PPQ))
    except (ValueError, OverflowError):
        return None


def _file_notes(data: QMimeData, *, drums: bool) -> CopiedNotes | None:
    """Notes of a .mid file that a program or a file browser has put there."""
    raw = bytes(data.data(MIDI_TYPE).data())
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    path = next((p for p in paths if p.suffix.lower() in (".mid", ".midi")), None)
    try:
        if not raw and path is not None and path.stat().st_size <= _MOST_FILE_BYTES:
            raw = path.read_bytes()
        song = read_song_bytes(raw, path.name if path else "clipboard").song if raw else None
    except (OSError, MidiFileError):
        return None
    parts = [track.notes for track in song.tracks if track.is_drums == drums] if song else []
    notes = np.concatenate([*parts, EMPTY_NOTES])
    if song is None or not len(notes):
        return None
    notes["id"] = np.arange(len(notes))
    return _whole_quarters(song.ppq, sorted_notes(notes))


def _whole_quarters(ppq: int, notes: Notes) -> CopiedNotes:
    """Notes from outside, from their first quarter note line on, as long as whole quarters."""
    placed = notes.copy()
    placed["start"] -= int(notes["start"].min()) // ppq * ppq
    end = int(note_ends(placed).max())
    return CopiedNotes(ppq, -(-end // ppq) * ppq, frozen(placed))


def _own_notes(data: QMimeData) -> CopiedNotes | None:
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
