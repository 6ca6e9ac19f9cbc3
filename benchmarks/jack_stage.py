"""What the live benchmarks share: a JACK server of their own, and the engine."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import OutputsChanged

sys.path.insert(0, str(Path(__file__).parents[1]))  # for tests/helpers, which has the second program

SERVER = f"genre-studio-benchmark-{os.getpid()}"
PATIENCE_S = 60.0


@contextmanager
def jack_server(period_frames: int = 16) -> Iterator[None]:
    """A server with the dummy driver, which everything started within speaks to."""
    program = shutil.which("jackd")
    if program is None:
        sys.exit("This benchmark needs a JACK server; type: sudo apt install jackd2")
    os.environ |= {"JACK_DEFAULT_SERVER": SERVER, "JACK_NO_START_SERVER": "1"}
    # -S: the server waits for its clients. Otherwise it drops the notes of one that the load delays.
    command = [program, "-n", SERVER, "-S", "-d", "dummy", "-r", "48000", "-p", str(period_frames)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        subprocess.run(["jack_wait", "-s", SERVER, "-w", "-t", "20"], check=True, capture_output=True)
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def engine(output_id: str = "none") -> Iterator[EngineClient]:
    client = EngineClient()
    client.set_output(output_id)
    client.start()
    try:
        wait_for(client, lambda event: isinstance(event, OutputsChanged))
        yield client
    finally:
        client.close()


def wait_for(client: EngineClient, wanted: Callable[[object], bool]) -> list[object]:
    """All events up to the wanted one and of its moment."""
    heard: list[object] = []
    deadline_s = time.monotonic() + PATIENCE_S
    while not any(wanted(event) for event in heard):
        if time.monotonic() > deadline_s:
            sys.exit(f"The engine did not say it; it said {heard[-5:]}.")
        heard += client.poll()
        time.sleep(0.005)
    return heard
