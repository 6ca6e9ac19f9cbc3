"""What this plugin finds in a model folder: its network and the lengths of its notes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from genre_studio.generation.lengths import Lengths, checked_lengths
from genre_studio.plugin_api import GenerationError
from genre_studio.training.weights import Weights, read_weights
from genre_studio_lstm.network import NetworkConfig, NoteLstm

LARGEST_WEIGHTS = 512 * 2**20  # bytes


def read_model_folder(folder: Path) -> Weights:
    """The model in a folder, of any size this plugin makes. Raises GenerationError with one sentence."""
    return read_weights(folder, most_bytes=LARGEST_WEIGHTS)


def load_network(folder: Path) -> NoteLstm:
    """The network of a model folder, in evaluation mode. Raises GenerationError with one sentence."""
    return network_of(read_model_folder(folder))


def network_of(weights: Weights) -> NoteLstm:
    """The network of a model, in evaluation mode. Raises GenerationError with one sentence."""
    try:
        network = NoteLstm(stated_config(weights.config))
        network.load_state_dict(weights.tensors)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise GenerationError(f"The model {weights.info.path.name} cannot be used: {error}") from error
    return network.eval()


def stated_config(config: Mapping[str, Any]) -> NetworkConfig:
    """The sizes in a config.json. Raises KeyError, TypeError or ValueError where it states none."""
    settings = config["network"]
    return NetworkConfig(**{**settings, "genres": tuple(settings["genres"])})


def lengths_of(weights: Weights) -> Lengths:
    """What each duration class was made of; empty where the model does not say. Raises GenerationError."""
    try:
        return checked_lengths(weights.config)
    except (ValueError, TypeError, AttributeError) as error:
        raise GenerationError(f"The model {weights.info.path.name} cannot be used: {error}.") from error
