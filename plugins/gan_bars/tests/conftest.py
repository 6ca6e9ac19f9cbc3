"""A tiny model with random weights, so that tests are about the code and not about the weights."""

import hashlib
import json
from pathlib import Path

import pytest
import torch
from genre_studio_gan.bar_space import BarSpace, SpaceConfig
from genre_studio_gan.cells import PLAYERS
from genre_studio_gan.critics import SongCritic
from genre_studio_gan.generator import GanBars
from genre_studio_gan.song_network import GameConfig, SongNetwork

from genre_studio.music.midi_file import song_bytes
from genre_studio.training.checkpoint import save_tensors
from genre_studio.training.corpus import Piece
from tests.helpers.bands import Listener, band

SPACE = SpaceConfig(latent=6, hidden=16, channels=4, head=8)
GAME = GameConfig(genres=3, latent=6, noise=4, hidden=16, critic=16)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def space() -> BarSpace:
    torch.manual_seed(0)
    return BarSpace(SPACE).eval()


@pytest.fixture
def models(tmp_path: Path, space: BarSpace) -> Path:
    """A folder of models with one in it, "five-players"."""
    folder = tmp_path / "models" / "five-players"
    folder.mkdir(parents=True)
    parts = {"space": space, "network": SongNetwork(GAME), "critic": SongCritic(GAME)}
    tensors = {
        f"{part}.{name}": value
        for part, module in parts.items()
        for name, value in module.state_dict().items()
    }
    tensors |= {"scale.mean": torch.zeros(PLAYERS, 6), "scale.deviation": torch.ones(PLAYERS, 6)}
    save_tensors(folder / "model.safetensors", tensors, {})
    config = {
        "format": 1,
        "id": "five-players",
        "title": "Tiny",
        "plugin": "gan_bars",
        "genres": ["classical", "jazz", "rock"],
        "parameters": 1,
        "sha256": hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest(),
        "training_data": "nothing",
        "licence": "MIT",
        "held_out": {},
        "network": {"space": SPACE.to_json(), "game": GAME.to_json()},
    }
    (folder / "config.json").write_text(json.dumps(config))
    return folder.parent


@pytest.fixture
def generator(models: Path) -> GanBars:
    return GanBars(models)


@pytest.fixture
def pieces(tmp_path: Path) -> tuple[Piece, ...]:
    """Six pieces, two a genre, one of them held out, as files."""
    made = []
    for number, genre in enumerate(("classical", "jazz", "rock") * 2):
        path = tmp_path / f"{number}.mid"
        path.write_bytes(song_bytes(band(16 + number)))
        made.append(
            Piece(
                path,
                f"Piece {number}",
                genre,
                "made",
                "CC0",
                "here",
                f"author {number}",
                f"{number}",
                number >= 3,
            )
        )
    return tuple(made)
