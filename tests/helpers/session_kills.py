"""Kill an editing process at a moment of one's choice, and compare what is on the disk with what it did."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from genre_studio.music.document import Document
from tests.helpers.session_child import begun, scripted_gestures
from tests.helpers.sessions import assert_same_document
from tests.helpers.songs import grid_song


@dataclass(frozen=True)
class Killed:
    """What one kill left: gestures that were told as finished, and those found when the file was opened."""

    finished: int
    found: int
    opened_s: float

    @property
    def lost(self) -> int:
        return max(0, self.finished - self.found)


def kill_once(path: Path, seed: int, note_count: int, after_s: float) -> Killed:
    """Let a child edit a new session, kill it (SIGKILL) `after_s` seconds after its first word, and look."""
    command = [sys.executable, "-m", "tests.helpers.session_child", str(path), str(seed), str(note_count)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    assert child.stdout is not None
    child.stdout.readline()  # it has begun
    timer = threading.Timer(after_s, child.kill)
    timer.start()
    told = child.stdout.read().split(b"\n")[:-1]  # only whole lines; ends with the process
    timer.cancel()
    child.wait()
    child.stdout.close()
    finished = int(told[-1]) if told else 0
    begun_s = time.perf_counter()
    document, session = begun(path, note_count)
    opened_s = time.perf_counter() - begun_s
    session.close()
    return Killed(finished, gestures_in(document, seed, note_count, finished), opened_s)


def gestures_in(document: Document, seed: int, note_count: int, finished: int) -> int:
    """How many of the scripted gestures a document holds: one may be there that was not yet told.

    Raises AssertionError where the document is none that the script passes through at that point.
    """
    copy = Document(grid_song(note_count))
    gestures = scripted_gestures(copy, seed)
    for _ in range(finished):
        next(gestures)
    try:
        assert_same_document(copy, document)
    except AssertionError:
        next(gestures)  # it was finished but killed before it could say so
        assert_same_document(copy, document)
        return finished + 1
    return finished
