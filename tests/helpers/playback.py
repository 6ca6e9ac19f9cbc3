"""What playback tests share: a small song, waiting for an engine's word, what was logged, a JACK server."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import EngineEvent

PATIENCE_S = 30.0  # a machine that trains beside the tests starts a process slowly


def scale_song(
    count: int = 20, step: int = 240, first: int = 0, channel: int = 0, tempo_us: int = 500_000
) -> Song:
    """`count` notes one after another, each `step` ticks long (480 are half a second)."""
    starts = [first + i * step for i in range(count)]
    notes = make_notes(starts, [step] * count, [60 + i % 12 for i in range(count)])
    return Song(tracks=(Track(notes=notes, channel=channel),), tempos=(Tempo(0, tempo_us),))


def wait_for(client: EngineClient, wanted: Callable[[EngineEvent], Any]) -> list[EngineEvent]:
    """Everything the engine says up to and with the first event that is wanted."""
    heard: list[EngineEvent] = []
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        for event in client.poll():
            heard.append(event)
            if wanted(event):
                return heard
        time.sleep(0.005)
    raise AssertionError(f"the engine did not say it; it said {heard[-5:]}")


def logged(path: Path) -> list[tuple[float, bytes]]:
    """(monotonic seconds, message) of a LogPort's whole lines."""
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return [(float(time_s), bytes.fromhex(data)) for time_s, data in (line.split() for line in lines)]


def keys_down(messages: list[tuple[float, bytes]]) -> set[tuple[int, int]]:
    """The (channel, pitch) pairs that nobody let go; asserts that none was struck twice."""
    down: set[tuple[int, int]] = set()
    for _, message in messages:
        if message[0] >= 0xF0:
            continue
        key = message[0] & 0x0F, message[1]
        if message[0] & 0xF0 == 0x90:
            assert key not in down
            down.add(key)
        elif message[0] & 0xF0 == 0x80:
            down.discard(key)
    return down


@contextmanager
def jack_server(period_frames: int = 64) -> Iterator[str]:
    """A JACK server with the dummy driver under a name of its own; skips where there can be none."""
    program = shutil.which("jackd")
    if program is None:
        pytest.skip("jackd is not installed (apt install jackd2)")
    name = f"genre-studio-test-{os.getpid()}"
    # -S: the server waits for its clients. Otherwise it drops the notes of one that the load delays.
    options = ["-n", name, "-r", "-S", "-d", "dummy", "-r", "48000", "-p", str(period_frames)]
    server = subprocess.Popen([program, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        if not _is_up(name):
            pytest.skip("a JACK server cannot run here")
        yield name
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE_S)


def _is_up(name: str) -> bool:
    waiter = shutil.which("jack_wait")
    if waiter is None:
        return False
    command = [waiter, "-s", name, "-w", "-t", "10"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
