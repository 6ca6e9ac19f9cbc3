"""The composition root: the one file that joins the rooms into the window."""

import gc
import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import discover
from genre_studio.music.document import Document
from genre_studio.music.song import Song
from genre_studio.playback.engine_client import EngineClient
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.piano_roll.note_clipboard import leave_only_text_on_clipboard
from genre_studio.ui.settings import SettingsFile

TIME_START_VARIABLE = "GENRE_STUDIO_TIME_START"
"""Set by benchmarks: print the time (epoch, seconds) of the first paint, then quit."""

_SIGNAL_CHECK_MS = 200
_LOG_BYTES = 500_000


def run(file: Path | None = None) -> int:
    """Open the window on `file`, or on the demo song; returns the exit code when it is closed."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Genre Studio")
    app.setStyle("Fusion")
    window = MainWindow(Document(Song()), EngineClient(), SettingsFile(), discover, WorkerClient)
    previous_hook = sys.excepthook
    sys.excepthook = _hook_for(window, log_file())
    restore_signals = _quit_on_signals(window)
    window.begin(file)
    first_paint = _FirstPaint(window, lambda: _begin(window))
    window.show()
    try:
        return app.exec()
    finally:
        first_paint.deleteLater()
        restore_signals()
        sys.excepthook = previous_hook
        window.generating.close()
        window.playing.close()
        leave_only_text_on_clipboard()


def log_file() -> Path:
    """Where unforeseen errors are written down, for a report to whoever can fix them."""
    return user_log_path("genre-studio", appauthor=False) / "studio.log"


def _begin(window: MainWindow) -> None:
    """What may only start once the window is on the screen."""
    gc.freeze()  # modules and the window itself: never garbage, so never looked through again
    gc.enable()
    if os.environ.get(TIME_START_VARIABLE):
        sys.stdout.write(f"{time.time():.6f}\n")
        sys.stdout.flush()
        window.close()
        return
    window.start_processes()


class _FirstPaint(QObject):
    """Calls `then` once the window has painted itself for the first time."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        window.roll.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.roll.removeEventFilter(self)
            QTimer.singleShot(0, self._window, self._then)
        return False


def _hook_for(
    window: MainWindow, log: Path
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Unforeseen errors go to a log file; the person reads one calm sentence and goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        story = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(story)
        where = f" The details are in {log}." if _write_log(log, story) else ""
        window.report_problem(f"Something went wrong that we had not foreseen; your song is safe.{where}")

    return hook


def _write_log(log: Path, story: str) -> bool:
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return False
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    handler.emit(logging.LogRecord("genre_studio", logging.ERROR, "", 0, story, None, None))
    handler.close()
    return True


def _quit_on_signals(window: MainWindow) -> Callable[[], None]:
    """Close in good order on Ctrl+C and when the session ends. Returns the function that undoes this."""
    timer = QTimer(window)
    timer.timeout.connect(window.links.hear_signals)  # lets Python run its handlers while Qt waits
    timer.start(_SIGNAL_CHECK_MS)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda _number, _frame: window.close_now())

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return restore
