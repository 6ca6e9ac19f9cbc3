"""From MIDI files to training sequences: by several processes, kept in files that are mapped, not read.

A group of pieces is one set of files. A preparation that was interrupted goes on with the first group
that is missing; sequences lie on the disk, and the system keeps in memory what fits.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.music.midi_file import MidiFileError
from genre_studio.plugin_api import GenerationError
from genre_studio.training.checkpoint import write_whole
from genre_studio.training.corpus import Piece
from genre_studio.training.process_pool import process_pool
from genre_studio_lstm.sequences import Kind, MusicSequence, shortened, splice, subset, whole

VERSION = 3  # of the sequences' meaning; a change makes kept files stale
SPLICES_PER_PIECE = 3
GROUP = 64  # pieces; some 60 MB of sequences
_COLUMNS = ("rows", "context", "weights")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Sequences of a list of pieces, and the files that could not be used with the reason."""

    sequences: tuple[MusicSequence, ...]
    refused: tuple[str, ...]


def prepare(pieces: Sequence[Piece], cache: Path, *, seed: int, augment: bool) -> Iterator[float]:
    """Make what `load_prepared` loads, where it was not made before. Yields the share that is done."""
    folder = _folder(pieces, cache, seed, augment)
    folder.mkdir(parents=True, exist_ok=True)
    missing = [start for start in range(0, len(pieces), GROUP) if not _index_path(folder, start).exists()]
    if not missing:
        return
    with process_pool() as pool:
        for start in missing:
            numbers = range(start, min(start + GROUP, len(pieces)))
            jobs = [_job(pieces, number, seed, augment) for number in numbers]
            made = list(pool.map(_sequences_of, jobs, chunksize=2))
            sequences = [sequence for found, _ in made for sequence in found]
            _save(sequences, [problem for _, problem in made if problem], folder, start)
            yield (numbers.stop) / len(pieces)


def load_prepared(pieces: Sequence[Piece], cache: Path, *, seed: int, augment: bool) -> Prepared:
    """The prepared sequences, mapped from their files."""
    folder = _folder(pieces, cache, seed, augment)
    groups = [_load(folder, start) for start in range(0, len(pieces), GROUP)]
    return Prepared(
        tuple(sequence for group in groups for sequence in group.sequences),
        tuple(reason for group in groups for reason in group.refused),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    piece: Piece
    others: tuple[Piece, ...]  # of other genres, to be spliced before it
    number: int
    seed: int
    augment: bool


def _job(pieces: Sequence[Piece], number: int, seed: int, augment: bool) -> _Job:
    piece = pieces[number]
    others: list[Piece] = []
    genres = sorted({other.genre for other in pieces} - {piece.genre}) if augment else []
    rng = np.random.default_rng((seed, number, len(pieces)))
    for attempt in range(SPLICES_PER_PIECE if genres else 0):
        genre = genres[(number + attempt) % len(genres)]  # every other genre as often, however many pieces
        candidates = [other for other in pieces if other.genre == genre]
        others.append(candidates[int(rng.integers(len(candidates)))])
    return _Job(piece, tuple(others), number, seed, augment)


def _sequences_of(job: _Job) -> tuple[list[MusicSequence], str]:
    piece, number = job.piece, job.number
    try:
        song = piece.song()
        own = shortened(on_grid(song))
    except (MidiFileError, GenerationError, OSError) as error:
        return [], f"{piece.name}: {error}"
    made = [whole(song, piece.genre, number, piece.synthetic_tracks)]
    if job.augment:
        rng = np.random.default_rng((job.seed, number))
        made += [subset(song, piece.genre, number, piece.synthetic_tracks, rng) for _ in range(2)]
    for other in job.others:
        if (before := _grid_of(other)) is not None:
            made.append(splice(before, own, piece.genre, number, rng))
    found = [sequence for sequence in made if sequence is not None]
    return found, "" if found else f"{piece.name}: fewer than 32 notes"


def _grid_of(piece: Piece) -> GridSong | None:
    """None where it cannot be read, which is told where it is the piece itself."""
    try:
        return shortened(on_grid(piece.song()))
    except (MidiFileError, GenerationError, OSError):
        return None


def _folder(pieces: Sequence[Piece], cache: Path, seed: int, augment: bool) -> Path:
    digest = hashlib.sha256(f"{VERSION} {seed} {augment}".encode())
    for piece in pieces:
        digest.update(piece.stamp().encode())
    return cache / digest.hexdigest()[:16]


def _index_path(folder: Path, start: int) -> Path:
    return folder / f"{start:06d}.npz"


def _column_path(folder: Path, start: int, name: str) -> Path:
    return folder / f"{start:06d}-{name}.npy"


def _save(sequences: Sequence[MusicSequence], refused: Sequence[str], folder: Path, start: int) -> None:
    """A group's files, the index last: a group with an index is whole."""
    index: dict[str, NDArray[Any]] = {"refused": np.array(refused, dtype=np.str_)}
    if sequences:
        for name in _COLUMNS:
            column = np.concatenate([getattr(sequence, name) for sequence in sequences])
            write_whole(_column_path(folder, start, name), lambda file, c=column: np.save(file, c))  # type: ignore[misc]  # mypy takes a default for an argument
        index["parts"] = np.stack([sequence.parts for sequence in sequences])
    index["lengths"] = np.array([len(sequence.rows) for sequence in sequences], np.int64)
    for name in ("genre", "kind", "piece"):
        index[name] = np.array([getattr(sequence, name) for sequence in sequences])
    write_whole(_index_path(folder, start), lambda file: np.savez(file, allow_pickle=False, **index))


def _load(folder: Path, start: int) -> Prepared:
    with np.load(_index_path(folder, start), allow_pickle=False) as kept:
        index = {name: kept[name] for name in kept.files}
    refused = tuple(str(reason) for reason in index["refused"])
    if not len(index["lengths"]):
        return Prepared((), refused)
    columns = [np.load(_column_path(folder, start, name), mmap_mode="r") for name in _COLUMNS]
    ends = np.cumsum(index["lengths"])
    rows, context, weights = (np.split(column, ends[:-1]) for column in columns)
    sequences = tuple(
        MusicSequence(
            rows[i],
            context[i],
            weights[i],
            index["parts"][i],
            str(index["genre"][i]),
            Kind(str(index["kind"][i])),
            int(index["piece"][i]),
        )
        for i in range(len(ends))
    )
    return Prepared(sequences, refused)
