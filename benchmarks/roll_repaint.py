"""Repaint of the piano roll while scrolling, at 1920x1080 by the software renderer, and the memory it takes.

Usage: QT_QPA_PLATFORM=offscreen python benchmarks/roll_repaint.py [--json] [--repaints N] [--beside-training]

For songs of 1,000, 10,000 and 100,000 notes on five tracks, milliseconds from a change of the view until the
window is painted: scrolling by notches of a wheel, by pages, and smoothly after a playhead; zooming by
notches; everything painted anew, as after an edit; and the same zoomed out until all of the song shows.
`cpu` is the time that the window's own thread computed: what the clock would show on a machine that does
nothing else. Memory is the process's resident set at its peak. With --beside-training another process trains
a network meanwhile, as a training job does: on one thread and with lowered priority.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

from PySide6.QtWidgets import QApplication
from roll_songs import SIZE, Timings, dense_song, shown_roll

from genre_studio.ui.piano_roll import Follow, PianoRoll

TRAINING = """
import os, torch
os.nice(10)
torch.set_num_threads(1)
network, read = torch.nn.LSTM(64, 256, 2, batch_first=True), torch.nn.Linear(256, 128)
optimizer = torch.optim.AdamW([*network.parameters(), *read.parameters()])
rows, wanted = torch.randn(16, 64, 64), torch.randint(0, 128, (16, 64))
print("training", flush=True)
while True:
    loss = torch.nn.functional.cross_entropy(read(network(rows)[0]).transpose(1, 2), wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""
NOTCH_PX = 64
SMOOTH_TICKS = 16
REPAINTS = 200

Change = Callable[[int], None]


def changes(roll: PianoRoll) -> dict[str, Change]:
    """What the view is asked, by what a person would call it; each is called with 0, 1, 2 ..."""
    viewport, model = roll.viewport, roll._model

    def page(step: int) -> None:
        end = max(1, viewport.content_width - viewport.size.width())
        viewport.scroll_to((step * viewport.size.width()) % end, viewport.coordinates.scroll_y)

    def follow(step: int) -> None:
        roll.set_playhead(20_000 + SMOOTH_TICKS * step, playing=True)

    def zoom(step: int) -> None:
        viewport.zoom_x(1.25 if step % 20 < 10 else 0.8)

    def paint_anew(step: int) -> None:
        # Another grid than before: everything is ruled and drawn again.
        model.show(replace(model.view, grid=replace(roll.display.grid, denominator=16 + 16 * (step % 2))))

    return {
        "wheel": lambda step: viewport.scroll_by(NOTCH_PX if step % 100 < 60 else -NOTCH_PX, 0),
        "pages": page,
        "smooth": follow,
        "zoom": zoom,
        "anew": paint_anew,
    }


def measure(note_count: int, repaints: int) -> dict[str, float]:
    roll = shown_roll(dense_song(note_count))
    roll.following.choose(Follow.SMOOTH)
    row: dict[str, float] = {"notes": note_count}
    for name, change in changes(roll).items():
        row |= Timings.of(change, repaints).named(name)
    roll.looking.zoom_to_content()
    row |= Timings.of(changes(roll)["anew"], repaints).named("whole_song")
    roll.focused.select_all()
    row |= Timings.of(changes(roll)["anew"], repaints).named("whole_song_selected")
    roll.close()
    roll.deleteLater()
    row["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return row


@contextmanager
def training() -> Iterator[None]:
    """A process that trains until this ends."""
    with subprocess.Popen([sys.executable, "-c", TRAINING], stdout=subprocess.PIPE) as trainer:
        assert trainer.stdout is not None
        trainer.stdout.readline()  # torch has been imported
        try:
            yield
        finally:
            trainer.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--repaints", type=int, default=REPAINTS, help="of each kind")
    parser.add_argument("--beside-training", action="store_true", help="while another process trains")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    with training() if asked.beside_training else nullcontext():
        rows = [measure(count, asked.repaints) for count in (1_000, 10_000, 100_000)]
    if asked.json:
        print(json.dumps(rows))
    else:
        print(f"{SIZE[0]}x{SIZE[1]}, milliseconds")
        for row in rows:
            print("\n" + "\n".join(f"{name:34} {value:>10,}" for name, value in row.items()))
    del application


if __name__ == "__main__":
    main()
