"""A song's bars as a phrase, and a phrase's notes as the song's."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import STEPS_PER_QUARTER, tick_at
from genre_studio.generation.note_codec import (
    DRUM_DURATION,
    DURATION_STEPS,
    duration_class,
    level_of,
    velocity_of,
)
from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes, note_ends
from genre_studio_gan.band import MOST_IN_CELL, PHRASE_NOTE, PITCHES, STEPS_PER_BAR, Player, pitch_of, rows_of
from genre_studio_gan.keys import shifted_rows


def phrase_from(
    notes_by_track: Mapping[int, Notes], players: Mapping[int, Player], bar_ticks: Sequence[int], ppq: int
) -> NDArray[np.void]:
    """The notes that start within the bars, on the phrase's grid, sorted; pitches as they are."""
    lines = np.asarray(bar_ticks)
    parts = []
    for track, notes in notes_by_track.items():
        is_drums = players[track] == Player.DRUMS
        nearest = notes["start"] + ppq // (2 * STEPS_PER_QUARTER)  # just before a bar line counts as on it
        inside = notes[(nearest >= lines[0]) & (nearest < lines[-1])]
        bars = np.searchsorted(lines, inside["start"] + ppq // (2 * STEPS_PER_QUARTER), side="right") - 1
        steps = (2 * (inside["start"] - lines[bars]) * STEPS_PER_QUARTER + ppq) // (2 * ppq)
        part = np.zeros(len(inside), PHRASE_NOTE)
        rows = rows_of(inside["pitch"], np.full(len(inside), is_drums))
        durations = (2 * inside["duration"] * STEPS_PER_QUARTER + ppq) // (2 * ppq)
        part["bar"], part["player"], part["step"] = bars, players[track], np.clip(steps, 0, STEPS_PER_BAR - 1)
        part["row"] = rows
        part["duration"] = DRUM_DURATION if is_drums else duration_class(np.maximum(1, durations))
        part["level"] = level_of(inside["velocity"])
        parts.append(part[(rows >= 0) & (steps < STEPS_PER_BAR)])
    return thinned(np.concatenate(parts) if parts else np.zeros(0, PHRASE_NOTE))


def thinned(phrase: NDArray[np.void]) -> NDArray[np.void]:
    """Sorted, one note at a place, and no cell beyond what the encoder and decoder hold."""
    phrase = shifted_rows(phrase, 0)
    cells = phrase["bar"].astype(int) * len(Player) + phrase["player"]
    place = np.arange(len(phrase)) - np.searchsorted(cells, cells)
    kept: NDArray[np.void] = phrase[place < MOST_IN_CELL]
    return kept


def nominal_steps(step: int, pitch: int, kind: int) -> int:
    """The steps that a duration class is named after."""
    return DURATION_STEPS[kind]


def notes_from(
    phrase: NDArray[np.void],
    bar_ticks: Sequence[int],
    ppq: int,
    *,
    semitones: int = 0,
    steps_of: Callable[[int, int, int], int] = nominal_steps,
) -> Notes:
    """One player's notes at their ticks, moved by `semitones` unless they are drums.

    `steps_of` gives a note's length from its step, pitch and duration class. A note ends at the latest
    where its pitch begins again.
    """
    if not len(phrase):
        return EMPTY_NOTES
    lines = np.asarray(bar_ticks)
    bars = phrase["bar"].astype(int)
    offsets = np.array([tick_at(int(step), ppq) for step in phrase["step"]])
    starts = lines[bars] + offsets
    pitches = np.array([pitch_of(int(row)) for row in phrase["row"]])
    pitches = np.where(phrase["row"] < PITCHES, np.clip(pitches + semitones, 0, 127), pitches)
    columns = (bars * STEPS_PER_BAR + phrase["step"], pitches, phrase["duration"])
    lengths = np.array([tick_at(steps_of(*note), ppq) for note in np.stack(columns, 1).tolist()])
    velocities = np.array([velocity_of(int(level)) for level in phrase["level"]])
    inside = starts < lines[bars + 1]  # in bars shorter than four quarters the rest falls away
    return cut_repeats(make_notes(starts[inside], lengths[inside], pitches[inside], velocities[inside]))


def cut_repeats(notes: Notes) -> Notes:
    """The notes without two at one place, each ending where the same pitch begins again."""
    order = np.lexsort((notes["start"], notes["pitch"]))
    kept = notes[order].copy()
    same = kept["pitch"][1:] == kept["pitch"][:-1]
    fresh = np.ones(len(kept), bool)
    fresh[1:] = ~same | (kept["start"][1:] != kept["start"][:-1])
    kept = kept[fresh]
    same = kept["pitch"][1:] == kept["pitch"][:-1]
    gap = kept["start"][1:] - kept["start"][:-1]
    kept["duration"][:-1] = np.where(same, np.minimum(kept["duration"][:-1], gap), kept["duration"][:-1])
    return make_notes(kept["start"], kept["duration"], kept["pitch"], kept["velocity"])


def without_overlaps(notes: Notes) -> Notes:
    """One note at a time: each ends where the next begins; of those that begin together the highest stays."""
    last = np.ones(len(notes), bool)
    last[:-1] = notes["start"][1:] != notes["start"][:-1]
    kept = notes[last].copy()
    kept["duration"][:-1] = np.minimum(kept["duration"][:-1], np.diff(kept["start"]))
    return make_notes(kept["start"], kept["duration"], kept["pitch"], kept["velocity"])


def within(notes: Notes, start: int, end: int) -> Notes:
    """The notes that start in [start, end) ticks, none sounding beyond."""
    inside = notes[(notes["start"] >= start) & (notes["start"] < end)]
    lengths = np.minimum(note_ends(inside), end) - inside["start"]
    return make_notes(inside["start"], lengths, inside["pitch"], inside["velocity"])
