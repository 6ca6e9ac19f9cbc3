"""Phrases of a piece: eight bars of four quarters for five players, cut at its sections."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT, SLOTS_PER_FAMILY, GridSong, family_of_part
from genre_studio.generation.note_codec import DRUM_DURATION, duration_class, level_of
from genre_studio.music.instruments import Family
from genre_studio.music.notes import frozen
from genre_studio_gan.band import (
    MOST_IN_CELL,
    PHRASE_BARS,
    PHRASE_NOTE,
    STEPS_PER_BAR,
    Player,
    player_of,
    rows_of,
)
from genre_studio_gan.keys import home_shift, shifted_rows
from genre_studio_gan.structure import section_starts

HOP_BARS = 4
FEWEST_NOTES = 24


@dataclass(frozen=True, slots=True)
class CutPiece:
    """Phrases of one piece, each sorted by (bar, player, step, row), and what was left out."""

    phrases: tuple[NDArray[np.void], ...]  # each (N,) of PHRASE_NOTE
    bars: int
    other_meters: int  # bars that do not last four quarters


def cut(grid: GridSong) -> CutPiece:
    """The phrases that begin at each section and every HOP_BARS after it, in C major or A minor."""
    notes = band_notes(grid)
    lengths = np.diff(grid.bar_lines)
    right = lengths == STEPS_PER_BAR
    starts = section_starts(bar_chroma(grid))
    phrases = []
    for first in _first_bars(starts, len(lengths)):
        if right[first : first + PHRASE_BARS].all():
            phrase = phrase_of(notes, grid.bar_lines[first : first + PHRASE_BARS + 1])
            pitched = phrase["player"] != Player.DRUMS
            if len(phrase) >= FEWEST_NOTES and pitched.sum() >= FEWEST_NOTES // 2:
                phrases.append(frozen(at_home(phrase)))
    return CutPiece(tuple(phrases), len(lengths), int((~right).sum()))


def band_notes(grid: GridSong, players: Mapping[int, Player] | None = None) -> NDArray[np.void]:
    """All notes as (step, player, row, duration class, level), one for a place, sorted.

    `players` says who plays each track; None: whom its family names.
    """
    is_drums = grid.notes["part"] // SLOTS_PER_FAMILY == Family.DRUMS
    notes = np.zeros(len(grid.notes), _BAND_NOTE)
    notes["step"] = grid.notes["step"]
    if players is None:
        usual = np.array([player_of(family_of_part(part)) for part in range(PART_COUNT)])
        notes["player"] = usual[grid.notes["part"]]
    elif players:
        cast = np.array([players[track] for track in range(len(players))])
        notes["player"] = cast[grid.notes["track"]]
    notes["row"] = rows_of(grid.notes["pitch"], is_drums)
    notes["duration"] = np.where(is_drums, DRUM_DURATION, duration_class(grid.notes["duration"]))
    notes["level"] = level_of(grid.notes["velocity"])
    notes = notes[notes["row"] >= 0]
    order = np.lexsort((-notes["duration"], notes["row"], notes["step"], notes["player"]))
    notes = notes[order]
    places = notes[["player", "step", "row"]]
    fresh = np.ones(len(notes), bool)
    fresh[1:] = places[1:] != places[:-1]
    notes = notes[fresh]
    return notes[np.argsort(notes["step"], kind="stable")]


_BAND_NOTE = np.dtype(
    [("step", np.int64), ("player", np.int64), ("row", np.int64), ("duration", np.int64), ("level", np.int64)]
)


def phrase_of(notes: NDArray[np.void], lines: NDArray[np.int32]) -> NDArray[np.void]:
    """The notes that start between the bar lines, as PHRASE_NOTE; bars may be shorter than four quarters."""
    low, high = np.searchsorted(notes["step"], [lines[0], lines[-1]])
    inside = notes[low:high]
    phrase = np.zeros(len(inside), PHRASE_NOTE)
    bars = np.searchsorted(lines, inside["step"], side="right") - 1
    phrase["bar"], phrase["step"] = bars, np.minimum(inside["step"] - lines[bars], 127)
    for name in ("player", "row", "duration", "level"):
        phrase[name] = inside[name]
    return thinned(phrase[phrase["step"] < STEPS_PER_BAR])


def thinned(phrase: NDArray[np.void]) -> NDArray[np.void]:
    """Sorted, one note at a place, and no cell beyond what the encoder and decoder hold."""
    phrase = shifted_rows(phrase, 0)
    cells = phrase["bar"].astype(int) * len(Player) + phrase["player"]
    place = np.arange(len(phrase)) - np.searchsorted(cells, cells)
    kept: NDArray[np.void] = phrase[place < MOST_IN_CELL]
    return kept


def at_home(phrase: NDArray[np.void]) -> NDArray[np.void]:
    """The phrase moved to C major or A minor, whichever its notes are in."""
    return shifted_rows(phrase, home_shift(phrase))


def bar_chroma(grid: GridSong) -> NDArray[np.float64]:
    """(bars, 24): how long each pitch class sounds from notes begun in each half of a bar, normalised."""
    lines = grid.bar_lines
    pitched = grid.notes[grid.notes["part"] // SLOTS_PER_FAMILY != Family.DRUMS]
    bars = np.clip(np.searchsorted(lines, pitched["step"], side="right") - 1, 0, len(lines) - 2)
    half = (2 * (pitched["step"] - lines[bars]) // np.maximum(1, lines[bars + 1] - lines[bars])).clip(0, 1)
    chroma = np.zeros((len(lines) - 1, 2, 12))
    np.add.at(chroma, (bars, half, pitched["pitch"] % 12), np.minimum(pitched["duration"], 48))
    flat = chroma.reshape(len(chroma), 24)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9))


def _first_bars(starts: tuple[int, ...], bars: int) -> list[int]:
    ends = (*starts[1:], bars)
    firsts: set[int] = set()
    for start, end in zip(starts, ends, strict=True):
        firsts.update(range(start, max(start + 1, end - HOP_BARS + 1), HOP_BARS))
    return sorted(first for first in firsts if first + PHRASE_BARS <= bars)
