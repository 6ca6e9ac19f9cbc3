"""Undo on a song of 100,000 notes: how long one takes, and what a thousand gestures weigh.

python benchmarks/undo_history.py
"""

import statistics
import time
import tracemalloc

import numpy as np

from genre_studio.music import edits
from genre_studio.music.document import Document
from genre_studio.music.notes import Notes, make_notes
from genre_studio.music.song import Song, Track

NOTES = 100_000
GESTURES = 1000
NOTES_A_GESTURE = 200


def song_of_chords() -> Song:
    start = np.arange(NOTES) // 4 * 120
    pitch = 40 + np.arange(NOTES) % 4 * 12
    return Song(tracks=(Track("All", 0, make_notes(start, np.full(NOTES, 110), pitch)),))


def with_notes(song: Song, notes: Notes) -> Song:
    return song.with_track(0, song.tracks[0].with_notes(notes))


def undo_times_ms() -> list[float]:
    """Undo of a move of every tenth note, 50 times."""
    document = Document(song_of_chords())
    moved = edits.move_notes(document.song.tracks[0].notes, np.arange(0, NOTES, 10), 7, 1)
    document.apply("Move 10,000 notes", with_notes(document.song, moved))
    times = []
    for _ in range(50):
        begun_s = time.perf_counter()
        document.undo()
        times.append((time.perf_counter() - begun_s) * 1000)
        document.redo()
    return times


def history_mb() -> float:
    """What a thousand gestures of 200 notes each hold, the present song included."""
    document = Document(song_of_chords())
    tracemalloc.start()
    for i in range(GESTURES):
        ids = np.arange(NOTES_A_GESTURE) + i * 90
        notes = edits.shift_velocity(document.song.tracks[0].notes, ids, 1)
        document.apply("Louder", with_notes(document.song, notes))
    held_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held_bytes / 1e6


if __name__ == "__main__":
    times = undo_times_ms()
    print(f"undo of 10,000 of {NOTES:,} notes: median {statistics.median(times):.1f} ms of wall time")
    print(f"{GESTURES:,} gestures of {NOTES_A_GESTURE} notes: {history_mb():.1f} MB")
