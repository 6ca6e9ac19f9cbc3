"""How quick the takes stay: with 4, 30 and 500 of them, what a scroll, a star and a step cost.

    python benchmarks/take_lanes.py --takes 4 30 500

Each figure is the time in ms from asking to the pixels of the takes (software rendering, offscreen), p95
of `--rounds`. "roll scroll" is the roll's own scroll as the lanes follow it.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QSplitter

from genre_studio.music.document import Document
from genre_studio.music.notes import make_notes
from genre_studio.music.provenance import Provenance
from genre_studio.music.scales import Scale
from genre_studio.music.song import Song, Track
from genre_studio.music.take_record import Asked, TakeRecord
from genre_studio.ui.panels.takes_panel import TakesPanel
from genre_studio.ui.piano_roll import PianoRoll
from genre_studio.ui.take_shelf import TakeShelf
from genre_studio.ui.theme import DARK

_BAR = 4 * 480
_BARS = 8
_NOTES_A_TRACK = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--takes", type=int, nargs="+", default=[4, 30, 500])
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    print(f"{'takes':>6} {'arrive':>8} {'scroll':>8} {'roll scroll':>12} {'star':>8} {'step':>8}   ms, p95")
    for count in options.takes:
        figures = _measured(app, count, options.rounds)
        columns = zip(figures, (8, 8, 12, 8, 8), strict=True)
        print(f"{count:>6} " + " ".join(f"{figure:>{width}.1f}" for figure, width in columns))


def _measured(app: object, count: int, rounds: int) -> list[float]:
    document = Document(_song())
    roll = PianoRoll(document, DARK)
    shelf = TakeShelf(document, lambda: Scale(0, "minor"))
    panel = TakesPanel(shelf, roll, DARK, lambda _: None)
    window = QSplitter()
    window.addWidget(panel)
    panel.resize(1500, 480)
    window.resize(1500, 480)
    window.show()
    dice = random.Random(5)
    takes = [_take(number, dice) for number in range(1, count + 1)]
    roll.resize(1200, 400)
    roll.viewport.show_ticks((0, _BARS * _BAR))
    QApplication.processEvents()
    arrive = _p95([lambda: document.add_takes(takes)], panel)
    shelf.select(takes[0].id)
    bar = panel.lanes.verticalScrollBar()
    places = [round(bar.maximum() * i / rounds) for i in range(rounds)]
    scroll = _p95([lambda place=place: bar.setValue(place) for place in places], panel)  # type: ignore[misc]
    spans = [(i * 40, _BARS * _BAR + i * 40) for i in range(rounds)]
    across = _p95([lambda span=span: roll.viewport.show_ticks(span) for span in spans], panel)  # type: ignore[misc]
    ids = [dice.randint(1, count) for _ in range(rounds)]
    star = _p95([lambda id=id: shelf.toggle_star(id) for id in ids], panel)  # type: ignore[misc]
    step = _p95([lambda: shelf.step(1)] * rounds, panel)
    window.close()
    return [arrive, scroll, across, star, step]


def _p95(acts: list[Callable[[], object]], panel: TakesPanel) -> float:
    times_ms = []
    for act in acts:
        start_s = time.perf_counter()
        act()
        panel.repaint()
        QApplication.processEvents()
        times_ms.append(1000 * (time.perf_counter() - start_s))
    return statistics.quantiles(times_ms, n=20)[-1] if len(times_ms) > 1 else times_ms[0]


def _song() -> Song:
    start = range(0, _BARS * _BAR, 480)
    notes = make_notes(start, [400] * len(start), [60] * len(start))
    names = ("Lead", "Keys", "Bass", "Strings")
    return Song(tracks=tuple(Track(name, i, notes, colour=i) for i, name in enumerate(names)))


def _take(id: int, dice: random.Random) -> TakeRecord:
    asked = Asked(
        region=(0, _BARS * _BAR),
        tracks=(0, 1, 2, 3),
        ability="continue",
        genre="jazz",
        seed=id,
        takes=4,
        generator="Benchmark",
        plugin_id="benchmark",
        model=None,
        parameters={},
        scale=Scale(0, "minor"),
    )
    notes = {}
    for track in range(4):
        starts = sorted(dice.sample(range(0, asked.region[1], 60), _NOTES_A_TRACK))
        notes[track] = make_notes(starts, [60] * len(starts), [dice.randint(40, 84) for _ in starts])
    made = Provenance("benchmark", "1", "", "", "jazz", id, 0, {}, "", "")
    return TakeRecord(id, 1 + id // 4, 1 + id % 4, asked, notes, made)


if __name__ == "__main__":
    main()
