"""What a plugin says of itself, without importing anything heavy."""

from dataclasses import dataclass

from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.parameters import Parameter

API_VERSION = 1
ENTRY_POINT_GROUP = "genre_studio.generators"


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """The value of an entry point in the group `genre_studio.generators`.

    The module that holds it must not import torch: it is read in the UI process. A parameter that matters
    to some abilities only says so by `only_for`; one that can VARY has a Number for how far among its own.
    """

    id: str  # stable, unique, [a-z0-9_]+
    title: str  # as a composer reads it
    version: str
    api_version: int  # API_VERSION of the studio it was written for
    summary: str  # one sentence
    abilities: frozenset[Ability]  # it may be asked for any of these, and for nothing else
    genres: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    generator: str  # "package.module:Class", a plugin_api.Generator
    trainer: str | None = None  # "package.module:Class", a training.Trainer, for plugins that learn
    models: str | None = None  # "package:folder" of model folders shipped with it, see plugin_api.models
