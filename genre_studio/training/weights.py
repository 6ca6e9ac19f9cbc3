"""A model folder as a generator loads it: what it says of itself, its settings and its weights."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from genre_studio.plugin_api import GenerationError, ParameterValue, PluginInfo, Provenance, Request
from genre_studio.plugin_api.models import CONFIG_FILE, WEIGHTS_FILE, ModelInfo, find_model, read_model
from genre_studio.training.checkpoint import CheckpointError, load_tensors

_LARGEST_WEIGHTS = 64 * 2**20  # bytes


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """One model folder: its description, its config.json and its tensors."""

    info: ModelInfo
    config: dict[str, Any]
    tensors: dict[str, Tensor]

    def number_of(self, genre: str) -> int:
        """The genre's place among those the model knows. Raises GenerationError where it knows it not."""
        if genre not in self.info.genres:
            raise GenerationError(f"This model knows {', '.join(self.info.genres)}, not {genre}.")
        return self.info.genres.index(genre)

    def provenance(
        self, plugin: PluginInfo, request: Request, index: int, values: Mapping[str, ParameterValue]
    ) -> Provenance:
        """Where a take of this model came from."""
        return Provenance(
            plugin_id=plugin.id,
            plugin_version=plugin.version,
            model_id=self.info.id,
            model_sha256=self.info.sha256,
            genre=request.genre,
            seed=request.seed,
            take_index=index,
            parameters=values,
            training_data=self.info.training_data,
            licence=self.info.licence,
        )


def load_weights(plugin: PluginInfo, model_id: str) -> Weights:
    """The plugin's model of this id. Raises GenerationError with one sentence where it cannot be used."""
    return read_weights(find_model(plugin, model_id))


def read_weights(folder: Path, *, most_bytes: int = _LARGEST_WEIGHTS) -> Weights:
    """The model in a folder. Raises GenerationError with one sentence where it cannot be used."""
    info = read_model(folder)
    path = folder / WEIGHTS_FILE
    try:
        if path.stat().st_size > most_bytes:
            raise GenerationError(f"The model {folder.name} is larger than this plugin can load.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != info.sha256:
            raise GenerationError(f"The model {folder.name} is not the one its config.json describes.")
        tensors, _ = load_tensors(path)
        config: dict[str, Any] = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    except (OSError, CheckpointError) as error:
        raise GenerationError(f"The model {folder.name} cannot be used: {error}") from error
    return Weights(info, config, tensors)
