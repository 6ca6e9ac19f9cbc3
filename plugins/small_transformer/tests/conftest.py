"""A tiny untrained model and a corpus made here: tests are about the code and not about the weights."""

from pathlib import Path

import pytest
import torch
from genre_studio_transformer.info import INFO
from genre_studio_transformer.network import NoteTransformer, Sizes
from genre_studio_transformer.reading import Music, read_pieces

from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob
from genre_studio.training.packing import write_model
from tests.helpers.corpora import two_genres

TINY = {"width": "16", "heads": "2", "layers": "2", "window": "32", "evaluate_every": "2", "batch": "3"}


@pytest.fixture
def network() -> NoteTransformer:
    torch.manual_seed(0)
    return NoteTransformer(Sizes(INFO.genres, width=16, layers=2, heads=2, window=32, dropout=0.0)).eval()


@pytest.fixture
def pieces(tmp_path: Path) -> tuple[Piece, ...]:
    return two_genres(tmp_path)


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
