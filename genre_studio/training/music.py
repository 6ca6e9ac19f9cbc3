"""The pieces a run learns from, wherever they lie. No torch here."""

from collections.abc import Iterable
from pathlib import Path

from genre_studio.plugin_api.errors import GenerationError
from genre_studio.training.corpus import Piece, read_corpus

MANIFEST_NAME = "MANIFEST.tsv"


def read_music(folder: Path, genres: Iterable[str] = ()) -> tuple[Piece, ...]:
    """The pieces of a folder with a MANIFEST.tsv, of `genres` or of all.

    Raises GenerationError with one sentence where there is nothing to learn from.
    """
    try:
        pieces = read_corpus(folder)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise GenerationError(
            f"There is no corpus in {folder}: its {MANIFEST_NAME} cannot be read ({reason})."
        ) from error
    wanted = frozenset(genres)
    chosen = tuple(piece for piece in pieces if not wanted or piece.genre in wanted)
    if not chosen:
        raise GenerationError(f"There is no music of the genres asked for in {folder}.")
    return chosen
