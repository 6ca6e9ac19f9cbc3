"""A model folder on disk: model.safetensors, config.json and card.md. Data, never code."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from genre_studio.generation.lengths import Lengths, checked_lengths
from genre_studio.plugin_api import GenerationError
from genre_studio.training.weights import Weights, read_weights
from genre_studio_gan.bar_space import BarSpace, SpaceConfig
from genre_studio_gan.cells import PLAYERS
from genre_studio_gan.critics import SongCritic
from genre_studio_gan.latents import Scale
from genre_studio_gan.song_network import SongNetwork, network_sizes

LARGEST_SIZE = 4096  # of any layer


@dataclass(frozen=True, slots=True, eq=False)
class GanModel:
    """All that writing needs, in evaluation mode."""

    weights: Weights
    space: BarSpace
    network: SongNetwork
    critic: SongCritic
    scale: Scale
    lengths: Lengths

    @property
    def genres(self) -> tuple[str, ...]:
        return self.weights.info.genres


def load_model(folder: Path) -> GanModel:
    """The model in `folder`. Raises GenerationError with one sentence where it cannot be used."""
    weights = read_weights(folder)
    try:
        stated, tensors = weights.config, weights.tensors
        sizes = SpaceConfig(**_checked(stated["network"]["space"]))
        game = network_sizes(_checked(stated["network"]["game"]))
        space, network, critic = BarSpace(sizes), SongNetwork(game), SongCritic(game)
        for name, module in (("space", space), ("network", network), ("critic", critic)):
            _fill(module, tensors, name)
        scale = Scale(tensors["scale.mean"].float(), tensors["scale.deviation"].float())
        if scale.mean.shape != (PLAYERS, sizes.latent) or scale.deviation.shape != scale.mean.shape:
            raise ValueError("its scale has the wrong shape")
        lengths = checked_lengths(stated)
    except (KeyError, TypeError, ValueError, RuntimeError, AttributeError) as error:
        raise GenerationError(f"The model {folder.name} cannot be used: {error}") from error
    return GanModel(weights, space.eval(), network.eval(), critic.eval(), scale, lengths)


def _checked(sizes: dict[str, Any]) -> dict[str, int]:
    """Sizes before memory is taken for them."""
    for name, size in sizes.items():
        if type(size) is not int or not 1 <= size <= LARGEST_SIZE:
            raise ValueError(f"its {name} must be a whole number up to {LARGEST_SIZE}")
    return sizes


def _fill(module: nn.Module, tensors: dict[str, Tensor], part: str) -> None:
    own = {
        name.removeprefix(f"{part}."): value for name, value in tensors.items() if name.startswith(f"{part}.")
    }
    module.load_state_dict({name: value.to(torch.float32) for name, value in own.items()})
