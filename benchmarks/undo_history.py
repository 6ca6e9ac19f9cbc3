"""Undo on a song of 100,000 notes: how long one takes, and what a thousand gestures weigh.

Usage: python benchmarks/undo_history.py [--json] [--gestures N]

Undo and redo are those of the document alone; benchmarks/roll_edits.py measures them to the repaint. The
gestures are those of a working day in turn: louder, moved, quantized and drawn notes, and a drawn controller.
Their weight is what Python holds more afterwards than before, the present song included.
"""

import argparse
import json
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from genre_studio.music import edits
from genre_studio.music.controller_lane import put_values
from genre_studio.music.controller_names import MODULATION_LANE
from genre_studio.music.document import Document
from genre_studio.music.notes import Notes, make_notes
from genre_studio.music.song import Song, Track

NOTES = 100_000
GESTURES = 1000
NOTES_A_GESTURE = 200
UNDOS = 50

Ids = NDArray[np.int64]
Gesture = Callable[[Song, Ids], Song]


def song_of_chords() -> Song:
    start = np.arange(NOTES) // 4 * 120
    pitch = 40 + np.arange(NOTES) % 4 * 12
    return Song(tracks=(Track("All", 0, make_notes(start, np.full(NOTES, 110), pitch)),))


def with_notes(song: Song, notes: Notes) -> Song:
    return song.with_track(0, song.tracks[0].with_notes(notes))


def undo_times_ms() -> dict[str, float]:
    """Undo and redo of a move of every tenth note."""
    document = Document(song_of_chords())
    moved = edits.move_notes(document.song.tracks[0].notes, np.arange(0, NOTES, 10), 7, 1)
    document.apply("Move 10,000 notes", with_notes(document.song, moved))
    times: dict[str, list[float]] = {"undo": [], "redo": []}
    for _ in range(UNDOS):
        for verb, step in (("undo", document.undo), ("redo", document.redo)):
            begun_s = time.perf_counter()
            step()
            times[verb].append((time.perf_counter() - begun_s) * 1000)
    figures = {}
    for verb, spans in times.items():
        for label, value in zip(("p50", "p95", "max"), np.percentile(spans, (50, 95, 100)), strict=True):
            figures[f"{verb}_{label}_ms"] = round(float(value), 2)
    return figures


def gestures() -> tuple[Gesture, ...]:
    """What is done in turn to the notes of a place that moves on through the song."""

    def edited(edit: Callable[[Notes, Ids], Notes]) -> Gesture:
        return lambda song, ids: with_notes(song, edit(song.tracks[0].notes, ids))

    def drawn(song: Song, ids: Ids) -> Song:
        track, start = song.tracks[0], int(ids[0]) * 30
        values = {start + 10 * k: k % 128 for k in range(NOTES_A_GESTURE)}
        events = put_values(track.events, MODULATION_LANE, start, start + 10 * NOTES_A_GESTURE, values)
        return song.with_track(0, replace(track, events=events))

    def added(song: Song, ids: Ids) -> Song:
        start = np.arange(NOTES_A_GESTURE) * 60 + int(ids[0]) * 30
        chord = make_notes(start, np.full(NOTES_A_GESTURE, 50), np.full(NOTES_A_GESTURE, 100))
        return with_notes(song, edits.add_notes(song.tracks[0].notes, chord))

    return (
        edited(lambda notes, ids: edits.shift_velocity(notes, ids, 1)),
        edited(lambda notes, ids: edits.move_notes(notes, ids, 10, 1)),
        edited(lambda notes, ids: edits.quantize(notes, ids, 120)),
        added,
        drawn,
    )


def history_figures(count: int) -> dict[str, float]:
    """The weight of so many gestures, how many of them can be undone, and how long each took."""
    document, times = Document(song_of_chords()), []
    tracemalloc.start()
    for number, gesture in zip(range(count), cycle(gestures()), strict=False):
        ids = np.arange(NOTES_A_GESTURE) + number * 90
        begun_s = time.perf_counter()
        document.apply(f"Gesture {number}", gesture(document.song, ids))
        times.append((time.perf_counter() - begun_s) * 1000)
    held_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    middle, late, longest = np.percentile(times, (50, 95, 100))
    return {
        "gestures": count,
        "can_be_undone": len(document.done_names),
        "history_mb": round(held_bytes / 1e6, 1),
        "gesture_p50_ms": round(float(middle), 2),
        "gesture_p95_ms": round(float(late), 2),
        "gesture_max_ms": round(float(longest), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--gestures", type=int, default=GESTURES)
    asked = parser.parse_args()
    row = {"notes": NOTES, **undo_times_ms(), **history_figures(asked.gestures)}
    if asked.json:
        print(json.dumps(row))
    else:
        print("\n".join(f"{name:20} {value:>10,}" for name, value in row.items()))


if __name__ == "__main__":
    main()
