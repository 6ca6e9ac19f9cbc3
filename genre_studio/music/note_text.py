"""Notes as lines of text that a person or a spreadsheet reads: start, length, pitch, velocity."""

import numpy as np

from genre_studio.music.notes import Notes, make_notes
from genre_studio.music.pitches import parse_pitch

HEADER = "start\tlength\tpitch\tvelocity"
"""The first line: starts and lengths are quarter notes, pitches names such as C#4, velocities 1 to 127."""

_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_DIGITS = 6  # enough to tell the ticks of any resolution apart
_COLUMNS = 4
_MOST_QUARTERS = 1_000_000


def notes_text(notes: Notes, ppq: int) -> str:
    """One line a note below HEADER, separated by tabs. `parse_notes` reads it back, to the tick."""
    lines = [HEADER]
    for note in notes:
        pitch = int(note["pitch"])
        name = f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"
        start, length = (_quarters(int(note[field]), ppq) for field in ("start", "duration"))
        lines.append(f"{start}\t{length}\t{name}\t{int(note['velocity'])}")
    return "\n".join(lines) + "\n"


def parse_notes(text: str, ppq: int) -> Notes:
    """Notes from lines as `notes_text` writes them; commas and semicolons separate too, empty lines do not
    count, and pitches may be numbers. Raises ValueError where a line is no note, or there is none.
    """
    rows = [_row(line, ppq) for line in text.splitlines() if line.strip() and not _is_header(line)]
    if not rows:
        raise ValueError("There are no notes in this text.")
    starts, lengths, pitches, velocities = (np.array(column) for column in zip(*rows, strict=True))
    return make_notes(starts, lengths, pitches, velocities)


def _row(line: str, ppq: int) -> tuple[int, int, int, int]:
    words = line.replace(";", "\t").replace(",", "\t").split()
    if len(words) != _COLUMNS:
        raise ValueError(f"'{line[:40]}' is not a note; write start, length, pitch and velocity.")
    start, length = (float(word) for word in words[:2])
    if not (0 <= start < _MOST_QUARTERS and 0 < length < _MOST_QUARTERS):
        raise ValueError(f"'{line[:40]}' starts or ends outside any song.")
    return round(start * ppq), max(1, round(length * ppq)), parse_pitch(words[2]), int(words[3])


def _is_header(line: str) -> bool:
    return line.lower().split()[:1] == ["start"]


def _quarters(ticks: int, ppq: int) -> str:
    return f"{ticks / ppq:.{_DIGITS}f}".rstrip("0").rstrip(".")
