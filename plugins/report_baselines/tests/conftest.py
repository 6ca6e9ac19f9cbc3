"""Tiny untrained networks and a corpus of three genres made here: tests are about code, not weights."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from genre_studio_report.gan_run import begin_as_bright
from genre_studio_report.image_network import ImageGenerator, ImageSizes
from genre_studio_report.token_network import TokenLstm, TokenSizes
from safetensors.torch import save
from torch import Tensor

from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
from genre_studio.training.corpus import Piece
from genre_studio.training.weights import Weights, read_weights
from tests.helpers.model_folders import write_model

GENRES = ("classical", "jazz", "rock")
WORDS = ("4.7.11", "C4", "C5", "D4", "E-4", "G4", "?")
TOKEN_SIZES = TokenSizes(outer=6, inner=8)
IMAGE_SIZES = ImageSizes(noise=5, first=2, width=3, judge=4)


@pytest.fixture
def lstm_weights(tmp_path: Path) -> Weights:
    torch.manual_seed(1)
    networks = {genre: TokenLstm(len(WORDS), TOKEN_SIZES) for genre in GENRES}
    for network in networks.values():  # far from uniform, so that what was heard decides what is written
        for parameter in network.parameters():
            parameter.data *= 12
    about = {"network": TOKEN_SIZES.to_json(), "vocabularies": dict.fromkeys(GENRES, WORDS)}
    return _weights(tmp_path / "words", "report_lstm", networks, about)


@pytest.fixture
def gan_weights(tmp_path: Path) -> Weights:
    torch.manual_seed(1)
    networks = {genre: ImageGenerator(IMAGE_SIZES) for genre in GENRES}
    for network in networks.values():
        begin_as_bright(network, 0.05)
    return _weights(tmp_path / "tiny", "report_gan", networks, {"network": IMAGE_SIZES.to_json()})


@pytest.fixture
def pieces(tmp_path: Path) -> tuple[Piece, ...]:
    """Three pieces a genre, the last held out."""
    made = []
    for genre in GENRES:
        for number in range(3):
            dice = np.random.default_rng(number)
            pitches = dice.choice([60, 62, 64, 67, 72], 64)
            notes = make_notes(range(0, 64 * 240, 240), [240] * 64, pitches)
            path = tmp_path / f"{genre}{number}.mid"
            write_song(Song(tracks=(Track("Piano", 0, notes),), meters=(Meter(0, 4, 4),)), path)
            about = ("subset", "CC0", "source", f"author {number}", f"work {number}", number == 2)
            made.append(Piece(path, path.stem, genre, *about))
    return tuple(made)


def _weights(folder: Path, plugin: str, networks: dict[str, Any], about: dict[str, Any]) -> Weights:
    tensors: dict[str, Tensor] = {}
    for genre, network in networks.items():
        tensors |= {f"{genre}/{name}": tensor for name, tensor in network.state_dict().items()}
    return read_weights(write_model(folder, weights=save(tensors), plugin=plugin, genres=GENRES, **about))
