"""A tiny model, so that tests are about the code and not about the weights."""

from pathlib import Path

import pytest
import torch
from genre_studio_lstm.info import INFO
from genre_studio_lstm.network import NetworkConfig, NoteLstm
from safetensors.torch import save

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter
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


@pytest.fixture
def song() -> Song:
    """Four bars of 4/4: a melody, a bass and drums."""
    beat = 480
    lead = make_notes([i * beat for i in range(16)], [beat] * 16, [60 + (i * 5) % 12 for i in range(16)])
    bass = make_notes([i * 2 * beat for i in range(8)], [2 * beat] * 8, [36, 43] * 4)
    kit = make_notes([i * beat // 2 for i in range(32)], [60] * 32, [36, 42, 38, 42] * 8)
    program = (ChannelEventKind.PROGRAM, 0)
    return Song(
        tracks=(
            Track("Lead", 0, lead, make_channel_events([(0, *program, 65)])),
            Track("Bass", 1, bass, make_channel_events([(0, *program, 33)])),
            Track("Drums", DRUM_CHANNEL, kit),
        ),
        meters=(Meter(0, 4, 4),),
    )
