"""Where the team's music lies, if it is here at all: beside the checkout, never in it."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


def shared_data() -> Path:
    """The music folder: GENRE_STUDIO_DATA, or ../shared/data beside the checkout; skips without one."""
    folder = Path(os.environ.get("GENRE_STUDIO_DATA", _BESIDE))
    if not folder.is_dir():
        pytest.skip(f"no music at {folder}: set GENRE_STUDIO_DATA to a folder of MIDI files")
    return folder


def shared_midi_files(sample: int | None = None) -> list[Path]:
    """Every .mid there, or `sample` of them spread evenly over the sorted list."""
    files = sorted(shared_data().rglob("*.mid"))
    if sample is None or sample >= len(files):
        return files
    return [files[i * len(files) // sample] for i in range(sample)]
