"""The pieces a run learns from, wherever they lie. No torch here."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.music.midi_file import MidiFileError
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.training.corpus import Piece, read_corpus
from genre_studio.training.dataset.reading import is_dataset, read_dataset

MANIFEST_NAME = "MANIFEST.tsv"


def read_music(folder: Path, genres: Iterable[str] = ()) -> tuple[Piece, ...]:
    """The pieces of a built dataset, or of a folder with a MANIFEST.tsv, of `genres` or of all.

    Raises GenerationError with one sentence where there is nothing to learn from.
    """
    pieces = read_dataset(folder) if is_dataset(folder) else _read_manifest(folder)
    wanted = frozenset(genres)
    chosen = tuple(piece for piece in pieces if not wanted or piece.genre in wanted)
    if not chosen:
        raise GenerationError(f"There is no music of the genres asked for in {folder}.")
    return chosen


def learned_songs(pieces: Iterable[Piece]) -> Iterator[tuple[str, GridSong]]:
    """(genre, song on the grid) of the pieces that are not held out; unreadable ones are passed over."""
    for piece in pieces:
        if not piece.held_out:
            with suppress(MidiFileError, GenerationError, OSError):  # said when the piece was prepared
                yield piece.genre, on_grid(piece.song())


def _read_manifest(folder: Path) -> tuple[Piece, ...]:
    try:
        return read_corpus(folder)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise GenerationError(
            f"There is no corpus in {folder}: its {MANIFEST_NAME} cannot be read ({reason}); "
            f"`genre-studio dataset build` makes a dataset of any folder."
        ) from error
