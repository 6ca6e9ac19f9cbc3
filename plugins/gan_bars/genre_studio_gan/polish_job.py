"""The last part of a training: the decoder learns on while the space and the game stand still."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import LoopConfig, train
from genre_studio.training.settings import number_setting
from genre_studio_gan.bar_space import BarDecoder, BarSpace
from genre_studio_gan.preparation import PhraseSet
from genre_studio_gan.space_job import BARS, BATCH, held_out_batches
from genre_studio_gan.space_training import CellSampler, decoder_loss, held_out_nats

POLISH_FOLDER = "decoder"
POLISH_STEPS = 2000
LEARNING_RATE = 1e-3


def polish_folder(job: TrainingJob) -> Path:
    return job.folder / POLISH_FOLDER


def polish(
    job: TrainingJob,
    space: BarSpace,
    learning: PhraseSet,
    judging: PhraseSet,
    should_stop: Callable[[], bool],
) -> Iterator[Message]:
    """Train `space.decoder` in place; `polish_folder` keeps its checkpoints and its best weights.

    The encoder is held, so that every latent still means what it meant to the generator.
    """
    sampler = CellSampler(learning, job.genres, batch=BATCH, bars=BARS, seed=job.seed + 1)
    held_out = held_out_batches(judging, job.genres)
    space.encoder.requires_grad_(False).eval()

    def loss_at(step: int) -> Tensor:
        batch = sampler.batch_at(step)
        with torch.no_grad():
            posterior = space.encoder(batch.onsets, batch.sounding, batch.players)
        return decoder_loss(space, batch, posterior)

    def evaluate(_: nn.Module) -> Mapping[str, float]:
        return held_out_nats(space, held_out)

    steps = int(number_setting(job, "decoder_steps", POLISH_STEPS))
    config = LoopConfig(steps=steps, seed=job.seed + 1, learning_rate=LEARNING_RATE, patience=8)
    decoder: BarDecoder = space.decoder
    yield from train(decoder, loss_at, evaluate, config, polish_folder(job), should_stop=should_stop)
