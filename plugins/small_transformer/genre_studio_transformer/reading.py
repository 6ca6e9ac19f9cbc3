"""From the pieces of a job to lines that can be learned from."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import is_drum_part, on_grid, part_set
from genre_studio.music.midi_file import MidiFileError
from genre_studio.plugin_api import GenerationError
from genre_studio.training.corpus import Piece
from genre_studio_transformer.lines import NoteLine, line_of

FEWEST_NOTES = 32
MOST_NOTES = 6000  # of a piece: a long quartet must not outweigh ten songs
TELL_EVERY = 100  # pieces


@dataclass(frozen=True, eq=False, slots=True)
class PieceLine:
    """One piece."""

    line: NoteLine
    parts: NDArray[np.float32]  # (PART_COUNT,): which play in it
    genre: str
    drums_alone: bool


@dataclass(frozen=True, eq=False, slots=True)
class Music:
    """What a run learns from, and what it is judged by."""

    learning: Sequence[PieceLine]
    held_out: Sequence[PieceLine]


def read_pieces(
    pieces: Sequence[Piece], should_stop: Callable[[], bool]
) -> Generator[str, None, Music | None]:
    """Read every piece, telling how far it is and what it leaves out. None where it was stopped.

    Raises GenerationError where there is too little to learn from.
    """
    found: dict[bool, list[PieceLine]] = {False: [], True: []}
    for number, piece in enumerate(pieces):
        if should_stop():
            return None
        if number % TELL_EVERY == 0:
            yield f"Reading piece {number + 1} of {len(pieces)}."
        try:
            grid = on_grid(piece.song())
        except (MidiFileError, GenerationError, OSError) as error:
            yield f"Left out {piece.name}: {error}"
            continue
        if len(grid) >= FEWEST_NOTES:
            parts = np.unique(grid.notes["part"]).tolist()
            alone = all(is_drum_part(part) for part in parts)
            found[piece.held_out].append(
                PieceLine(line_of(grid, MOST_NOTES), part_set(parts), piece.genre, alone)
            )
    if not found[False] or not found[True]:
        raise GenerationError(
            f"Training needs two pieces of {FEWEST_NOTES} notes or more: one to learn from, one to judge by."
        )
    return Music(found[False], found[True])
