"""The window may watch runs and build datasets: neither torch nor symusic comes with that."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("room", ["runs", "dataset", "reports", "job", "music"])
def test_watching_needs_no_native_code(room: str) -> None:
    look = f"import sys, genre_studio.training.{room}; print({{'torch', 'symusic'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
