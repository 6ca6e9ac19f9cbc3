"""The pieces that a model learns from: genre, source, licence, and which ones are held out.

A corpus is a folder with a MANIFEST.tsv (one row a file: use, genre, file, title, subset, licence,
beat_sync, piece_group ...). Held-out pieces are chosen by work and composer, never by file: two
arrangements of one tune, or two songs of one song cycle's composer, never lie on both sides.
"""

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

GENRES = ("classical", "jazz", "rock")
HELD_OUT_SHARE = 0.12
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


def read_corpus(folder: Path, uses: Iterable[str] = ("ship", "extras")) -> tuple[Piece, ...]:
    """The usable pieces below `folder`, sorted by path. Raises OSError where there is no manifest."""
    uses = frozenset(uses)
    rows = [row for row in _rows(folder / "MANIFEST.tsv") if row["use"] in uses and _is_usable(row)]
    drums = folder / "extras" / "drums" / "MANIFEST.tsv"
    if "extras" in uses and drums.is_file():
        rows += _drum_rows(drums)
    authors = {row["file"]: author_of(row["subset"], row["title"], row["piece_group"]) for row in rows}
    held_out = _held_out_files(rows, authors)
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


def _held_out_files(rows: list[dict[str, str]], authors: dict[str, str]) -> set[str]:
    """Files of about HELD_OUT_SHARE of each subset, closed under shared authors and works.

    Connected components of (author, work) are drawn in the order of a hash of their names, so
    the choice depends on nothing but the corpus.
    """
    component = {row["file"]: row["file"] for row in rows}

    def root(name: str) -> str:
        while component.setdefault(name, name) != name:
            name = component[name]
        return name

    for row in rows:
        for other in (f"author {row['genre']} {authors[row['file']]}", f"work {row['piece_group']}"):
            component[root(other)] = root(row["file"])
    members: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        members.setdefault(root(row["file"]), []).append(row)
    order = sorted(members.values(), key=lambda m: _digest(min(row["file"] for row in m)))
    totals: dict[str, int] = {}
    for row in rows:
        totals[row["subset"]] = totals.get(row["subset"], 0) + 1
    taken = dict.fromkeys(totals, 0)
    chosen: set[str] = set()
    for group in order:
        counts = {s: sum(row["subset"] == s for row in group) for s in {row["subset"] for row in group}}
        if all(taken[s] + n <= max(1, HELD_OUT_SHARE * totals[s]) for s, n in counts.items()):
            chosen |= {row["file"] for row in group}
            for subset, count in counts.items():
                taken[subset] += count
    return chosen


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
