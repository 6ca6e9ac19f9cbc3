"""Index the music that a model learns from, so that quotes of it can be heard for what they are."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.generation.quotes import QUOTES_FILE, Line, QuoteIndex, lines_of
from genre_studio.music.midi_file import MidiFileError
from genre_studio.plugin_api import GenerationError
from genre_studio.training.corpus import Piece


def index_pieces(pieces: Iterable[Piece], folder: Path, *, most_notes: int | None = None) -> QuoteIndex:
    """Write the index of the pieces that are not held out into a model folder.

    `most_notes` cuts each piece as the model's own training did. Machine-made tracks are left out:
    nobody wrote them. Unreadable files are, too: the model did not learn from them either.
    """
    index = QuoteIndex.build(_lines(pieces, most_notes))
    index.save(folder / QUOTES_FILE)
    return index


def _lines(pieces: Iterable[Piece], most_notes: int | None) -> Iterator[tuple[str, list[Line]]]:
    for piece in pieces:
        if piece.held_out:
            continue
        try:
            song = piece.song()
            grid = on_grid(song)
        except (MidiFileError, GenerationError, OSError):
            continue
        people = [
            i
            for i, track in enumerate(song.tracks)
            if not any(word in track.name for word in piece.synthetic_tracks)
        ]
        yield piece.title, lines_of(GridSong(grid.notes[:most_notes], grid.bar_lines), people)
