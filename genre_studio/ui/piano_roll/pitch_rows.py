"""Which pitches the roll shows, from the top row down: all, the drums of a kit, or a fold to some."""

from collections.abc import Iterable
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale
from genre_studio.ui.piano_roll.pitch_names import DRUM_PITCHES

HIDDEN = -1


class Fold(Enum):
    """What rows are left out."""

    NONE = "All notes"
    USED = "Used notes"
    SCALE = "Scale"


class PitchRows:
    """An immutable choice of rows, highest pitch first; equal where the pitches are.

    `pitches`: MIDI note numbers by row, shape (R,). `row_of`: row by MIDI note number, shape (128,),
    HIDDEN where a pitch has no row.
    """

    def __init__(self, pitches: Iterable[int]) -> None:
        ordered = sorted(set(pitches), reverse=True)
        if not ordered or ordered[0] > 127 or ordered[-1] < 0:
            raise ValueError("The roll needs rows for at least one pitch within 0 to 127.")
        self.pitches: NDArray[np.int64] = np.array(ordered, np.int64)
        self.row_of: NDArray[np.int64] = np.full(128, HIDDEN, np.int64)
        self.row_of[self.pitches] = np.arange(len(ordered))

    def __len__(self) -> int:
        return len(self.pitches)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PitchRows) and np.array_equal(self.pitches, other.pitches)

    def __hash__(self) -> int:
        return hash(self.pitches.tobytes())

    @property
    def ladder(self) -> NDArray[np.int64]:
        """The pitches from the lowest up, shape (R,): what a note climbs when it is dragged."""
        return self.pitches[::-1]

    def pitch_of(self, row: int) -> int:
        """The pitch of a row; rows outside are held to the first and last."""
        return int(self.pitches[min(max(row, 0), len(self) - 1)])

    def nearest_row(self, pitch: int) -> int:
        """The row of a pitch, or of the nearest pitch that has one; the higher of two."""
        return int(np.abs(self.pitches - pitch).argmin())


ALL_PITCHES = PitchRows(range(128))


def rows_for(fold: Fold, used: Iterable[int], scale: Scale | None, *, is_drums: bool) -> PitchRows:
    """The rows of a track that uses these pitches.

    Drums have a lane for each drum of General MIDI and each other one they use; their pitches are no
    scale. What is used always has a row. A fold that would leave nothing shows all.
    """
    used = set(used)
    if fold is Fold.USED and used:
        return PitchRows(used)
    if is_drums:
        return PitchRows(used | set(DRUM_PITCHES))
    if fold is Fold.SCALE and scale is not None:
        return PitchRows(used | {pitch for pitch in range(128) if pitch in scale})
    return ALL_PITCHES


def used_pitches(notes: Notes) -> list[int]:
    """The pitches of these notes, each once, from the lowest up."""
    pitches: list[int] = np.flatnonzero(np.bincount(notes["pitch"], minlength=128)).tolist()
    return pitches
