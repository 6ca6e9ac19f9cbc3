"""Training the report's LSTM: three networks, one a genre, as the report has them."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from genre_studio.music.midi_file import MidiFileError
from genre_studio.plugin_api import GenerationError
from genre_studio.training.corpus import Piece
from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import BEST_NAME, LoopConfig, train
from genre_studio_report.lstm_packing import pack_lstm
from genre_studio_report.token_network import TokenLstm, TokenSizes, nats_of
from genre_studio_report.tokens import first_part, indices_of, vocabulary_of, words_of

WINDOW = 101  # words: the report's window of 100, and the one that follows
BATCH = 32
EXCERPT = 400  # words of each held-out piece
SHORTEST_PIECE = 16  # words; less is no piece
WORDS_NAME = "words.json"


@dataclass(frozen=True, slots=True)
class GenreWords:
    """The words of one genre's pieces: those to learn from, and those held out."""

    learning: tuple[tuple[str, ...], ...]
    held_out: tuple[tuple[str, ...], ...]


class ReportLstmTrainer:
    """Implements training.Trainer. `job.steps` are those of each genre."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        torch.set_num_threads(job.threads)
        for genre in job.genres:
            words = words_of_genre(job.pieces, genre)
            vocabulary = vocabulary_of(words.learning)
            if len(vocabulary) < 2:
                raise GenerationError(f"There is no music to learn {genre} from: no part with pitched notes.")
            yield (
                f"{genre}: {len(words.learning)} pieces to learn from, {len(words.held_out)} held out, "
                f"{sum(map(len, words.learning)):,} notes and chords, {len(vocabulary)} different ones."
            )
            folder = job.folder / genre
            folder.mkdir(parents=True, exist_ok=True)
            (folder / WORDS_NAME).write_text(json.dumps(vocabulary), encoding="utf-8")
            yield from _train_genre(job, genre, words, vocabulary, should_stop)
            if should_stop():
                return

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        """The best weights of each genre as one model folder."""
        pack_lstm(job, sizes_of(job), model_folder, WORDS_NAME, BEST_NAME)


def sizes_of(job: TrainingJob) -> TokenSizes:
    usual = TokenSizes()
    outer, inner = (int(job.settings.get(name, getattr(usual, name))) for name in ("outer", "inner"))
    return TokenSizes(outer, inner, usual.dropout)


def words_of_genre(pieces: Sequence[Piece], genre: str) -> GenreWords:
    """The words of the first instrument of every piece that has a pitched one."""
    found: dict[bool, list[tuple[str, ...]]] = {False: [], True: []}
    for piece in pieces:
        if piece.genre != genre:
            continue
        try:
            song = piece.song()
        except (MidiFileError, OSError):
            continue
        words = words_of(first_part(song), song.ppq)
        if len(words) >= SHORTEST_PIECE:
            found[piece.held_out].append(words)
    return GenreWords(tuple(found[False]), tuple(found[True]))


def _train_genre(
    job: TrainingJob,
    genre: str,
    words: GenreWords,
    vocabulary: Sequence[str],
    should_stop: Callable[[], bool],
) -> Iterator[Message]:
    torch.manual_seed(job.seed)
    network = TokenLstm(len(vocabulary), sizes_of(job))
    # As in the report, a genre is one long line of words, and windows may cross from piece to piece.
    line = np.concatenate([indices_of(piece, vocabulary) for piece in words.learning])
    judged = [torch.from_numpy(indices_of(piece[:EXCERPT], vocabulary)) for piece in words.held_out]
    window = min(WINDOW, len(line))

    def loss_at(step: int) -> Tensor:
        # Every word of the window is learned, not its last alone as in the report: a hundred times as
        # much for the same work.
        return nats_of(network, _windows(line, window, job.seed, step)).mean()

    def evaluate(_: nn.Module) -> Mapping[str, float]:
        nats = held_out_nats(network, judged)
        return {"loss": nats, genre: nats}

    config = LoopConfig(steps=job.steps, seed=job.seed, warmup_steps=min(100, job.steps), weight_decay=0.0)
    yield from train(network, loss_at, evaluate, config, job.folder / genre, should_stop=should_stop)


def _windows(line: NDArray[np.int64], window: int, seed: int, step: int) -> Tensor:
    draw = np.random.default_rng([seed, step])
    starts = draw.integers(0, len(line) - window + 1, BATCH)
    return torch.from_numpy(line[starts[:, None] + np.arange(window)])


@torch.no_grad()
def held_out_nats(network: TokenLstm, pieces: Sequence[Tensor]) -> float:
    """Mean nats a word after the first of each piece; infinite without a piece."""
    nats = [nats_of(network, piece.unsqueeze(0)).flatten() for piece in pieces]
    return float(torch.cat(nats).mean()) if nats else float("inf")
