"""Repaint of the piano roll while scrolling, at 1920x1080 by the software renderer, and the memory it takes.

Usage: QT_QPA_PLATFORM=offscreen python benchmarks/roll_repaint.py [--json]

For songs of 1,000, 10,000 and 100,000 notes on five tracks the roll is scrolled and repainted whole; the
same for a view zoomed out until all of the song shows. Memory is the process's resident set at its peak.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from genre_studio.music.document import Document
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.theme import DARK

SIZE = (1920, 1080)
TRACKS = 5
REPAINTS = 100
PPQ = 480
NOTES_PER_BEAT = 4


def dense_song(note_count: int, seed: int = 7) -> Song:
    """Five busy tracks, four notes a beat in each: denser than most rock songs."""
    rng = np.random.default_rng(seed)
    per_track = note_count // TRACKS
    tracks = []
    for number in range(TRACKS):
        start = np.sort(rng.integers(0, per_track * PPQ // NOTES_PER_BEAT, per_track))
        duration = rng.integers(PPQ // 8, PPQ, per_track)
        pitch = np.clip(rng.normal(52 + 6 * number, 7, per_track), 24, 100).astype(int)
        velocity = rng.integers(30, 120, per_track)
        tracks.append(
            Track(f"Part {number + 1}", number, make_notes(start, duration, pitch, velocity), colour=number)
        )
    return Song(PPQ, tuple(tracks))


def repaint_ms(move: Callable[[int], None]) -> NDArray[np.float64]:
    """Milliseconds of REPAINTS changes of the view, each from the call until the window is painted."""
    times = []
    for step in range(REPAINTS):
        began = time.perf_counter()
        move(step)
        QApplication.processEvents()
        times.append((time.perf_counter() - began) * 1e3)
    return np.array(times)


def p95(times_ms: NDArray[np.float64]) -> float:
    return round(float(np.percentile(times_ms, 95)), 2)


def measure(note_count: int) -> dict[str, float]:
    song = dense_song(note_count)
    roll = PianoRoll(Document(song), DARK)
    roll.resize(*SIZE)
    roll.show()
    QApplication.processEvents()
    bar = next(b for b in roll.findChildren(QScrollBar) if b.orientation() is Qt.Orientation.Horizontal)

    def scroll(step: int) -> None:
        bar.setValue((step + 1) * bar.maximum() // REPAINTS)

    def repaint(_step: int) -> None:
        roll.update()
        for part in roll.findChildren(QWidget):
            part.update()

    scrolled = repaint_ms(scroll)
    roll.zoom_to_content()
    zoomed_out = repaint_ms(repaint)
    roll.select_all()
    selected = repaint_ms(repaint)
    roll.close()
    roll.deleteLater()
    return {
        "notes": note_count,
        "scrolling_p95_ms": p95(scrolled),
        "scrolling_median_ms": round(float(np.median(scrolled)), 2),
        "zoomed_out_p95_ms": p95(zoomed_out),
        "zoomed_out_all_selected_p95_ms": p95(selected),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    rows = [measure(count) for count in (1_000, 10_000, 100_000)]
    if "--json" in sys.argv:
        print(json.dumps(rows))
    else:
        for row in rows:
            print("  ".join(f"{name} {value:>8}" for name, value in row.items()))
    del application


if __name__ == "__main__":
    main()
