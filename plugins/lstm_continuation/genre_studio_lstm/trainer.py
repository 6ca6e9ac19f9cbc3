"""Training this plugin's model: prepare, begin, learn, measure, be heard, pack."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from torch import nn

from genre_studio.generation.note_codec import Field
from genre_studio.plugin_api import GenerationError
from genre_studio.training.device import choose_device
from genre_studio.training.job import Message, SampleTake, TrainingJob
from genre_studio.training.loop import train
from genre_studio.training.losses import LossInParts, Part, SummedLoss
from genre_studio.training.memory import give_back_memory, is_out_of_memory
from genre_studio.training.ranks import current_ranks
from genre_studio_lstm import critic_job
from genre_studio_lstm.batches import Batch, WindowSampler, excerpts
from genre_studio_lstm.curve import append_to_curve
from genre_studio_lstm.network import NetworkConfig, NoteLstm
from genre_studio_lstm.packing import pack
from genre_studio_lstm.preparation import load_prepared, prepare
from genre_studio_lstm.samples import samples_of
from genre_studio_lstm.sequences import Kind, MusicSequence
from genre_studio_lstm.settings import network_config, settings_of
from genre_studio_lstm.weights import load_network

WINDOW = 257  # rows: 256 predictions, some 10 to 30 bars
EXCERPT = 768  # rows of each held-out piece: every piece counts alike
EVALUATION_BATCH = 16


class LstmTrainer:
    """Implements training.Trainer and training.SamplingTrainer."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        """Train in `job.folder`; resumes what is there. Yields StepReports and sentences."""
        if critic_job.SETTING in job.settings:
            yield from critic_job.train_critic(job, should_stop)
            return
        torch.set_num_threads(job.threads)
        torch.manual_seed(job.seed)
        device = choose_device(job.device)
        settings, sizes = settings_of(job), network_config(job)
        read = yield from _read(job, should_stop)
        if read is None:
            return
        learning, judging = read
        model = _beginning(job, sizes).to(device)
        sampler = WindowSampler(learning, sizes.genres, batch=settings.batch, window=WINDOW, seed=job.seed)

        def loss_of(step: int, part: Part) -> SummedLoss:
            return summed_loss(model, sampler.batch_at(step, part).to(device))

        def evaluate(_: nn.Module) -> Mapping[str, float]:
            return held_out_nats(model, judging, sizes.genres)

        losses = LossInParts(loss_of, settings.batch)
        for report in train(model, losses, evaluate, settings.loop, job.folder, should_stop=should_stop):
            if report.held_out is not None and current_ranks().leads:
                append_to_curve(job.folder, report.step, report.loss, report.held_out)
            yield report

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        """Write the best weights of a finished job as a model folder, or its critic into one."""
        if critic_job.SETTING in job.settings:
            critic_job.pack_critic(job, model_folder)
            return
        pack(job, network_config(job), model_folder)

    def samples(self, job: TrainingJob, step: int) -> Iterator[SampleTake]:
        """A held-out piece of each genre, continued by the best weights so far."""
        if critic_job.SETTING not in job.settings:
            yield from samples_of(job, network_config(job), step)


def _read(
    job: TrainingJob, should_stop: Callable[[], bool]
) -> Generator[Message, None, tuple[Sequence[MusicSequence], Sequence[MusicSequence]] | None]:
    """The sequences to learn from and the held-out ones; None where it was stopped."""
    training = [piece for piece in job.pieces if not piece.held_out]
    held_out = [piece for piece in job.pieces if piece.held_out]
    if not training or not held_out:
        raise GenerationError("Training needs at least two different pieces: one is kept to judge by.")
    yield f"Reading {len(training)} pieces to learn from and {len(held_out)} held out."
    cache = job.folder / "prepared"
    with current_ranks().leader_first():
        for share in prepare(training, cache, seed=job.seed, augment=True):
            yield f"Preparing the music: {share:.0%}."
            if should_stop():
                return None
        for _ in prepare(held_out, cache, seed=job.seed, augment=False):
            if should_stop():
                return None
    learning = load_prepared(training, cache, seed=job.seed, augment=True)
    judging = load_prepared(held_out, cache, seed=job.seed, augment=False)
    for reason in (*learning.refused, *judging.refused):
        yield f"Left out {reason}"
    if not learning.sequences or not judging.sequences:
        raise GenerationError("Too little of the music can be learned from: each piece needs 32 notes.")
    rows = sum(len(sequence.rows) for sequence in learning.sequences)
    yield f"{len(learning.sequences)} sequences, {rows:,} notes and rests."
    return learning.sequences, judging.sequences


def _beginning(job: TrainingJob, sizes: NetworkConfig) -> NoteLstm:
    """A network by chance, or the job's model; a genre new to it begins as the mean of those it knows."""
    network = NoteLstm(sizes)
    if job.start_from is None:
        return network
    known = load_network(job.start_from)
    weights = known.state_dict()
    genres = weights["genre.weight"]
    missing = len(sizes.genres) - len(known.config.genres)
    weights["genre.weight"] = torch.cat([genres, genres[1:].mean(0, keepdim=True).repeat(missing, 1)])
    network.load_state_dict(weights)
    return network


