"""A take dragged with a real pointer, on a real X server, onto the window of another process."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import mido
import pytest

PROGRAMS = ("Xvfb", "openbox", "xdotool")
DISPLAY = ":94"
PATIENCE_S = 60.0

_TARGET = """
import sys
from PySide6.QtWidgets import QApplication, QWidget

class Target(QWidget):
    def __init__(self):
        super().__init__()
        self.setAcceptDrops(True)
        self.setWindowTitle("target")
        self.setGeometry(1100, 100, 300, 600)
    def dragEnterEvent(self, event):
        event.acceptProposedAction()
    def dropEvent(self, event):
        event.acceptProposedAction()
        print(event.mimeData().urls()[0].toLocalFile(), event.dropAction().name, flush=True)
        app.quit()

app = QApplication([])
target = Target()
target.show()
app.exec()
"""

_SOURCE = """
import sys
from pathlib import Path
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication
from tests.helpers.takes import a_record
from tests.helpers.windows import make_window
from tests.ui.test_take_drag import SONG

app = QApplication([])
window, _ = make_window(Path(sys.argv[1]))
window.setMinimumSize(0, 0)
window.setGeometry(0, 30, 1024, 700)
window.document.replace(SONG)
window.document.add_takes([a_record(1), a_record(2)])
window.show()
def tell():
    title = window.takes.rows[2].title
    at = title.mapToGlobal(QPoint(4, 4))
    print(at.x(), at.y(), flush=True)
QTimer.singleShot(1500, tell)
app.exec()
"""


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """An X server with a window manager."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    environment = {**os.environ, "DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
    server = _started(["Xvfb", DISPLAY, "-screen", "0", "1440x900x24"], environment)
    socket = Path(f"/tmp/.X11-unix/X{DISPLAY[1:]}")
    _wait_for(socket.exists)
    manager = _started(["openbox"], environment)
    yield environment
    for process in (manager, server):
        process.terminate()
        process.wait()


def test_a_take_can_be_dropped_on_another_program(display: dict[str, str], tmp_path: Path) -> None:
    def run(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, *arguments]
        root = Path(__file__).parents[2]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=display, cwd=root)

    source, target = run(_SOURCE, str(tmp_path)), run(_TARGET)
    try:
        assert source.stdout is not None
        assert target.stdout is not None
        x, y = map(int, source.stdout.readline().split())
        steps = [f"mousemove {x} {y}", "sleep 0.3", "mousedown 1", "sleep 0.3"]
        steps += [
            f"mousemove {x + (1250 - x) * i // 20} {y + (400 - y) * i // 20} sleep 0.08" for i in range(1, 21)
        ]
        steps += ["sleep 0.5", "mouseup 1"]
        subprocess.run(["xdotool", *" ".join(steps).split()], env=display, check=True, timeout=PATIENCE_S)
        target.wait(PATIENCE_S)
        path, action = target.stdout.readline().rsplit(maxsplit=1)
        assert action == "CopyAction"
        assert Path(path).parent.parent == tmp_path / "takes"
        assert [track.name for track in mido.MidiFile(path).tracks[1:]] == ["Melody", "Drums"]
    finally:
        for process in (source, target):
            process.kill()
            process.communicate()


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def _wait_for(condition: Callable[[], bool]) -> None:
    give_up_s = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > give_up_s:
            pytest.fail("the X server did not start")
        time.sleep(0.05)
