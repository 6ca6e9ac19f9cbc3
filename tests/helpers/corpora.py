"""Small corpora: a folder with a MANIFEST.tsv and real .mid files."""

from dataclasses import replace
from pathlib import Path

from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.training.corpus import Piece
from genre_studio.training.music import read_music

_HEADER = (
    *("use", "genre", "file", "title", "subset", "source", "licence", "programs", "notes", "seconds"),
    *("meter", "drums", "timing", "beat_sync", "piece_group", "synthetic_tracks", "groove"),
)


def scale_song(root: int = 60, notes: int = 64, step_ticks: int = 240) -> Song:
    """Eighth notes up and down a major scale from `root`."""
    degrees = (0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5, 4, 2)
    starts = [i * step_ticks for i in range(notes)]
    pitches = [root + degrees[i % len(degrees)] for i in range(notes)]
    return Song(ppq=480, tracks=(Track(notes=make_notes(starts, [step_ticks] * notes, pitches, 80)),))


def write_corpus(folder: Path, pieces: int = 4, genre: str = "jazz") -> Path:
    """A corpus of scales, one work and author each."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(_HEADER)]
    for number in range(pieces):
        name = f"scale{number}.mid"
        write_song(scale_song(50 + number, 64 + number), folder / name)
        known = {"use": "ship", "genre": genre, "file": name, "title": f"Scale {number}", "subset": "scales"}
        known |= {"licence": "CC0", "source": "made here", "beat_sync": "1", "piece_group": f"g{number}"}
        lines.append("\t".join(known.get(column, "") for column in _HEADER))
    (folder / "MANIFEST.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def two_genres(folder: Path) -> tuple[Piece, ...]:
    """Three scales each of jazz and of rock, the first of each held out."""
    made: list[Piece] = []
    for genre in ("jazz", "rock"):
        first, *others = read_music(write_corpus(folder / genre, 3, genre))
        made += [replace(first, held_out=True), *(replace(piece, held_out=False) for piece in others)]
    return tuple(made)
