"""A take dragged with a real pointer, on a real X server, onto the window of another process.

Nothing here waits for a time to pass: each program says how far the drag has come, and the hand goes on
when it has heard so.
"""

from collections.abc import Iterator
from pathlib import Path

import mido
import pytest

from tests.helpers.x_server import OnScreen, Pointer, x_server

_TARGET = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Target(QWidget):
    def __init__(self):
        super().__init__()
        self.setAcceptDrops(True)
        self.setWindowTitle("target")
        self.setGeometry(1100, 100, 300, 600)
        self.moves = 0
    def dragEnterEvent(self, event):
        event.acceptProposedAction()
        print("entered", flush=True)
    def dragMoveEvent(self, event):
        event.acceptProposedAction()
        self.moves += 1
        if self.moves == 3:
            print("followed", flush=True)
    def dropEvent(self, event):
        event.acceptProposedAction()
        print("dropped", event.dropAction().name, event.mimeData().urls()[0].toLocalFile(), flush=True)

def tell():
    if target.windowHandle().isExposed():
        print("ready", flush=True)
    else:
        QTimer.singleShot(100, tell)

app = QApplication([])
target = Target()
target.show()
QTimer.singleShot(100, tell)
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
window.takes.drag_began.disconnect()
window.takes.drag_began.connect(lambda _: print("dragging", flush=True))
window.takes.drag_began.connect(window.links._drag_take)
window.show()
places = []
def tell():
    row = window.takes.rows.get(2)
    if row is not None and window.windowHandle().isExposed():
        places.append(row.title.mapToGlobal(QPoint(4, 4)))
        if len(places) > 3 and len({(at.x(), at.y()) for at in places[-3:]}) == 1:  # it stands still
            print("ready", places[-1].x(), places[-1].y(), flush=True)
            return
    QTimer.singleShot(200, tell)
tell()
app.exec()
"""


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    with x_server() as environment:
        yield environment


def test_a_take_can_be_dropped_on_another_program(display: dict[str, str], tmp_path: Path) -> None:
    programs: list[OnScreen] = []
    try:
        source = OnScreen(_SOURCE, str(tmp_path), environment=display)
        programs.append(source)
        x, y = map(int, source.wait_for("ready").split())
        target = OnScreen(_TARGET, environment=display)
        programs.append(target)
        target.wait_for("ready")
        hand = Pointer(display)
        hand.move(x, y)
        hand.press()
        source.wait_for("dragging", lambda: hand.step_towards(x + 200, y, pixels=6))
        target.wait_for("entered", lambda: hand.step_towards(1250, 400))
        target.wait_for("followed", lambda: hand.step_towards(1250, 400))
        hand.release()
        action, path = target.wait_for("dropped").split(maxsplit=1)
    finally:
        for program in programs:
            program.close()
    assert action == "CopyAction"
    assert Path(path).parent.parent == tmp_path / "takes"
    file = mido.MidiFile(path)
    assert [track.name for track in file.tracks[1:]] == ["Melody", "Drums"]
    assert all(sum(message.time for message in track) == 2 * 1920 for track in file.tracks[1:])
