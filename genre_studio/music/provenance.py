"""Where generated music comes from: enough to make it again, and to answer "may I publish this?"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

SettingValue: TypeAlias = float | int | str | bool
"""The value of one of a generator's settings."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """The longest run of a take's top notes that a piece of the training music has note for note.

    Transposed or not. `start` and `end` are the ticks of its first and last onset in the song.
    """

    notes: int
    piece: str  # its title
    track: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which generator, model, seed and settings wrote a take, and what the model learned from."""

    plugin_id: str
    plugin_version: str
    model_id: str
    model_sha256: str  # of the weights file; empty for a generator without weights
    genre: str
    seed: int
    take_index: int
    parameters: Mapping[str, SettingValue]
    training_data: str  # sources, one line
    licence: str  # of the training data and what it asks for
    quoted: Quoted | None = None  # None: nothing, or the model has no list of what it learned from
