"""What a generator returns: notes for a region, and where they came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from genre_studio.music.notes import Notes
from genre_studio.plugin_api.parameters import ParameterValue


@dataclass(frozen=True, slots=True)
class Provenance:
    """Enough to make the take again, and to answer "may I publish this?"."""

    plugin_id: str
    plugin_version: str
    model_id: str
    model_sha256: str  # of the weights file; empty for a generator without weights
    genre: str
    seed: int
    take_index: int
    parameters: Mapping[str, ParameterValue]
    training_data: str  # sources, one line
    licence: str  # of the training data and what it asks for


@dataclass(frozen=True, slots=True)
class Take:
    """One proposal: new notes by track index, all starting within the request's region.

    Ids are the plugin's own (any unique numbers); the studio renumbers them when a take is kept.
    Locked notes of the song are not repeated in it.
    """

    index: int  # 0 .. request.takes - 1
    notes: Mapping[int, Notes]
    provenance: Provenance
