"""Training sequences: each piece on the grid, and what is made of it to teach three more things.

whole    the piece as it is
subset   some of its parts, so that a lone melody or a duo is not a stranger
splice   bars of another genre's piece, then this one in the same key and on the same parts:
         the genre asked for decides, whatever the primer was
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import (
    PART_COUNT,
    SLOTS_PER_FAMILY,
    GridSong,
    on_grid,
)
from genre_studio.generation.note_codec import NO_PART, START_ROW
from genre_studio.music.instruments import Family
from genre_studio.music.song import Song
from genre_studio_lstm.context import Columns, encode_context

LONGEST_PIECE = 6000  # notes: a long quartet must not outweigh ten songs
SPLICE_PRIMER_BARS = (4, 12)  # fewest and most bars of the other genre
SPLICE_NOTES = 400  # of the piece itself
SYNTHETIC_WEIGHT = 0.5  # machine-made accompaniment teaches half as much as a person's playing


class Kind(StrEnum):
    WHOLE = "whole"
    SUBSET = "subset"
    SPLICE = "splice"


@dataclass(frozen=True, eq=False, slots=True)
class MusicSequence:
    """One stretch of music as a network reads it. Row 0 is START_ROW."""

    rows: NDArray[np.int16]  # (N, 5)
    context: NDArray[np.uint8]  # (N, Columns.COUNT)
    weights: NDArray[np.float32]  # (N,) of each row's loss; 0: only read
    parts: NDArray[np.uint8]  # (PART_COUNT,) 0 or 1: the parts of the whole piece
    genre: str
    kind: Kind
    piece: int  # its number in the corpus


def whole(song: Song, genre: str, piece: int, synthetic_words: Sequence[str] = ()) -> MusicSequence | None:
    """The piece as it is; None where too little is in it."""
    return _sequence(shortened(on_grid(song)), _synthetic(song, synthetic_words), genre, Kind.WHOLE, piece)


def subset(
    song: Song, genre: str, piece: int, synthetic_words: Sequence[str], rng: np.random.Generator
) -> MusicSequence | None:
    """Some of the song's tracks, machine-made ones dropped first, their slots numbered anew."""
    playing = [i for i, track in enumerate(song.tracks) if len(track.notes)]
    if len(playing) < 2:
        return None
    synthetic = _synthetic(song, synthetic_words)
    real = [i for i in playing if not synthetic[i]]
    choice = real if 0 < len(real) < len(playing) and rng.random() < 0.5 else playing
    most = len(choice) if choice is real and len(real) < len(playing) else len(choice) - 1
    keep = sorted(rng.choice(choice, rng.integers(1, most + 1), replace=False))
    song = replace(song, tracks=tuple(song.tracks[i] for i in keep))
    return _sequence(shortened(on_grid(song)), synthetic[keep], genre, Kind.SUBSET, piece)


def splice(
    other: GridSong, own: GridSong, genre: str, piece: int, rng: np.random.Generator
) -> MusicSequence | None:
    """Bars of `other`, then bars of `own` on the other's parts and in its key.

    None where no stretch of equal bar lengths can be found.
    """
    bars = int(rng.integers(SPLICE_PRIMER_BARS[0], SPLICE_PRIMER_BARS[1] + 1))
    primer = _stretch(other, bars, None, rng)
    if primer is None:
        return None
    bar_length = int(primer.bar_lines[1] - primer.bar_lines[0])
    answer = _stretch(own, 64, bar_length, rng)
    if answer is None:
        return None
    answer = _on_parts_of(primer, answer)
    shift = _best_transposition(primer.notes, answer.notes)
    later = answer.notes[:SPLICE_NOTES].copy()
    pitched = later["part"] // SLOTS_PER_FAMILY != Family.DRUMS
    later["pitch"][pitched] = np.clip(later["pitch"][pitched] + shift, 0, 127)
    later["step"] += primer.bar_lines[-1]
    if len(later) < 32:
        return None
    lines = np.concatenate([primer.bar_lines, answer.bar_lines[1:] + primer.bar_lines[-1]])
    notes = np.concatenate([primer.notes, later])
    order = np.lexsort((notes["pitch"], notes["part"], notes["step"]))
    sequence = _sequence(GridSong(notes[order], lines), np.zeros(0, bool), genre, Kind.SPLICE, piece)
    if sequence is None:
        return None
    onsets = np.cumsum(sequence.rows[1:, 0].astype(int))
    sequence.weights[1:][onsets < primer.bar_lines[-1]] = 0
    return sequence


def shortened(grid: GridSong) -> GridSong:
    return GridSong(grid.notes[:LONGEST_PIECE], grid.bar_lines)


