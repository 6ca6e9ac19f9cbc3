"""A baseline's model is a network a genre; their tensors are named "genre/name"."""

from torch import Tensor

from genre_studio.training.weights import Weights


def weights_of_genre(weights: Weights, genre: str) -> dict[str, Tensor]:
    """The tensors of one genre's network. Raises GenerationError where there is none."""
    start = f"{weights.info.genres[weights.number_of(genre)]}/"
    chosen = {name: tensor for name, tensor in weights.tensors.items() if name.startswith(start)}
    return {name.removeprefix(start): tensor.float() for name, tensor in chosen.items()}
