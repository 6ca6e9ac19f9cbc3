"""From MIDI files to training sequences, in several processes, kept in one file for the next run."""

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from genre_studio.generation.grid import GridSong, on_grid
from genre_studio.music.midi_file import MidiFileError, read_song
from genre_studio.plugin_api import GenerationError
from genre_studio.training.checkpoint import write_whole
from genre_studio.training.corpus import Piece
from genre_studio_lstm.sequences import Kind, MusicSequence, shortened, splice, subset, whole

VERSION = 2  # of the sequences' meaning; a change makes kept files stale
SPLICES_PER_PIECE = 3
_COLUMNS = ("rows", "context", "weights")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Sequences of a list of pieces, and the files that could not be used with the reason."""

    sequences: tuple[MusicSequence, ...]
    refused: tuple[str, ...]


def prepare(
    pieces: Sequence[Piece],
    cache: Path,
    *,
    seed: int,
    augment: bool,
    progress: Callable[[float], None] = lambda fraction: None,
) -> Prepared:
    """The sequences of `pieces`, read from `cache` where they were made before."""
    kept = cache / f"{_digest(pieces, seed, augment)}.npz"
    if kept.exists():
        return _load(kept)
    grids: dict[int, GridSong] = {}
    sequences: list[MusicSequence] = []
    refused: list[str] = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        jobs = [(piece, i, seed, augment) for i, piece in enumerate(pieces)]
        for i, (made, grid, problem) in enumerate(pool.map(_sequences_of, jobs, chunksize=4)):
            sequences += made
            refused += [problem] if problem else []
            if grid is not None:
                grids[i] = grid
            progress((i + 1) / len(pieces) * (0.6 if augment else 1.0))
        if augment:
            splices = _splice_jobs(pieces, grids, seed)
            for i, sequence in enumerate(pool.map(_splice_of, splices, chunksize=16)):
                sequences += [sequence] if sequence is not None else []
                progress(0.6 + 0.4 * (i + 1) / len(splices))
    prepared = Prepared(tuple(sequences), tuple(refused))
    _save(prepared, kept)
    return prepared


def _sequences_of(
    job: tuple[Piece, int, int, bool],
) -> tuple[list[MusicSequence], GridSong | None, str]:
    piece, number, seed, augment = job
    try:
        song = read_song(piece.path).song
        grid = shortened(on_grid(song))
    except (MidiFileError, GenerationError, OSError) as error:
        return [], None, f"{piece.path.name}: {error}"
    made = [whole(song, piece.genre, number, piece.synthetic_tracks)]
    if augment:
        rng = np.random.default_rng((seed, number))
        made += [subset(song, piece.genre, number, piece.synthetic_tracks, rng) for _ in range(2)]
    found = [sequence for sequence in made if sequence is not None]
    return found, grid, "" if found else f"{piece.path.name}: fewer than 32 notes"


_SpliceJob = tuple[GridSong, GridSong, str, int, int]


def _splice_jobs(pieces: Sequence[Piece], grids: dict[int, GridSong], seed: int) -> list[_SpliceJob]:
    rng = np.random.default_rng((seed, len(pieces)))
    jobs = []
    for number in sorted(grids):
        others = [i for i in sorted(grids) if pieces[i].genre != pieces[number].genre]
        # Every other genre as often, however many pieces it has.
        genres = sorted({pieces[i].genre for i in others})
        for attempt in range(SPLICES_PER_PIECE if others else 0):
            genre = genres[(number + attempt) % len(genres)]
            other = int(rng.choice([i for i in others if pieces[i].genre == genre]))
            draw = int(rng.integers(2**31))
            jobs.append((grids[other], grids[number], pieces[number].genre, number, draw))
    return jobs


def _splice_of(job: _SpliceJob) -> MusicSequence | None:
    other, own, genre, number, draw = job
    return splice(other, own, genre, number, np.random.default_rng(draw))


def _digest(pieces: Sequence[Piece], seed: int, augment: bool) -> str:
    digest = hashlib.sha256(f"{VERSION} {seed} {augment}".encode())
    for piece in pieces:
        digest.update(f"{piece.path.name} {piece.path.stat().st_size} {piece.genre}".encode())
    return digest.hexdigest()[:16]


def _save(prepared: Prepared, path: Path) -> None:
    sequences = prepared.sequences
    columns = {name: np.concatenate([getattr(sequence, name) for sequence in sequences]) for name in _COLUMNS}
    columns["lengths"] = np.array([len(sequence.rows) for sequence in sequences])
    columns["parts"] = np.stack([sequence.parts for sequence in sequences])
    for name in ("genre", "kind", "piece"):
        columns[name] = np.array([getattr(sequence, name) for sequence in sequences])
    columns["refused"] = np.array(prepared.refused, dtype=np.str_)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda file: np.savez(file, allow_pickle=False, **columns))


def _load(path: Path) -> Prepared:
    with np.load(path, allow_pickle=False) as kept:
        ends = np.cumsum(kept["lengths"])
        rows, context, weights = (np.split(kept[name], ends[:-1]) for name in _COLUMNS)
        parts, genres, kinds, pieces = (kept[name] for name in ("parts", "genre", "kind", "piece"))
        sequences = tuple(
            MusicSequence(
                rows[i], context[i], weights[i], parts[i], str(genres[i]), Kind(str(kinds[i])), int(pieces[i])
            )
            for i in range(len(ends))
        )
        return Prepared(sequences, tuple(str(reason) for reason in kept["refused"]))
