"""The pieces that a model learns from: genre, source, licence, and which ones are held out.

A corpus is a folder with a MANIFEST.tsv (one row a file: use, genre, file, title, subset, licence,
beat_sync, piece_group ...). Held-out pieces are chosen by work and composer, never by file: two
arrangements of one tune, or two songs of one song cycle's composer, never lie on both sides.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from genre_studio.music.midi_file import read_song, read_song_bytes
from genre_studio.music.song import Song
from genre_studio.training.dataset.shards import read_member
from genre_studio.training.held_out import HELD_OUT_SHARE, Belonging, choose_held_out

__all__ = ["GENRES", "HELD_OUT_SHARE", "Piece", "author_of", "read_corpus"]

GENRES = ("classical", "jazz", "rock")
MINIMUM_BEAT_SYNC = 0.4  # below it the bars of a file mean nothing: free-time performance

# Who wrote it, or who plays it where the tune is a standard: the unit of style that must not leak.
_AUTHOR_PATTERNS = {
    "openscore-lieder": r"^([^_]+(?:_[A-Z][^_]*)?)_",
    "openscore-quartets": r"^scores_([^_]+)_",
    "piano-midi.de": r"^([A-Za-z]+) ?-",
    "wjd-combo": r"^([A-Za-z']+) ?-",
    "mutopia-ragtime": r"^([A-Za-z]+) ?-",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a corpus and what is known of it."""

    path: Path
    title: str
    genre: str
    subset: str
    licence: str
    source: str
    author: str  # composer or soloist, in lower case; the work itself where no author is known
    work: str  # the same for every file of one tune or work
    held_out: bool
    synthetic_tracks: tuple[str, ...] = ()  # words in the names of machine-made tracks
    member: str = ""  # its name in `path`, where that is a shard of a dataset

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.title if self.member else self.path.name

    def song(self) -> Song:
        """Its music. Raises MidiFileError, OSError."""
        if not self.member:
            return read_song(self.path).song
        return read_song_bytes(read_member(self.path, self.member), self.name).song

    def stamp(self) -> str:
        """A text that changes when the music does. Raises OSError."""
        return f"{self.path.name} {self.member or self.path.stat().st_size} {self.genre}"


def read_corpus(folder: Path, uses: Iterable[str] = ("ship", "extras")) -> tuple[Piece, ...]:
    """The usable pieces below `folder`, sorted by path. Raises OSError where there is no manifest."""
    uses = frozenset(uses)
    rows = [row for row in _rows(folder / "MANIFEST.tsv") if row["use"] in uses and _is_usable(row)]
    drums = folder / "extras" / "drums" / "MANIFEST.tsv"
    if "extras" in uses and drums.is_file():
        rows += _drum_rows(drums)
    authors = {row["file"]: author_of(row["subset"], row["title"], row["piece_group"]) for row in rows}
    held_out = choose_held_out(
        [
            Belonging(r["file"], r["subset"], f"{r['genre']} {authors[r['file']]}", r["piece_group"])
            for r in rows
        ]
    )
    pieces = [
        Piece(
            path=folder / row["file"],
            title=row["title"],
            genre=row["genre"],
            subset=row["subset"],
            licence=row["licence"],
            source=row["source"],
            author=authors[row["file"]],
            work=row["piece_group"],
            held_out=row["file"] in held_out,
            synthetic_tracks=("(MMA)",) if row["synthetic_tracks"] else (),
        )
        for row in rows
    ]
    return tuple(sorted(pieces, key=lambda piece: piece.path))


def author_of(subset: str, title: str, work: str) -> str:
    """The composer or soloist that a title names; `work` itself where it names none."""
    match = re.match(_AUTHOR_PATTERNS.get(subset, r"(?!)"), title)
    name = match.group(1).split("_")[0].lower() if match else ""
    return name or f"work {work}"


def _rows(manifest: Path) -> list[dict[str, str]]:
    with manifest.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _is_usable(row: dict[str, str]) -> bool:
    is_ambient = row["subset"] == "freedoom" and row["drums"] == "0"  # game music without a band
    return float(row["beat_sync"] or 0) >= MINIMUM_BEAT_SYNC and not is_ambient


def _drum_rows(manifest: Path) -> list[dict[str, str]]:
    """Groove drum tracks: 4/4 only, the drummer is the author."""
    rows = []
    for row in _rows(manifest):
        if row["time_signature"] != "4-4":
            continue
        drummer = Path(row["file"]).stem.split("_")[0]
        rows.append(
            row
            | {
                "title": Path(row["file"]).stem,
                "subset": "groove-drums",
                "piece_group": f"{drummer} {row['style']}",
                "synthetic_tracks": "",
            }
        )
    return rows
