"""A model folder on disk: model.safetensors, config.json and card.md. Data, never code."""

import hashlib
import json
from pathlib import Path

from genre_studio.generation.lengths import Lengths, checked_lengths
from genre_studio.plugin_api import GenerationError
from genre_studio.training.checkpoint import CheckpointError, load_tensors
from genre_studio_lstm.network import NetworkConfig, NoteLstm

WEIGHTS_NAME = "model.safetensors"
CONFIG_NAME = "config.json"
LARGEST_WEIGHTS = 512 * 2**20  # bytes


def load_network(folder: Path) -> NoteLstm:
    """The network of a model folder, in evaluation mode. Raises GenerationError with one sentence."""
    weights = folder / WEIGHTS_NAME
    try:
        stated = json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8"))
        settings = stated["network"]
        config = NetworkConfig(**{**settings, "genres": tuple(settings["genres"])})
        if weights.stat().st_size > LARGEST_WEIGHTS:
            raise GenerationError(f"The model {folder.name} is larger than this plugin can load.")
        network = NoteLstm(config)
        if weights_sha256(folder) != stated["sha256"]:
            raise GenerationError(f"The model {folder.name} is not the one its config.json describes.")
        tensors, _ = load_tensors(weights)
        network.load_state_dict(tensors)
    except (OSError, KeyError, TypeError, ValueError, RuntimeError, CheckpointError) as error:
        raise GenerationError(f"The model {folder.name} cannot be used: {error}") from error
    return network.eval()


def load_lengths(folder: Path) -> Lengths:
    """What each duration class was made of; empty where the model does not say."""
    try:
        return checked_lengths(json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8")))
    except (ValueError, TypeError, AttributeError) as error:
        raise GenerationError(f"The model {folder.name} cannot be used: {error}.") from error


def weights_sha256(folder: Path) -> str:
    return hashlib.sha256((folder / WEIGHTS_NAME).read_bytes()).hexdigest()
