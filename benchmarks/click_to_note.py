"""From a click on the main button to the first new note painted on the roll, in milliseconds.

Run: python benchmarks/click_to_note.py [runs] [plugin id]. The model is loaded and has been asked to
prepare, as it has while a person looks at the window.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from genre_studio.generation.discovery import discover
from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import make_window

SETTLE_MS = 2_000
LONGEST_RUN_MS = 300_000


def milliseconds_to_note(window: MainWindow) -> float:
    """One press; returns once the roll has painted the first notes, and stops the run."""
    loop = QEventLoop()
    times_s: list[float] = []

    def shown(_key: int) -> None:
        take = window.shelf.current
        if take is not None and take.notes and not times_s:
            window.roll.repaint()
            times_s.append(time.perf_counter())
            window.generating.stop()

    window.shelf.take_changed.connect(shown)
    window.generating.ended.connect(loop.quit)
    QTimer.singleShot(LONGEST_RUN_MS, loop.quit)
    began_s = time.perf_counter()
    window.panel.button.click()
    loop.exec()
    window.shelf.take_changed.disconnect(shown)
    window.generating.ended.disconnect(loop.quit)
    if not times_s:
        raise SystemExit(f"No note came: {window.status.message.text()}")
    return 1000 * (times_s[0] - began_s)


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    plugin_id = sys.argv[2] if len(sys.argv) > 2 else "lstm_continuation"
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        window, _ = make_window(Path(folder), discover())
        window.files.load_demo()
        window.show()
        window.start_processes()
        wait(SETTLE_MS)
        window.panel.plugin.setCurrentIndex(window.panel.plugin.findData(plugin_id))
        print(f"first press, model loading   {milliseconds_to_note(window):.0f} ms")
        times_ms = []
        for _ in range(runs):
            wait(SETTLE_MS)
            times_ms.append(milliseconds_to_note(window))
        window.close_now()
    print(f"median of {runs} presses         {statistics.median(times_ms):.0f} ms")
    print(f"fastest, slowest             {min(times_ms):.0f} ms, {max(times_ms):.0f} ms")
    print(f"load average                 {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
