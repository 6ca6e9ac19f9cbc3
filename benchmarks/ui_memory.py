"""Memory of the UI process with a song of 100,000 notes open, in MB (resident, and unique to it).

Run: python benchmarks/ui_memory.py. The window is drawn, scrolled and edited once, with no engine
and no worker, which are processes of their own.
"""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent.parent))

from PySide6.QtWidgets import QApplication

from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from tests.helpers.windows import make_window

NOTES, TRACKS = 100_000, 10


def large_song() -> Song:
    numbers = np.random.default_rng(1)
    count = NOTES // TRACKS
    tracks = tuple(
        Track(
            f"Part {index + 1}",
            index,
            make_notes(
                np.sort(numbers.integers(0, 480 * 4 * 1000, count)),
                numbers.integers(30, 480, count),
                numbers.integers(30, 90, count),
                numbers.integers(30, 127, count),
            ),
        )
        for index in range(TRACKS)
    )
    return Song(tracks=tracks, title="Large")


def memory_mb() -> dict[str, float]:
    """Resident and unique memory of this process. Linux only."""
    kept = {"Rss": 0.0, "Private_Clean": 0.0, "Private_Dirty": 0.0}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        name = line.split(":")[0]
        if name in kept:
            kept[name] = int(line.split()[1]) / 1024
    return {"resident": kept["Rss"], "unique": kept["Private_Clean"] + kept["Private_Dirty"]}


def main() -> None:
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        window, _ = make_window(Path(folder))
        window.files.load_demo()
        window.show()
        app.processEvents()
        _tell("demo song", memory_mb())
        path = Path(folder) / "large.mid"
        write_song(large_song(), path)
        window.files.open_path(path)
        app.processEvents()
        for tick in range(0, window.document.song.end_tick, 480 * 400):
            window.roll.viewport.reveal_tick(tick)
            app.processEvents()
        window.roll.looking.zoom_to_content()
        app.processEvents()
        window.roll.focused.select_all()
        window.roll.focused.transpose(1)
        app.processEvents()
        _tell(f"{window.document.song.note_count:,} notes, drawn and edited", memory_mb())
        window.close_now()


def _tell(what: str, figures: dict[str, float]) -> None:
    print(f"{what}: {figures['resident']:.0f} MB resident, {figures['unique']:.0f} MB of its own")


if __name__ == "__main__":
    main()
