import time
import tracemalloc

import numpy as np

from genre_studio.music import edits
from genre_studio.music.difference import song_difference
from genre_studio.music.document import Document
from genre_studio.music.history import History, Step
from tests.helpers.songs import assert_same_song, grid_song


def louder(song, first: int, last: int):
    notes = edits.shift_velocity(song.tracks[0].notes, np.arange(first, last), 1)
    return song.with_track(0, song.tracks[0].with_notes(notes))


def test_the_oldest_steps_are_dropped_once_the_budget_is_spent():
    song = grid_song(1000)
    one = song_difference(song, louder(song, 0, 100))
    history = History(budget_bytes=3 * one.nbytes)
    for i in range(10):
        history.push(Step(f"Step {i}", one, i, i + 1))
    assert len(history) == 3
    assert history.nbytes <= 3 * one.nbytes
    assert [history.step_back().name for _ in range(3)] == ["Step 9", "Step 8", "Step 7"]
    assert history.step_back() is None
    history.push(Step("New", one, 7, 11))
    assert (len(history), history.redo_step, history.nbytes) == (1, None, one.nbytes)


def test_the_newest_step_is_kept_whatever_it_weighs():
    song = grid_song(1000)
    document = Document(song, history_budget_bytes=10)
    document.apply("Louder", louder(song, 0, 500))
    assert document.undo() == "Louder"
    assert_same_song(document.song, song)


def test_undo_of_10_000_of_100_000_notes_is_quick():
    song = grid_song(100_000)
    document = Document(song)
    notes = edits.move_notes(song.tracks[0].notes, np.arange(0, 100_000, 10), 7, 1)
    document.apply("Move 10,000 notes", song.with_track(0, song.tracks[0].with_notes(notes)))
    spent_s = []
    for _ in range(5):
        begun_s = time.process_time()  # a busy machine is not slow code
        document.undo()
        spent_s.append(time.process_time() - begun_s)
        document.redo()
    assert min(spent_s) < 0.02
    document.undo()
    assert_same_song(document.song, song)


def test_a_thousand_gestures_on_100_000_notes_fit_in_200_mb():
    document = Document(grid_song(100_000))
    tracemalloc.start()
    try:
        for i in range(100):
            document.apply("Louder", louder(document.song, i * 500, i * 500 + 200))
        held_bytes, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held_bytes < 200_000_000 / 10  # a tenth of the gestures, for the sake of the clock
    assert sum(1 for _ in iter(document.undo, None)) == 100
