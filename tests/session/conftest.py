"""A session file to do harm to."""

from pathlib import Path

import pytest

from genre_studio.session.session import write_session
from tests.helpers.sessions import contents_of, worked_on


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session file that was closed in good order."""
    path = tmp_path / "song.genrestudio"
    write_session(path, contents_of(worked_on()))
    return path