def summed_loss(model: NoteLstm, batch: Batch) -> SummedLoss:
    """Nats of a batch's rows, weighted as the batch says."""
    nats, _ = model.nats(batch.rows, batch.context, batch.genre, batch.parts)
    weights = batch.weights[:, 1:]
    notes = int(((batch.rows[:, 1:, Field.PITCH] < 128) & (weights > 0)).sum())
    return SummedLoss((nats.sum(-1) * weights).sum(), weights.sum(), notes)


@torch.no_grad()
def held_out_nats(
    model: NoteLstm, sequences: Sequence[MusicSequence], genres: Sequence[str], rows: int = EXCERPT
) -> dict[str, float]:
    """Nats a note on the first `rows` rows of each whole piece: "loss" is the mean over genres.

    Also by genre, and by genre and field ("jazz pitch"). A rest's cost counts for the notes around it.
    """
    device = next(model.parameters()).device
    measured: dict[str, float] = {}
    for genre in genres:
        pieces = [s for s in sequences if s.genre == genre and s.kind == Kind.WHOLE]
        pieces.sort(key=lambda s: -len(s.rows))
        total, notes = torch.zeros(5), 0.0
        for first in range(0, len(pieces), EVALUATION_BATCH):
            chosen = pieces[first : first + EVALUATION_BATCH]
            nats, count = _nats_of(model, chosen, genres, min(rows, len(chosen[0].rows)), device)
            total += nats
            notes += count
        if notes:
            measured[genre] = float(total.sum()) / notes
            for field in Field:
                measured[f"{genre} {field.name.lower()}"] = float(total[field]) / notes
    heard = [measured[genre] for genre in genres if genre in measured]
    measured["loss"] = sum(heard) / max(1, len(heard))
    return measured


def _nats_of(
    model: NoteLstm,
    pieces: Sequence[MusicSequence],
    genres: Sequence[str],
    rows: int,
    device: torch.device,
) -> tuple[torch.Tensor, float]:
    """Nats of each field (5,) and the number of notes; half of the pieces at a time where memory ends."""
    try:
        batch = excerpts(pieces, genres, rows).to(device)
        nats, _ = model.nats(batch.rows, batch.context, batch.genre, batch.parts)
    except (RuntimeError, MemoryError) as error:
        if len(pieces) == 1 or not is_out_of_memory(error):
            raise
    else:
        counted = (batch.weights[:, 1:] > 0).float()
        is_note = batch.rows[:, 1:, Field.PITCH] < 128
        return (nats * counted.unsqueeze(-1)).sum((0, 1)).cpu(), float((counted * is_note).sum())
    give_back_memory(device)
    middle = len(pieces) // 2
    first, first_notes = _nats_of(model, pieces[:middle], genres, rows, device)
    second, second_notes = _nats_of(model, pieces[middle:], genres, rows, device)
    return first + second, first_notes + second_notes
