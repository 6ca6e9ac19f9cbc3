"""Training this plugin's network: read, begin, learn, measure, pack."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from torch import nn

from genre_studio.generation.note_codec import NO_PART, Field
from genre_studio.training.device import choose_device
from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import train
from genre_studio.training.losses import LossInParts, Part, SummedLoss
from genre_studio.training.settings import FRESH, loop_config, number_setting
from genre_studio_transformer.batches import Batch, Windows, beginning_of
from genre_studio_transformer.beginning import begun_network, sizes_of
from genre_studio_transformer.network import NoteTransformer
from genre_studio_transformer.packing import pack
from genre_studio_transformer.reading import PieceLine, read_pieces

BATCH = 9  # windows, evenly over the genres
EXCERPT = 768  # rows of each held-out piece: every piece counts alike


class TransformerTrainer:
    """Implements training.job.Trainer."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        torch.set_num_threads(job.threads)
        torch.manual_seed(job.seed)  # the weights begin by chance, the same at each start
        sizes = sizes_of(job)
        config = loop_config(job, {**FRESH, "evaluate_every": 150, "average_decay": 0.995})
        model = begun_network(job, sizes).to(choose_device(job.device))
        music = yield from read_pieces(job.pieces, should_stop)
        if music is None:
            return
        batch = max(1, int(number_setting(job, "batch", BATCH)))
        windows = Windows(music.learning, sizes.genres, batch=batch, rows=sizes.window + 1, seed=job.seed)

        def loss_of(step: int, part: Part) -> SummedLoss:
            return summed_loss(model, windows.batch_at(step, part))

        def evaluate(_: nn.Module) -> Mapping[str, float]:
            return held_out_nats(model, music.held_out)

        losses = LossInParts(loss_of, batch)
        yield from train(model, losses, evaluate, config, job.folder, should_stop=should_stop)

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        pack(job, sizes_of(job), model_folder)


def summed_loss(model: NoteTransformer, batch: Batch) -> SummedLoss:
    """The nats of all rows that count, and how many rows and notes these are."""
    batch = batch.to(next(model.parameters()).device)
    nats = model.nats(batch.rows, batch.places, batch.genre, batch.parts)
    counts = batch.counts[:, 1:]
    notes = int(((batch.rows[:, 1:, Field.PART] != NO_PART) & (counts > 0)).sum())
    return SummedLoss((nats.sum(-1) * counts).sum(), counts.sum(), notes)


@torch.no_grad()
def held_out_nats(
    model: NoteTransformer, pieces: Sequence[PieceLine], rows: int = EXCERPT
) -> dict[str, float]:
    """Nats a note on the first `rows` rows of each piece: "loss" is the mean over genres.

    Also by genre, and by genre and field ("jazz pitch"). What a rest costs counts for the notes around it.
    """
    genres = model.sizes.genres
    device = next(model.parameters()).device
    totals = {genre: torch.zeros(len(Field)) for genre in genres}
    notes = dict.fromkeys(genres, 0)
    for piece in pieces:
        batch = beginning_of(piece, genres, rows).to(device)
        totals[piece.genre] += (
            model.nats(batch.rows, batch.places, batch.genre, batch.parts).sum((0, 1)).cpu()
        )
        notes[piece.genre] += int((batch.rows[:, 1:, Field.PART] != NO_PART).sum())
    measured: dict[str, float] = {}
    for genre in (genre for genre in genres if notes[genre]):
        measured[genre] = float(totals[genre].sum()) / notes[genre]
        for field in Field:
            measured[f"{genre} {field.name.lower()}"] = float(totals[genre][field]) / notes[genre]
    heard = [measured[genre] for genre in genres if genre in measured]
    return {"loss": sum(heard) / len(heard), **measured}
