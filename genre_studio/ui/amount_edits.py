"""Edits of notes that take amounts, as a table: what each asks for, and what it does with the answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.music import edits
from genre_studio.music.notes import Notes
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song
from genre_studio.plugin_api import Choice, Number, Parameter, ParameterValue, Switch, WholeNumber
from genre_studio.ui.piano_roll.snapping import Grid, GridKind, Snapping

Values = Mapping[str, ParameterValue]


@dataclass(frozen=True, eq=False)
class Occasion:
    """Where an edit happens: the song, the roll's grid, the key, and the tick of the first note."""

    song: Song
    snapping: Snapping
    scale: Scale
    tick: int = 0

    def ticks(self, time_ms: float) -> int:
        """A time in milliseconds at the tempo of the place; at least one tick."""
        per_tick_ms = self.song.tempo_map.tempo_us_at(self.tick) / 1000 / self.song.ppq
        return max(1, round(time_ms / per_tick_ms))


@dataclass(frozen=True, slots=True)
class AmountEdit:
    """`verb` begins the name of the step: "Quantize 12 notes"."""

    id: str
    verb: str
    parameters: tuple[Parameter, ...]
    edit: Callable[[Notes, NDArray[np.int64], Values, Occasion], Notes]

    @property
    def defaults(self) -> dict[str, ParameterValue]:
        return {parameter.id: parameter.default for parameter in self.parameters}


_ROLL_GRID = "roll"
_GRIDS = {
    **{f"1/{d}": Grid(d) for d in (4, 8, 16, 32)},
    **{f"1/{d}T": Grid(d, GridKind.TRIPLET) for d in (4, 8, 16)},
}


def _quantize(notes: Notes, ids: NDArray[np.int64], values: Values, occasion: Occasion) -> Notes:
    grid = _GRIDS.get(str(values["grid"]), occasion.snapping.grid)
    snapping = replace(occasion.snapping, grid=grid)
    lines = snapping.lines(occasion.song.end_tick, float(values["swing"]) / 100)
    strength = float(values["strength"]) / 100
    return edits.quantize_to(notes, ids, lines, strength, ends=bool(values["ends"]))


def _humanize(notes: Notes, ids: NDArray[np.int64], values: Values, occasion: Occasion) -> Notes:
    time_ms = float(values["time"])
    ticks = occasion.ticks(time_ms) if time_ms else 0
    return edits.humanize(notes, ids, int(values["seed"]), ticks, int(values["velocity"]))


def _strum(notes: Notes, ids: NDArray[np.int64], values: Values, occasion: Occasion) -> Notes:
    ticks = occasion.ticks(float(values["time"]))
    return edits.strum(notes, ids, ticks if values["direction"] == "up" else -ticks)


def _chop(notes: Notes, ids: NDArray[np.int64], values: Values, _: Occasion) -> Notes:
    return edits.chop(notes, ids, int(values["parts"]))


def _transpose(notes: Notes, ids: NDArray[np.int64], values: Values, occasion: Occasion) -> Notes:
    steps = int(values["steps"])
    if values["in_scale"]:
        return edits.transpose_in_scale(notes, ids, steps, occasion.scale)
    return edits.transpose(notes, ids, steps)


def _set_velocity(notes: Notes, ids: NDArray[np.int64], values: Values, _: Occasion) -> Notes:
    return edits.set_velocity(notes, ids, int(values["velocity"]))


def _scale_velocity(notes: Notes, ids: NDArray[np.int64], values: Values, _: Occasion) -> Notes:
    louder = edits.scale_velocity(notes, ids, float(values["loudness"]) / 100)
    return edits.compress_velocity(louder, ids, float(values["spread"]) / 100)


AMOUNT_EDITS = {
    each.id: each
    for each in (
        AmountEdit(
            "quantize",
            "Quantize",
            (
                Choice("grid", "To", _ROLL_GRID, ((_ROLL_GRID, "The grid"), *((id, id) for id in _GRIDS))),
                Number("strength", "Strength", 100, 0, 100, 1, "%", help="Part of the way to the grid"),
                Number("swing", "Swing", 0, 0, 100, 1, "%", help="Delay of every second line; 100: triplets"),
                Switch("ends", "Ends too", False, help="Also draw where notes end to the grid"),
            ),
            _quantize,
        ),
        AmountEdit(
            "humanize",
            "Humanize",
            (
                Number("time", "Time", 12, 0, 80, 1, "ms", help="Earlier or later by at most this"),
                Number("velocity", "Velocity", 8, 0, 40, 1, help="Louder or softer by at most this"),
                WholeNumber("seed", "Variation", 1, 1, 999, help="Another number, another performance"),
            ),
            _humanize,
        ),
        AmountEdit(
            "strum",
            "Strum",
            (
                Choice("direction", "Direction", "up", (("up", "Upwards"), ("down", "Downwards"))),
                Number("time", "Time", 30, 1, 200, 1, "ms", help="From string to string"),
            ),
            _strum,
        ),
        AmountEdit(
            "chop",
            "Chop",
            (WholeNumber("parts", "Parts", 2, 2, 32, help="Equal parts of each note"),),
            _chop,
        ),
        AmountEdit(
            "transpose",
            "Transpose",
            (
                WholeNumber("steps", "Steps", 12, -48, 48, help="Semitones, or degrees of the scale"),
                Switch("in_scale", "In the scale", False, help="Degrees of the key, not semitones"),
            ),
            _transpose,
        ),
        AmountEdit(
            "set_velocity",
            "Set velocity of",
            (Number("velocity", "Velocity", 96, 1, 127, 1, help="All notes alike"),),
            _set_velocity,
        ),
        AmountEdit(
            "scale_velocity",
            "Scale velocity of",
            (
                Number("loudness", "Loudness", 100, 10, 200, 1, "%", help="Velocities times this"),
                Number("spread", "Spread", 100, 0, 200, 1, "%", help="Distances from the mean; 0: all alike"),
            ),
            _scale_velocity,
        ),
    )
}
"""By id, in the order of the menu."""
