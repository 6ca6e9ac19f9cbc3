"""Songs and stopwatches that the benchmarks of the piano roll share. Not run by itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication

from genre_studio.music.document import Document
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.theme import DARK

SIZE = (1920, 1080)
TRACKS = 5
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


def shown_roll(song: Song) -> PianoRoll:
    """A roll on screen, painted once."""
    roll = PianoRoll(Document(song), DARK)
    roll.resize(*SIZE)
    roll.show()
    QApplication.processEvents()
    return roll


@dataclass(frozen=True)
class Timings:
    """Milliseconds by the clock and of computing in this thread, both (N,)."""

    clock_ms: NDArray[np.float64]
    cpu_ms: NDArray[np.float64]

    @classmethod
    def of(
        cls, change: Callable[[int], object], count: int, prepare: Callable[[int], object] | None = None
    ) -> "Timings":
        """Each from the call until the window is painted; `prepare` is called before, and not counted."""
        clock, cpu = [], []
        for step in range(count):
            if prepare is not None:
                prepare(step)
                QApplication.processEvents()
            began_s, began_cpu_s = time.perf_counter(), time.thread_time()
            change(step)
            QApplication.processEvents()
            cpu.append((time.thread_time() - began_cpu_s) * 1e3)
            clock.append((time.perf_counter() - began_s) * 1e3)
        return cls(np.array(clock), np.array(cpu))

    def named(self, name: str) -> dict[str, float]:
        """p50, p95 and the longest by the clock, and p95 of computing."""
        middle, late = np.percentile(self.clock_ms, (50, 95))
        figures = (
            ("p50", middle), ("p95", late), ("max", self.clock_ms.max()),
            ("cpu_p95", np.percentile(self.cpu_ms, 95)),
        )  # fmt: skip
        return {f"{name}_{label}_ms": round(float(value), 2) for label, value in figures}
