"""The first half of a training: the autoencoder of bars."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from torch import Tensor, nn

from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import LoopConfig, train
from genre_studio.training.settings import number_setting
from genre_studio_gan.band import PHRASE_BARS
from genre_studio_gan.bar_space import BarSpace, SpaceConfig
from genre_studio_gan.cells import PLAYERS
from genre_studio_gan.preparation import PhraseSet
from genre_studio_gan.space_training import (
    CellBatch,
    CellSampler,
    cells_of,
    held_out_nats,
    joined,
    rate_weight_at,
    space_loss,
)
from genre_studio_gan.weights import load_model

SPACE_FOLDER = "space"
SPACE_STEPS = 2400
BATCH = 18  # phrases, genres in turn
BARS = 4  # of each phrase
HELD_OUT_PHRASES = 24  # of each genre
LEARNING_RATE = 2e-3


def space_config(job: TrainingJob) -> SpaceConfig:
    """The autoencoder's sizes: the beginning model's, the usual ones, or the job's own settings."""
    if job.start_from is not None:
        return load_model(job.start_from).space.config
    usual = SpaceConfig()
    sizes = {name: int(number_setting(job, name, size)) for name, size in usual.to_json().items()}
    return replace(usual, **sizes)


def space_folder(job: TrainingJob) -> Path:
    return job.folder / SPACE_FOLDER


def train_space(
    job: TrainingJob,
    model: BarSpace,
    learning: PhraseSet,
    judging: PhraseSet,
    should_stop: Callable[[], bool],
) -> Iterator[Message]:
    """Train `model` in place; `space_folder` keeps its checkpoints and its best weights."""
    sampler = CellSampler(learning, job.genres, batch=BATCH, bars=BARS, seed=job.seed)
    held_out = held_out_batches(judging, job.genres)

    def loss_at(step: int) -> Tensor:
        return space_loss(model, sampler.batch_at(step), rate_weight_at(step))

    def evaluate(_: nn.Module) -> Mapping[str, float]:
        return held_out_nats(model, held_out)

    steps = int(number_setting(job, "space_steps", SPACE_STEPS))
    config = LoopConfig(steps=steps, seed=job.seed, learning_rate=LEARNING_RATE)
    yield from train(model, loss_at, evaluate, config, space_folder(job), should_stop=should_stop)


def held_out_batches(judging: PhraseSet, genres: tuple[str, ...]) -> list[CellBatch]:
    """A batch a genre: bars 1, 3, 5, 7 of phrases spread over its held-out pieces; everybody is heard."""
    batches = []
    bars = np.arange(0, PHRASE_BARS, 2)
    for genre in genres:
        members = np.flatnonzero(judging.genres == genre)
        if len(members):
            chosen = members[np.linspace(0, len(members) - 1, HELD_OUT_PHRASES).astype(int)]
            everybody = np.ones(PLAYERS, bool)
            batches.append(joined([cells_of(judging.phrase(i), bars, everybody) for i in np.unique(chosen)]))
    return batches
