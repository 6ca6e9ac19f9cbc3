"""What a plugin says of itself, without importing anything heavy."""

from dataclasses import dataclass
from enum import StrEnum

from genre_studio.plugin_api.parameters import Parameter

API_VERSION = 1
ENTRY_POINT_GROUP = "genre_studio.generators"


class Ability(StrEnum):
    """What a generator can be asked for."""

    CONTINUE = "continue"  # write the bars after the last note
    INFILL = "infill"  # refill a region with music on both sides
    GENERATE = "generate"  # write bars from nothing
    ACCOMPANY = "accompany"  # write some tracks under the others
    VARY = "vary"  # stay near what is there
    INTERPOLATE = "interpolate"  # a path between two clips


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """The value of an entry point in the group `genre_studio.generators`.

    The module that holds it must not import torch: it is read in the UI process.
    """

    id: str  # stable, unique, [a-z0-9_]+
    title: str  # as a composer reads it
    version: str
    api_version: int  # API_VERSION of the studio it was written for
    summary: str  # one sentence
    abilities: frozenset[Ability]
    genres: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    generator: str  # "package.module:Class", a plugin_api.Generator
    trainer: str | None = None  # "package.module:Class", a training.Trainer, for plugins that learn
    models: str | None = None  # "package:folder" of model folders shipped with it, see plugin_api.models
