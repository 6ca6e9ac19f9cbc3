"""The composition root: what a start imports, and what happens to the unforeseen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from genre_studio import app
from genre_studio.app import TIME_START_VARIABLE
from tests.helpers.windows import make_window

_REPORT = """
import sys
from genre_studio.app import run
code = run()
heavy = {"torch", "rtmidi", "pyqtgraph", "qtawesome", "mido", "pretty_midi", "typer"} & set(sys.modules)
print("code", code, "heavy", sorted(heavy))
"""


def test_a_start_imports_neither_torch_nor_rtmidi(tmp_path: Path) -> None:
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = os.environ | folders | {TIME_START_VARIABLE: "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _REPORT]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.splitlines()[-1] == "code 0 heavy []"
    assert float(told.stdout.splitlines()[0]) > 0


def test_the_unforeseen_is_told_calmly_and_written_down(qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = make_window(tmp_path)
    hook = app._hook_for(window, tmp_path / "log" / "studio.log")
    try:
        raise ZeroDivisionError("bars")
    except ZeroDivisionError as error:
        hook(ZeroDivisionError, error, error.__traceback__)
    assert "your song is safe" in window.banner.text.text()
    assert "ZeroDivisionError: bars" in (tmp_path / "log" / "studio.log").read_text()
    window.close()
    window.deleteLater()


def test_a_log_that_cannot_be_written_is_no_second_problem(qtbot: QtBot, tmp_path: Path) -> None:
    window, _ = make_window(tmp_path)
    (tmp_path / "log").write_text("a file where the folder should be")
    app._hook_for(window, tmp_path / "log" / "studio.log")(ValueError, ValueError("x"), None)
    assert "log" not in window.banner.text.text().split("safe.")[1]
    window.close()
    window.deleteLater()


_KILLED = """
import os, signal
from genre_studio import app
from genre_studio.music.instruments import Family
def begin(window):
    window.tracks.add_pressed.emit(Family.DRUMS)
    os.kill(os.getpid(), signal.SIGKILL)
app._begin = begin
app.run()
"""

_RESTARTED = """
from genre_studio import app
def begin(window):
    print(window.document.undo_name, "|", window.windowTitle(), "|", window.status.message.text())
    window.close()
app._begin = begin
app.run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_studio_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = os.environ | folders | {"QT_QPA_PLATFORM": "offscreen"}
    killed = subprocess.run([sys.executable, "-c", _KILLED], env=environment, check=False, timeout=60)
    assert killed.returncode == -9
    again = subprocess.run(
        [sys.executable, "-c", _RESTARTED],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told = again.stdout.strip().split(" | ")
    assert told[0] == "Add Drums 2 track"
    assert told[1] == "Evening Walk[*] - Genre Studio"
    assert told[2] == "Evening Walk is as you left it, with 1 step to undo."
