"""What all plugins' tests need."""

from collections.abc import Iterator

import pytest
import torch

from genre_studio.music.song import Song
from tests.helpers.bands import trio


@pytest.fixture(autouse=True)
def _same_threads() -> Iterator[None]:
    """Generators and trainers set torch's threads; the next test finds them as they were."""
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def song() -> Song:
    return trio()
