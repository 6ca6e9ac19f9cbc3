"""A tiny untrained model and a corpus made here: tests are about the code and not about the weights."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from genre_studio_transformer.info import INFO
from genre_studio_transformer.network import NoteTransformer, Sizes
from genre_studio_transformer.reading import Music, read_pieces

from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob
from genre_studio.training.music import read_music
from genre_studio.training.packing import write_model
from tests.helpers.corpora import write_corpus

TINY = {"width": "16", "heads": "2", "layers": "2", "window": "32", "evaluate_every": "2", "batch": "3"}


@pytest.fixture
def network() -> NoteTransformer:
    torch.manual_seed(0)
    return NoteTransformer(Sizes(INFO.genres, width=16, layers=2, heads=2, window=32, dropout=0.0)).eval()


@pytest.fixture
def pieces(tmp_path: Path) -> tuple[Piece, ...]:
    """Three scales a genre, the first of each held out."""
    made: list[Piece] = []
    for genre in ("jazz", "rock"):
        first, *others = read_music(write_corpus(tmp_path / genre, 3, genre))
        made += [replace(first, held_out=True), *(replace(piece, held_out=False) for piece in others)]
    return tuple(made)


@pytest.fixture
def job(tmp_path: Path, pieces: tuple[Piece, ...]) -> TrainingJob:
    return TrainingJob(pieces, ("jazz", "rock"), tmp_path / "run", 4, threads=1, settings=TINY)


@pytest.fixture
def music(pieces: tuple[Piece, ...]) -> Music:
    """All of what `read_pieces` reads of them."""
    reading = read_pieces(pieces, lambda: False)
    while True:
        try:
            next(reading)
        except StopIteration as end:
            assert isinstance(end.value, Music)
            return end.value


@pytest.fixture
def model_folder(tmp_path: Path, job: TrainingJob, network: NoteTransformer) -> Path:
    about = {"title": "Tiny", "plugin": INFO.id, "held_out": {}, "genres": list(INFO.genres)}
    about |= {"network": network.sizes.to_json()}
    write_model(job, tmp_path / "tiny", network.state_dict(), about, "{title}", job.pieces)
    return tmp_path / "tiny"
