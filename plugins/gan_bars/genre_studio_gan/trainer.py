"""Training this plugin's model from a corpus: phrases, the space of bars, the game, the model folder."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import torch

from genre_studio.plugin_api import GenerationError
from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio_gan.bar_space import BarSpace
from genre_studio_gan.game_job import train_game
from genre_studio_gan.packing import pack
from genre_studio_gan.polish_job import polish
from genre_studio_gan.preparation import PREPARED_FOLDER, PhraseSet, prepare
from genre_studio_gan.space_job import space_config, space_folder, train_space
from genre_studio_gan.weights import load_model


class GanTrainer:
    """Implements training.Trainer. `job.steps` are the game's; the setting space_steps is the space's.

    Both networks are small enough that a graphics card would wait for the processor: it learns on the CPU.
    """

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        """Train in `job.folder`; resumes what is there. Yields StepReports and sentences."""
        torch.set_num_threads(job.threads)
        learning, judging = yield from _read(job)
        torch.manual_seed(job.seed)
        begun = load_model(job.start_from) if job.start_from is not None else None
        if begun is not None and begun.genres != job.genres:
            raise GenerationError(
                f"{begun.weights.info.title} knows {', '.join(begun.genres)}; training that begins with it"
                " needs music of these genres and no others."
            )
        space = begun.space if begun is not None else BarSpace(space_config(job))
        yield "Learning the space of bars."
        yield from train_space(job, space, learning, judging, should_stop)
        if should_stop():
            return
        weights, _ = load_tensors(space_folder(job) / BEST_NAME)
        space.load_state_dict(weights)
        yield "Playing the game."
        yield from train_game(job, space.eval(), learning, judging, should_stop, begun)
        if should_stop():
            return
        yield "Polishing the decoder."
        yield from polish(job, space, learning, judging, should_stop)

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        """Write the best weights of both halves as a model folder."""
        pack(job, model_folder)


def _read(job: TrainingJob) -> Generator[Message, None, tuple[PhraseSet, PhraseSet]]:
    """The phrases to learn from and the held-out ones."""
    training = [piece for piece in job.pieces if not piece.held_out]
    held_out = [piece for piece in job.pieces if piece.held_out]
    yield f"Reading {len(training)} pieces to learn from and {len(held_out)} held out."
    cache = job.folder / PREPARED_FOLDER
    learning, judging = prepare(training, cache), prepare(held_out, cache)
    for reason in (*learning.refused, *judging.refused):
        yield f"Left out {reason}"
    bars, others = learning.bars + judging.bars, learning.other_meters + judging.other_meters
    yield f"{len(learning):,} phrases; {others:,} of {bars:,} bars left out: they do not last four quarters."
    return learning, judging
