"""What committing a gesture costs the thread that edits, and how long it takes until it is on the disk.

The song has 100,000 notes. Gestures of three sizes are made at a person's pace under a session; measured
are `Session.record` alone (what the session adds to the thread of the window), the whole of
`Document.apply` with it, and the time from the gesture until it is committed to the file and synced.

    python -m benchmarks.session_commit [--notes 100000] [--gestures 60] [--pause 0.05] [--folder DIR]
"""

import argparse
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from genre_studio.music import edits
from genre_studio.music.changes import Change
from genre_studio.music.document import Document
from genre_studio.session.session import Session
from tests.helpers.sessions import contents_of
from tests.helpers.songs import grid_song

SIZES = (1, 100, 10_000)


class Stopwatch:
    """Times `Session.record`, and how long a change takes from there into the file."""

    def __init__(self, session: Session) -> None:
        self._session, self._seen = session, session.recorded
        self.record_ms: list[float] = []
        self.record_cpu_ms: list[float] = []  # of this thread alone: what a busy machine does not change
        self.lag_ms: list[float] = []
        self._handed_s: dict[int, float] = {}
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def record(self, change: Change) -> None:
        begun_s, begun_cpu_s = time.perf_counter(), time.thread_time()
        self._session.record(change)
        ended_s = time.perf_counter()
        self.record_cpu_ms.append(1000 * (time.thread_time() - begun_cpu_s))
        self.record_ms.append(1000 * (ended_s - begun_s))
        self._handed_s[self._session.recorded] = ended_s

    def close(self) -> None:
        self._ends.set()
        self._thread.join()

    def _watch(self) -> None:
        seen = self._seen
        while not self._ends.is_set() or seen < self._session.written:
            written = self._session.written
            now_s = time.perf_counter()
            for sequence in range(seen + 1, written + 1):
                while sequence not in self._handed_s:  # committed before `record` had returned
                    time.sleep(0.0002)
                self.lag_ms.append(max(0.0, 1000 * (now_s - self._handed_s[sequence])))
            seen = max(seen, written)
            time.sleep(0.002)  # a thread that asks more often would be measured too


def measure(document: Document, session: Session, size: int, gestures: int, pause_s: float) -> str:
    """One line of figures for gestures that move `size` notes."""
    watch = Stopwatch(session)
    leave = document.subscribe_changes(watch.record)
    apply_ms = []
    for number in range(gestures):
        track = document.song.tracks[0]
        first = number * 997 % max(1, len(track.notes) - size)
        moved = edits.move_notes(track.notes, track.notes["id"][first : first + size], 1, 1 - number % 3)
        song = document.song.with_track(0, track.with_notes(moved))
        begun_s = time.perf_counter()
        document.apply(f"Move {size} notes", song)
        apply_ms.append(1000 * (time.perf_counter() - begun_s))
        time.sleep(pause_s)
    session.flush()
    time.sleep(0.01)
    watch.close()
    leave()
    return (
        f"{size:>7,} notes moved:  on the window's thread p50 {at(watch.record_ms, 50):6.2f}  "
        f"p95 {at(watch.record_ms, 95):6.2f}  worst {max(watch.record_ms):6.2f} ms "
        f"(its own CPU time p95 {at(watch.record_cpu_ms, 95):.2f} ms);  "
        f"apply and record p95 {at(apply_ms, 95):6.2f} ms;  "
        f"on the disk after p50 {at(watch.lag_ms, 50):6.1f}  p95 {at(watch.lag_ms, 95):6.1f} ms"
    )


def at(values: list[float], percent: int) -> float:
    return float(np.percentile(values, percent))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=100_000, help="notes in the song")
    parser.add_argument("--gestures", type=int, default=60, help="of each size")
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between two gestures")
    parser.add_argument("--folder", type=Path, default=None, help="where the session is; a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        document = Document(grid_song(options.notes))
        told: list[str] = []
        begun_s = time.perf_counter()
        session = Session.begin(Path(folder) / "song.genrestudio", contents_of(document), told.append)
        begin_ms = 1000 * (time.perf_counter() - begun_s)
        session.flush()
        made_ms = 1000 * (time.perf_counter() - begun_s)
        print(f"{options.notes:,} notes: begun in {begin_ms:.1f} ms, on the disk in {made_ms:.0f}")
        for size in SIZES:
            print(measure(document, session, size, options.gestures, options.pause))
        session.close()
        begun_s = time.perf_counter()
        session, contents = Session.open(Path(folder) / "song.genrestudio", told.append)
        opened_ms = 1000 * (time.perf_counter() - begun_s)
        session.close()
        size_mb = (Path(folder) / "song.genrestudio").stat().st_size / 1e6
        steps = len(contents.done)
        print(f"opened again in {opened_ms:.0f} ms, {steps} steps; the file has {size_mb:.1f} MB")
        assert not told, told


if __name__ == "__main__":
    main()
