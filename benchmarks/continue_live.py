"""Playing on with new bars: how long before it sounds each block is there, with a real generator.

    python benchmarks/continue_live.py [--genre jazz] [--bars 2] [--seconds 60]

The window's own desk runs over the engine process (to a log in place of a port) and the worker. For each
block that the generator wrote: how many seconds before its first beat it stood in the song that sounds.
Repeated blocks are those that sounded because one was late; the longest time without a note tells of gaps.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from rich.console import Console
from rich.table import Table

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import discover
from genre_studio.music.document import Document
from genre_studio.music.midi_file import read_song
from genre_studio.music.song import Song
from genre_studio.playback.engine_client import EngineClient
from genre_studio.resources import demo_song_path
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.settings import SettingsFile


class Watch:
    """Notes when each block came, against when it was to sound."""

    def __init__(self, window: MainWindow, bpm: float) -> None:
        self._window, self._bpm = window, bpm
        self._known = 0
        self.leads_s: list[float] = []
        self.repeats = 0

    def look(self) -> None:
        bars = self._window.live._bars
        if bars is None:
            return
        for block in bars.blocks[self._known :]:
            ahead = (block.start - self._window.playing.tick) / bars.song.ppq * 60 / self._bpm
            if block.is_repeat:
                self.repeats += 1
            else:
                self.leads_s.append(ahead)
        self._known = len(bars.blocks)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--genre", default="jazz")
    arguments.add_argument("--bars", type=int, default=2)
    arguments.add_argument("--seconds", type=float, default=60.0)
    options = arguments.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sent.log"
        engine = EngineClient()
        engine.set_output(f"log:{log}")
        settings = SettingsFile(Path(folder) / "settings.json")
        document = Document(Song())
        window = MainWindow(
            document, engine, settings, discover, WorkerClient, sessions_folder=Path(folder) / "sessions"
        )
        song = read_song(demo_song_path()).song
        window.document.replace(song)
        window.start_processes()
        run_until(app, lambda: window.panel.choices.info is not None, 60)
        window.panel.genres.set_value(options.genre)
        window.panel.bars.setValue(options.bars)
        bpm = song.tempos[0].bpm if song.tempos else 120.0
        watch = Watch(window, bpm)
        meters = song.meter_map
        window.playing.locate(meters.bar_start(meters.bar_index_at(song.note_end_tick - 1) - 3))
        run_until(app, lambda: False, 0.5)
        timer = QTimer()
        timer.timeout.connect(watch.look)
        timer.start(10)
        window.live.toggle()
        run_until(app, lambda: not window.live.is_running, options.seconds)
        timer.stop()
        window.live.toggle()
        said = window.status.message.text()
        window.close_now()
        gap_s = longest_gap_s(log)
    show(watch, said, gap_s, options)


def run_until(app: QApplication, is_done: Callable[[], bool], seconds: float) -> None:
    deadline_s = time.monotonic() + seconds
    while not is_done() and time.monotonic() < deadline_s:
        app.processEvents()
        time.sleep(0.005)


def longest_gap_s(log: Path) -> float:
    """The longest time between two note-ons, in seconds."""
    rows = [line.split() for line in log.read_text().splitlines()]
    ons = [float(at_s) for at_s, data in rows if data.startswith("9")]
    return float(np.diff(ons).max()) if len(ons) > 1 else float("nan")


def show(watch: Watch, said: str, gap_s: float, options: argparse.Namespace) -> None:
    what = f"Live continuation in {options.genre}, {options.bars} bars at a time"
    table = Table(title=f"{what}; load {os.getloadavg()[0]:.1f}")
    for column in (
        "blocks",
        "ahead, s: least",
        "median",
        "repeated blocks",
        "longest time without a note, s",
    ):
        table.add_column(column, justify="right")
    leads = np.array(watch.leads_s or [float("nan")])
    figures = (f"{leads.min():.2f}", f"{np.median(leads):.2f}")
    table.add_row(str(len(watch.leads_s)), *figures, str(watch.repeats), f"{gap_s:.2f}")
    Console().print(table)
    Console().print(said)


if __name__ == "__main__":
    main()
