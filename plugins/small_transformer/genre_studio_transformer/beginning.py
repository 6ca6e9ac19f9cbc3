"""The network that a job begins with: by chance, or a model that knows music already."""

from dataclasses import replace
from pathlib import Path

import torch

from genre_studio.plugin_api import GenerationError
from genre_studio.training.job import TrainingJob
from genre_studio.training.settings import number_setting
from genre_studio.training.weights import Weights, read_weights
from genre_studio_transformer.network import NoteTransformer, Sizes

LARGEST = {"width": 1024, "layers": 32, "heads": 32, "window": 4096}


def sizes_of(job: TrainingJob) -> Sizes:
    """The usual sizes or the job's own; those of the model that it begins with, and genres new to it.

    Raises GenerationError.
    """
    if job.start_from is not None:
        known = network_sizes(read_weights(job.start_from))
        return replace(known, genres=(*known.genres, *(g for g in job.genres if g not in known.genres)))
    usual = Sizes(tuple(job.genres))
    numbers = {name: int(number_setting(job, name, getattr(usual, name))) for name in LARGEST}
    try:
        return Sizes(usual.genres, **numbers, dropout=number_setting(job, "dropout", usual.dropout))
    except ValueError as error:
        raise GenerationError(f"The network's settings cannot be used: {error}.") from error


def begun_network(job: TrainingJob, sizes: Sizes) -> NoteTransformer:
    """The job's network before its first step; a genre new to a model begins as the mean of its own."""
    network = NoteTransformer(sizes)
    if job.start_from is None:
        return network
    tensors = dict(loaded_network(job.start_from).state_dict())
    known = tensors["genre.weight"]
    missing = len(sizes.genres) + 1 - len(known)
    tensors["genre.weight"] = torch.cat([known, known[1:].mean(0, keepdim=True).repeat(missing, 1)])
    network.load_state_dict(tensors)
    return network


def loaded_network(folder: Path) -> NoteTransformer:
    """The network of a model folder. Raises GenerationError with one sentence."""
    return network_of(read_weights(folder))


def network_of(weights: Weights) -> NoteTransformer:
    """The network of a model, ready to predict. Raises GenerationError with one sentence."""
    network = NoteTransformer(network_sizes(weights))
    try:
        network.load_state_dict(weights.tensors)
    except RuntimeError as error:
        raise GenerationError(f"The model {weights.info.id} cannot be used: {error}") from error
    return network.eval()


def network_sizes(weights: Weights) -> Sizes:
    """The sizes that a model states, checked before memory is taken for them. Raises GenerationError."""
    try:
        stated = weights.config["network"]
        sizes = Sizes(**{**stated, "genres": weights.info.genres})
        too_large = [name for name, most in LARGEST.items() if getattr(sizes, name) > most]
    except (KeyError, TypeError, ValueError) as error:
        raise GenerationError(f"The model {weights.info.id} cannot be used: {error}.") from error
    if too_large:
        raise GenerationError(f"The model {weights.info.id} cannot be used: its {too_large[0]} is too large.")
    return sizes
