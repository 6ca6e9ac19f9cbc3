"""Where generated music comes from: enough to make it again, and to answer "may I publish this?"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

SettingValue: TypeAlias = float | int | str | bool
"""The value of one of a generator's settings."""


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
