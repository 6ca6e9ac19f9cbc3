"""From MIDI files to phrases, in several processes, kept in one file for the next run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import on_grid
from genre_studio.music.midi_file import MidiFileError
from genre_studio.plugin_api import GenerationError
from genre_studio.training.checkpoint import write_whole
from genre_studio.training.corpus import Piece
from genre_studio.training.process_pool import process_pool
from genre_studio_gan.band import PHRASE_NOTE
from genre_studio_gan.phrases import CutPiece, cut

PREPARED_FOLDER = "prepared"  # of a run
VERSION = 2  # of a phrase's meaning; a change makes kept files stale


@dataclass(frozen=True, slots=True, eq=False)
class PhraseSet:
    """Phrases one after another: phrase p is notes[ends[p-1]:ends[p]]."""

    notes: NDArray[np.void]  # (N,) of PHRASE_NOTE
    ends: NDArray[np.int64]  # (P,)
    pieces: NDArray[np.int64]  # (P,) the piece's number in the list that was prepared
    genres: NDArray[np.str_]  # (P,)
    refused: tuple[str, ...]  # files left out, with the reason
    bars: int
    other_meters: int  # bars left out because they do not last four quarters

    def __len__(self) -> int:
        return len(self.ends)

    def phrase(self, number: int) -> NDArray[np.void]:
        start = self.ends[number - 1] if number else 0
        return self.notes[start : self.ends[number]]


def prepare(pieces: Sequence[Piece], cache: Path) -> PhraseSet:
    """The phrases of `pieces`, read from `cache` where they were cut before."""
    kept = cache / f"phrases-{_digest(pieces)}.npz"
    if kept.exists():
        return _load(kept)
    phrases: list[NDArray[np.void]] = []
    owners: list[int] = []
    refused: list[str] = []
    bars = other_meters = 0
    with process_pool() as pool:
        for number, (found, problem) in enumerate(pool.map(_phrases_of, pieces, chunksize=8)):
            phrases += found.phrases
            owners += [number] * len(found.phrases)
            refused += [problem] if problem else []
            bars, other_meters = bars + found.bars, other_meters + found.other_meters
    made = PhraseSet(
        notes=np.concatenate(phrases) if phrases else np.zeros(0, PHRASE_NOTE),
        ends=np.cumsum([len(phrase) for phrase in phrases], dtype=np.int64),
        pieces=np.array(owners, np.int64),
        genres=np.array([pieces[owner].genre for owner in owners], np.str_),
        refused=tuple(refused),
        bars=bars,
        other_meters=other_meters,
    )
    _save(made, kept)
    return made


def _phrases_of(piece: Piece) -> tuple[CutPiece, str]:
    try:
        found = cut(on_grid(piece.song()))
    except (MidiFileError, GenerationError, OSError) as error:
        return CutPiece((), 0, 0), f"{piece.name}: {error}"
    return found, "" if found.phrases else f"{piece.name}: no eight bars of four quarters for a band"


def _digest(pieces: Sequence[Piece]) -> str:
    digest = hashlib.sha256(f"{VERSION}".encode())
    for piece in pieces:
        digest.update(piece.stamp().encode())
    return digest.hexdigest()[:16]


def _save(made: PhraseSet, path: Path) -> None:
    columns: dict[str, NDArray[Any]] = {
        "notes": made.notes.view(np.int8).reshape(len(made.notes), -1),
        "ends": made.ends,
        "pieces": made.pieces,
        "genres": made.genres,
        "refused": np.array(made.refused, np.str_),
        "counts": np.array([made.bars, made.other_meters]),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda file: np.savez(file, allow_pickle=False, **columns))


def _load(path: Path) -> PhraseSet:
    with np.load(path, allow_pickle=False) as kept:
        bars, other_meters = (int(count) for count in kept["counts"])
        return PhraseSet(
            notes=np.ascontiguousarray(kept["notes"]).view(PHRASE_NOTE)[:, 0],
            ends=kept["ends"],
            pieces=kept["pieces"],
            genres=kept["genres"],
            refused=tuple(str(reason) for reason in kept["refused"]),
            bars=bars,
            other_meters=other_meters,
        )
