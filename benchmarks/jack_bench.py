"""What the playback benchmarks share: a JACK server of their own, a receiver that stamps, loads, a player.

The receiver is a process of its own at real-time priority, so that neither the load nor the benchmark's
own work is counted as lateness of the engine. It stamps each message in RtMidi's callback.
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

import numpy as np

from genre_studio.music.song import Song
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import EngineEvent, OutputsChanged, Playhead
from genre_studio.playback.priority import prefer_this_process, stop_collecting

SERVER = f"genre-studio-benchmark-{os.getpid()}"
PERIOD_FRAMES = 16
PATIENCE_S = 30.0

Stamped = list[tuple[float, bytes]]
spawn = multiprocessing.get_context("spawn")


@contextmanager
def jack_server() -> Iterator[str]:
    """A server with the dummy driver and 16-frame periods; ends the program where jackd is missing."""
    program = shutil.which("jackd")
    if program is None:
        sys.exit("This benchmark needs a JACK server; type: sudo apt install jackd2")
    os.environ.update({"JACK_DEFAULT_SERVER": SERVER, "JACK_NO_START_SERVER": "1"})
    # -S: the server waits for its clients. Otherwise it drops the notes of one that the load delays.
    command = [program, "-n", SERVER, "-S", "-d", "dummy", "-r", "48000", "-p", str(PERIOD_FRAMES)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        subprocess.run(["jack_wait", "-s", SERVER, "-w", "-t", "20"], check=True, capture_output=True)
        yield SERVER
    finally:
        server.terminate()
        server.wait()


def _receive(name: str, ready: Event, over: Event, results: Connection) -> None:
    import rtmidi  # noqa: PLC0415 - only in the receiving process, after the server is chosen

    prefer_this_process()
    stop_collecting()
    arrived: Stamped = []
    receiver = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name, queue_size_limit=100_000)
    receiver.set_callback(lambda event, _: arrived.append((time.monotonic(), bytes(event[0]))))
    receiver.open_virtual_port("in")
    ready.set()
    while not over.wait(0.5):
        pass
    receiver.cancel_callback()
    time.sleep(0.05)  # see RtMidiInput.close
    receiver.close_port()
    receiver.delete()
    results.send(arrived)


class Receiver:
    """A JACK MIDI input in a process of its own. Use as a context; then `messages` holds what came."""

    def __init__(self, name: str) -> None:
        self.output_id = f"port:JACK:{name}:in"
        self.messages: Stamped = []
        self._over = spawn.Event()
        ready = spawn.Event()
        self._results, theirs = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_receive, args=(name, ready, self._over, theirs), daemon=True)
        self._process.start()
        if not ready.wait(PATIENCE_S):
            sys.exit("The receiver could not open its JACK port.")

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.messages = self._results.recv()
        self._process.join()


def wait_for(client: EngineClient, wanted: Callable[[EngineEvent], bool], patience_s: float) -> None:
    deadline_s = time.monotonic() + patience_s
    while time.monotonic() < deadline_s:
        if any(wanted(event) for event in client.poll()):
            return
        time.sleep(0.01)
    sys.exit("The engine did not answer in time.")


def has_stopped(event: EngineEvent) -> bool:
    return isinstance(event, Playhead) and not event.is_playing


@contextmanager
def engine_at(output_id: str) -> Iterator[EngineClient]:
    """An engine whose main output is open."""
    client = EngineClient()
    client.set_output(output_id)
    client.start()
    try:
        wait_for(client, lambda e: isinstance(e, OutputsChanged) and e.current == output_id, PATIENCE_S)
        yield client
    finally:
        client.close()


def play_through(song: Song, output_id: str, while_playing: Callable[[EngineClient], None]) -> None:
    """Play a song to its end; `while_playing` is called 20 times a second."""
    with engine_at(output_id) as client:
        client.send_song(song)
        client.play(0)
        while not any(has_stopped(event) for event in client.poll()):
            while_playing(client)
            time.sleep(0.05)


def _train() -> None:
    """A training job as the studio runs one: of low priority, on all cores but one."""
    import torch  # noqa: PLC0415 - only in the process that trains

    os.nice(10)
    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
    network = torch.nn.LSTM(256, 256, num_layers=2, batch_first=True)
    optimizer = torch.optim.Adam(network.parameters())
    batch = torch.randn(32, 64, 256)
    while True:
        optimizer.zero_grad()
        network(batch)[0].square().mean().backward()
        optimizer.step()


def _scroll() -> None:
    """A window that scrolls through 10,000 notes, 60 times a second."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt  # noqa: PLC0415 - only in the process that scrolls
    from PySide6.QtWidgets import QApplication, QScrollBar  # noqa: PLC0415
    from roll_repaint import dense_song  # noqa: PLC0415

    from genre_studio.music.document import Document  # noqa: PLC0415
    from genre_studio.ui.piano_roll import PianoRoll  # noqa: PLC0415
    from genre_studio.ui.theme import DARK  # noqa: PLC0415

    app = QApplication([])
    roll = PianoRoll(Document(dense_song(10_000)), DARK)
    roll.resize(1440, 900)
    roll.show()
    bar = next(b for b in roll.findChildren(QScrollBar) if b.orientation() is Qt.Orientation.Horizontal)
    step = 0
    while True:
        step += 1
        bar.setValue(step * 20 % max(1, bar.maximum()))
        app.processEvents()
        time.sleep(1 / 60)


@contextmanager
def working_studio() -> Iterator[None]:
    """A training job and a window that scrolls, for as long as the context lasts."""
    loads = [spawn.Process(target=work, daemon=True) for work in (_train, _scroll)]
    for load in loads:
        load.start()
    time.sleep(6.0)  # both are at work by then
    try:
        yield
    finally:
        for load in loads:
            load.kill()
            load.join()


def figures(values: np.ndarray) -> list[str]:
    """Median, 99th percentile and the greatest."""
    return [f"{value:.3f}" for value in (np.median(values), np.percentile(values, 99), values.max())]
