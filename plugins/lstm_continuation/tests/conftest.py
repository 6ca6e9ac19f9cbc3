"""A tiny model, so that tests are about the code and not about the weights."""

from pathlib import Path

import pytest
import torch
from genre_studio_lstm.info import INFO
from genre_studio_lstm.network import NetworkConfig, NoteLstm
from safetensors.torch import save

from tests.helpers.model_folders import write_model

GENRES = ("classical", "jazz", "rock")


@pytest.fixture
def network() -> NoteLstm:
    torch.manual_seed(0)
    return NoteLstm(NetworkConfig(GENRES, hidden=16, layers=2, head=8, dropout=0.0)).eval()


@pytest.fixture
def model_folder(tmp_path: Path, network: NoteLstm) -> Path:
    about = {"plugin": INFO.id, "genres": GENRES, "network": network.config.to_json()}
    return write_model(tmp_path / "tiny", weights=save(network.state_dict()), **about)
