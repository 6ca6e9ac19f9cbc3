"""Training this plugin's model from a corpus: prepare, learn, measure, pack."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from genre_studio.generation.note_codec import Field
from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import LoopConfig, train
from genre_studio_lstm import critic_job
from genre_studio_lstm.batches import Batch, WindowSampler, excerpts
from genre_studio_lstm.curve import append_to_curve
from genre_studio_lstm.network import NetworkConfig, NoteLstm
from genre_studio_lstm.packing import pack
from genre_studio_lstm.preparation import prepare
from genre_studio_lstm.sequences import Kind, MusicSequence

WINDOW = 257  # rows: 256 predictions, some 10 to 30 bars
BATCH = 12  # windows, four of each genre
EXCERPT = 768  # rows of each held-out piece: every piece counts alike
EVALUATION_BATCH = 16


class LstmTrainer:
    """Implements training.Trainer."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        """Train in `job.folder`; resumes what is there. Yields StepReports and sentences."""
        if critic_job.SETTING in job.settings:
            yield from critic_job.train_critic(job, should_stop)
            return
        torch.set_num_threads(job.threads)
        torch.manual_seed(job.seed)
        model = NoteLstm(network_config(job))
        learning, judging = yield from _read(job)
        sampler = WindowSampler(learning, job.genres, batch=BATCH, window=WINDOW, seed=job.seed)

        def loss_at(step: int) -> Tensor:
            return weighted_loss(model, sampler.batch_at(step))

        def evaluate(_: nn.Module) -> Mapping[str, float]:
            return held_out_nats(model, judging, job.genres)

        config = LoopConfig(steps=job.steps, seed=job.seed)
        for report in train(model, loss_at, evaluate, config, job.folder, should_stop=should_stop):
            if report.held_out is not None:
                append_to_curve(job.folder, report.step, report.loss, report.held_out)
            yield report

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        """Write the best weights of a finished job as a model folder, or its critic into one."""
        if critic_job.SETTING in job.settings:
            critic_job.pack_critic(job, model_folder)
            return
        pack(job, network_config(job), model_folder)


def _read(
    job: TrainingJob,
) -> Generator[Message, None, tuple[Sequence[MusicSequence], Sequence[MusicSequence]]]:
    """The sequences to learn from and the held-out ones."""
    training = [piece for piece in job.pieces if not piece.held_out]
    held_out = [piece for piece in job.pieces if piece.held_out]
    yield f"Reading {len(training)} pieces to learn from and {len(held_out)} held out."
    cache = job.folder / "prepared"
    learning = prepare(training, cache, seed=job.seed, augment=True)
    judging = prepare(held_out, cache, seed=job.seed, augment=False)
    for reason in (*learning.refused, *judging.refused):
        yield f"Left out {reason}"
    rows = sum(len(sequence.rows) for sequence in learning.sequences)
    yield f"{len(learning.sequences)} sequences, {rows:,} notes and rests."
    return learning.sequences, judging.sequences


def network_config(job: TrainingJob) -> NetworkConfig:
    """The network's sizes: the usual ones, or the job's own settings."""
    usual = NetworkConfig(genres=tuple(job.genres))
    return replace(
        usual,
        hidden=int(job.settings.get("hidden", usual.hidden)),
        layers=int(job.settings.get("layers", usual.layers)),
        head=int(job.settings.get("head", usual.head)),
    )


def weighted_loss(model: NoteLstm, batch: Batch) -> Tensor:
    """Mean nats a row, rows weighted as the batch says."""
    nats, _ = model.nats(batch.rows, batch.context, batch.genre, batch.parts)
    weights = batch.weights[:, 1:]
    return (nats.sum(-1) * weights).sum() / weights.sum().clamp(min=1.0)


@torch.no_grad()
def held_out_nats(
    model: NoteLstm, sequences: Sequence[MusicSequence], genres: Sequence[str], rows: int = EXCERPT
) -> dict[str, float]:
    """Nats a note on the first `rows` rows of each whole piece: "loss" is the mean over genres.

    Also by genre, and by genre and field ("jazz pitch"). A rest's cost counts for the notes around it.
    """
    measured: dict[str, float] = {}
    for genre in genres:
        pieces = [s for s in sequences if s.genre == genre and s.kind == Kind.WHOLE]
        pieces.sort(key=lambda s: -len(s.rows))
        total, notes = torch.zeros(5), 0.0
        for first in range(0, len(pieces), EVALUATION_BATCH):
            chosen = pieces[first : first + EVALUATION_BATCH]
            batch = excerpts(chosen, genres, min(rows, len(chosen[0].rows)))
            nats, _ = model.nats(batch.rows, batch.context, batch.genre, batch.parts)
            counted = (batch.weights[:, 1:] > 0).float()
            total += (nats * counted.unsqueeze(-1)).sum((0, 1))
            is_note = batch.rows[:, 1:, Field.PITCH] < 128
            notes += float((counted * is_note).sum())
        if notes:
            measured[genre] = float(total.sum()) / notes
            for field in Field:
                measured[f"{genre} {field.name.lower()}"] = float(total[field]) / notes
    measured["loss"] = sum(measured[g] for g in genres if g in measured) / max(1, len(genres))
    return measured
