"""Edits of 10,000 selected notes in a song of 100,000, from the command or the hand to the painted window.

Usage: QT_QPA_PLATFORM=offscreen python benchmarks/roll_edits.py [--json] [--selected N] [--times N]

One track of 100,000 notes lies beside four busy ones. Milliseconds until the window is painted: moving by a
key (nudge), dragging one step further with the mouse, quantizing, and undo and redo of each. `cpu` is the
time that the window's own thread computed: what the clock would show on a machine that does nothing else.
"""

import argparse
import json
import os

import numpy as np
from PySide6.QtWidgets import QApplication
from roll_songs import PPQ, Timings, dense_song, shown_roll

from genre_studio.music import edits
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll import PianoRoll

NOTES = 100_000
SELECTED = 10_000
TIMES = 30


def crowded_song() -> Song:
    """A track of NOTES notes, eight a beat and each a little off the grid, and four others."""
    rng = np.random.default_rng(5)
    start = np.arange(NOTES) * (PPQ // 8) + rng.integers(0, 20, NOTES)
    crowd = make_notes(start, np.full(NOTES, 70), rng.integers(36, 96, NOTES), rng.integers(1, 128, NOTES))
    others = dense_song(10_000).tracks
    return Song(PPQ, (Track("Crowd", 0, crowd), *others[1:]))


def undo_and_redo(roll: PianoRoll, name: str, times: int) -> dict[str, float]:
    """Of the edit made last, in turn."""
    document = roll._document
    timings = Timings.of(lambda step: document.redo() if step % 2 else document.undo(), 2 * times)
    both = (("undo", slice(0, None, 2)), ("redo", slice(1, None, 2)))
    figures: dict[str, float] = {}
    for verb, part in both:
        figures |= Timings(timings.clock_ms[part], timings.cpu_ms[part]).named(f"{verb}_{name}")
    return figures


def measure(selected: int, times: int) -> dict[str, float]:
    roll = shown_roll(crowded_song())
    notes = roll._editor.notes
    roll._editor.select(notes["id"][:selected])
    QApplication.processEvents()
    row: dict[str, float] = {"selected": selected}
    row |= Timings.of(lambda step: roll.focused.nudge(-1 if step % 2 else 1), times).named("move")
    row |= undo_and_redo(roll, "move", times)
    ids, before = roll._editor.selected, roll._editor.notes

    def drag(step: int) -> None:
        roll._editor.preview(edits.move_notes(before, ids, 30 * (step + 1), step % 3), ids)

    row |= Timings.of(drag, times).named("drag")
    roll._editor.end_preview()

    def take_back(step: int) -> None:
        if step:
            roll._document.undo()

    quantize = Timings.of(lambda step: roll.commands.quantize(), times, prepare=take_back)
    row |= quantize.named("quantize")
    row |= undo_and_redo(roll, "quantize", times)
    roll.close()
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--selected", type=int, default=SELECTED, help="how many notes are edited")
    parser.add_argument("--times", type=int, default=TIMES, help="how often each")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    row = measure(asked.selected, asked.times)
    if asked.json:
        print(json.dumps(row))
    else:
        print("\n".join(f"{name:28} {value:>10,}" for name, value in row.items()))
    del application


if __name__ == "__main__":
    main()