def _synthetic(song: Song, words: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([any(word in track.name for word in words) for track in song.tracks], bool)


def _sequence(
    grid: GridSong, synthetic_tracks: NDArray[np.bool_], genre: str, kind: Kind, piece: int
) -> MusicSequence | None:
    if len(grid) < 32:
        return None
    rows, context = encode_context(grid)
    parts = np.zeros(PART_COUNT, np.uint8)
    parts[np.unique(grid.notes["part"])] = 1
    weights = np.ones(len(rows), np.float32)
    if synthetic_tracks.any():
        weights[rows[:, 1] != NO_PART] -= (1 - SYNTHETIC_WEIGHT) * synthetic_tracks[grid.notes["track"]]
    return MusicSequence(
        rows=np.concatenate([np.array([START_ROW], np.int16), rows]),
        context=np.concatenate([np.zeros((1, Columns.COUNT), np.uint8), context]),
        weights=np.concatenate([np.zeros(1, np.float32), weights]),
        parts=parts,
        genre=genre,
        kind=kind,
        piece=piece,
    )


def _stretch(grid: GridSong, bars: int, bar_length: int | None, rng: np.random.Generator) -> GridSong | None:
    """Up to `bars` bars from a random bar line on, all of one length, moved to step 0; 2 at least."""
    lengths = np.diff(grid.bar_lines)
    starts = np.flatnonzero(lengths == bar_length) if bar_length else np.arange(len(lengths))
    if not len(starts):
        return None
    first = int(rng.choice(starts))
    last = first
    while last < len(lengths) and last - first < bars and lengths[last] == lengths[first]:
        last += 1
    start, end = int(grid.bar_lines[first]), int(grid.bar_lines[last])
    inside = (grid.notes["step"] >= start) & (grid.notes["step"] < end)
    if last - first < 2 or inside.sum() < 16:
        return None
    notes = grid.notes[inside].copy()
    notes["step"] -= start
    return GridSong(notes, grid.bar_lines[first : last + 1] - start)


def _on_parts_of(primer: GridSong, answer: GridSong) -> GridSong:
    """`answer` with its parts renamed, high to high and low to low, to the parts of `primer`."""
    wanted, given = _pitched_parts(primer), _pitched_parts(answer)
    notes = answer.notes.copy()
    drums = notes["part"] // SLOTS_PER_FAMILY == Family.DRUMS
    keep = np.ones(len(notes), bool)
    if not (primer.notes["part"] // SLOTS_PER_FAMILY == Family.DRUMS).any():
        keep &= ~drums
    if not wanted:
        keep &= drums
    elif given:
        renamed = {
            part: wanted[i * len(wanted) // max(len(given), len(wanted))] for i, part in enumerate(given)
        }
        if len(given) <= len(wanted):  # the outer voices keep to the outer parts
            places = np.round(np.linspace(0, len(wanted) - 1, len(given))).astype(int)
            renamed = {part: wanted[place] for part, place in zip(given, places, strict=True)}
        for row in np.flatnonzero(~drums):
            notes["part"][row] = renamed[int(answer.notes["part"][row])]
    notes = notes[keep]
    notes = notes[np.lexsort((notes["pitch"], notes["part"], notes["step"]))]
    places = notes[["step", "part", "pitch"]]
    fresh = np.ones(len(notes), bool)
    fresh[1:] = places[1:] != places[:-1]
    return GridSong(notes[fresh], answer.bar_lines)


def _pitched_parts(grid: GridSong) -> list[int]:
    """Parts other than drums, from the highest mean pitch to the lowest."""
    notes = grid.notes[grid.notes["part"] // SLOTS_PER_FAMILY != Family.DRUMS]
    parts = np.unique(notes["part"])
    return sorted(parts.tolist(), key=lambda part: -float(notes["pitch"][notes["part"] == part].mean()))


def _best_transposition(first: NDArray[np.void], second: NDArray[np.void]) -> int:
    """Semitones (-6..5) that bring the second's pitch classes nearest to the first's."""
    a, b = _chroma(first), _chroma(second)
    scores = [float(a @ np.roll(b, shift)) for shift in range(-6, 6)]
    return int(np.argmax(scores)) - 6


def _chroma(notes: NDArray[np.void]) -> NDArray[np.float64]:
    pitched = notes[notes["part"] // SLOTS_PER_FAMILY != Family.DRUMS]
    chroma = np.bincount(pitched["pitch"] % 12, weights=pitched["duration"], minlength=12)
    return chroma / (np.linalg.norm(chroma) or 1.0)
