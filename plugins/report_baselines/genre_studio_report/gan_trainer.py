"""Training the report's image GAN: one pair of networks a genre, as the report has them."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from genre_studio.music.midi_file import MidiFileError
from genre_studio.music.roll_image import COLUMNS, picture_of
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError
from genre_studio.training.corpus import Piece
from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import StepReport
from genre_studio_report.gan_packing import pack_gan
from genre_studio_report.gan_run import GanRun
from genre_studio_report.image_network import ImageSizes
from genre_studio_report.picture_figures import figures_of, gap

EVALUATE_EVERY = 20  # steps
EVALUATED = 24  # pictures drawn
MOST_PICTURES_A_PIECE = 12  # so that one long quartet is not the genre
_COLUMNS_A_QUARTER = 4


class ReportGanTrainer:
    """Implements training.Trainer. `job.steps` are those of each genre."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        torch.set_num_threads(job.threads)
        for genre in job.genres:
            learning = pictures_of(job.pieces, genre, held_out=False)
            if not len(learning):
                raise GenerationError(f"There is no music to learn {genre} from: no pitched notes.")
            yield f"{genre}: {len(learning):,} pictures, {learning.mean():.1%} of their pixels lit."
            yield from _train_genre(job, genre, learning, should_stop)
            if should_stop():
                return

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        """The best generator of each genre as one model folder."""
        held_out = {genre: figures_of(pictures_of(job.pieces, genre, held_out=True)) for genre in job.genres}
        pack_gan(job, sizes_of(job), held_out, model_folder)


def sizes_of(job: TrainingJob) -> ImageSizes:
    usual = ImageSizes()
    names = ("noise", "first", "width", "judge")
    return ImageSizes(*(int(job.settings.get(name, getattr(usual, name))) for name in names))


def pictures_of(pieces: Sequence[Piece], genre: str, *, held_out: bool) -> NDArray[np.bool_]:
    """(N, ROWS, COLUMNS): every piece of the genre cut into pictures, those without a note left out."""
    pictures = [np.zeros((0, COLUMNS, COLUMNS), np.bool_)]
    for piece in pieces:
        if piece.genre != genre or piece.held_out != held_out:
            continue
        try:
            song = piece.song()
        except (MidiFileError, OSError):
            continue
        pictures.append(pictures_of_song(song))
    return np.concatenate(pictures)


def pictures_of_song(song: Song) -> NDArray[np.bool_]:
    """(N, ROWS, COLUMNS): all pitched parts in one picture, as the report's transcriptions of whole
    recordings; at most MOST_PICTURES_A_PIECE, spread evenly.
    """
    pitched = [track.notes for track in song.tracks if len(track.notes) and not track.is_drums]
    if not pitched:
        return np.zeros((0, COLUMNS, COLUMNS), np.bool_)
    notes = np.concatenate(pitched)
    columns = -(-_COLUMNS_A_QUARTER * song.note_end_tick // song.ppq)
    first = np.arange(0, columns, COLUMNS)
    if len(first) > MOST_PICTURES_A_PIECE:
        first = first[np.linspace(0, len(first) - 1, MOST_PICTURES_A_PIECE).astype(int)]
    made = np.array([picture_of(notes, song.ppq, COLUMNS, int(column)) for column in first])
    lit: NDArray[np.bool_] = made[made.any((1, 2))]
    return lit


def _train_genre(
    job: TrainingJob, genre: str, learning: NDArray[np.bool_], should_stop: Callable[[], bool]
) -> Iterator[Message]:
    run = GanRun(sizes_of(job), learning, job.seed, job.folder / genre)
    wanted = figures_of(learning)
    began_s = time.monotonic()
    while run.step < job.steps:
        losses = run.take_step()
        measured, is_best = None, False
        if run.step % EVALUATE_EVERY == 0 or run.step == job.steps:
            figures = figures_of(run.drawn(EVALUATED))
            measured = {"loss": gap(figures, wanted), genre: gap(figures, wanted)}
            is_best = run.keep_if_best(measured["loss"], figures)
            run.save()
        stopping = should_stop()
        if stopping and measured is None:
            run.save()
        elapsed_s = time.monotonic() - began_s
        yield StepReport(
            run.step, job.steps, losses.generator, run.learning_rate, elapsed_s, measured, is_best
        )
        if stopping:
            return
