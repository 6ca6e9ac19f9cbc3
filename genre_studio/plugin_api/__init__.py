"""All that a generator plugin may import, beside `genre_studio.music`. Readable in five minutes."""

from genre_studio.music.provenance import Provenance
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.constraints import Constraints
from genre_studio.plugin_api.errors import Cancelled, GenerationError
from genre_studio.plugin_api.generator import Generator, Report
from genre_studio.plugin_api.info import API_VERSION, ENTRY_POINT_GROUP, PluginInfo
from genre_studio.plugin_api.parameters import (
    DENSITY,
    FOCUS,
    LONGEST_QUOTE,
    WILDNESS,
    Choice,
    Number,
    Parameter,
    ParameterValue,
    Switch,
    WholeNumber,
    checked_values,
)
from genre_studio.plugin_api.request import FEWEST_STEPS, MOST_STEPS, Region, Request
from genre_studio.plugin_api.take import Take

__all__ = [
    "API_VERSION",
    "DENSITY",
    "ENTRY_POINT_GROUP",
    "FEWEST_STEPS",
    "FOCUS",
    "LONGEST_QUOTE",
    "MOST_STEPS",
    "WILDNESS",
    "Ability",
    "Cancelled",
    "Choice",
    "Constraints",
    "GenerationError",
    "Generator",
    "Number",
    "Parameter",
    "ParameterValue",
    "PluginInfo",
    "Provenance",
    "Region",
    "Report",
    "Request",
    "Switch",
    "Take",
    "WholeNumber",
    "checked_values",
]
