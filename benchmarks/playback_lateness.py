"""How late notes are where they arrive: 4,000 notes, 4 ms apart, through JACK, beside a load or not.

    python benchmarks/playback_lateness.py [--notes 4000] [--load 2]

Starts its own JACK server (dummy driver, 16-frame periods), which must be installed. The receiver
stamps each note in RtMidi's callback; lateness is against the best straight line of 4 ms steps that
no note is early for, so a constant latency does not count and a drift does.
"""

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import time

import numpy as np
import rtmidi
from rich.console import Console
from rich.table import Table

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import OutputsChanged, Playhead

STEP_S = 0.004
LEAD_IN_S = 0.5
SERVER = f"genre-studio-benchmark-{os.getpid()}"


def song_of_steps(count: int) -> Song:
    """One tick is 1 ms: 1,000 ticks a quarter note of one second."""
    starts = int(LEAD_IN_S * 1000) + np.arange(count) * int(STEP_S * 1000)
    notes = make_notes(starts, np.full(count, 2), 36 + np.arange(count) % 60)
    return Song(ppq=1000, tracks=(Track(notes=notes),), tempos=(Tempo(0, 1_000_000),))


def arrival_times_s(song: Song, edits: bool) -> list[float]:
    """Play the song from the engine to a port of ours; monotonic seconds of each note-on."""
    arrived: list[float] = []
    receiver = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="lateness")
    receiver.set_callback(lambda event, _: arrived.append(time.monotonic()) if event[0][0] == 0x90 else None)
    receiver.open_virtual_port("in")
    client = EngineClient()
    client.start()
    try:
        outputs = wait_for(client, OutputsChanged).outputs
        client.set_output(next(o.id for o in outputs if "lateness" in o.title))
        client.send_song(song)
        client.play(0)
        while True:
            if any(isinstance(e, Playhead) and not e.is_playing for e in client.poll()):
                return arrived
            if edits:
                client.send_song(song.with_track(0, song.tracks[0].with_notes(song.tracks[0].notes.copy())))
            time.sleep(0.05)
    finally:
        client.close()
        receiver.delete()


def wait_for(client: EngineClient, kind: type) -> object:
    while True:
        for event in client.poll():
            if isinstance(event, kind):
                return event
        time.sleep(0.01)


def lateness_ms(arrived_s: list[float]) -> np.ndarray:
    """Milliseconds after the schedule, whose start is that of the earliest note relative to its place."""
    off_s = np.asarray(arrived_s) - np.arange(len(arrived_s)) * STEP_S
    return (off_s - off_s.min()) * 1000


def burn() -> None:
    while True:
        np.linalg.svd(np.random.default_rng(0).random((200, 200)))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--notes", type=int, default=4000)
    arguments.add_argument("--load", type=int, default=0, help="processes that compute beside it")
    arguments.add_argument("--edits", action="store_true", help="send the song anew 20 times a second")
    options = arguments.parse_args()
    program = shutil.which("jackd")
    if program is None:
        sys.exit("This benchmark needs a JACK server; type: sudo apt install jackd2")
    os.environ |= {"JACK_DEFAULT_SERVER": SERVER, "JACK_NO_START_SERVER": "1"}
    command = [program, "-n", SERVER, "-d", "dummy", "-r", "48000", "-p", "16"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    loads = [multiprocessing.Process(target=burn, daemon=True) for _ in range(options.load)]
    try:
        time.sleep(2)
        for load in loads:
            load.start()
        arrived = arrival_times_s(song_of_steps(options.notes), options.edits)
    finally:
        for load in loads:
            load.kill()
        server.terminate()
        server.wait()
    show(arrived, options)


def show(arrived: list[float], options: argparse.Namespace) -> None:
    late = lateness_ms(arrived)
    table = Table(title=f"{options.notes} notes, 4 ms apart, through JACK (16 frames at 48 kHz)")
    for column in ("arrived", "median ms", "p99 ms", "max ms", "busy processes", "edits", "load average"):
        table.add_column(column, justify="right")
    figures = [f"{value:.3f}" for value in (np.median(late), np.percentile(late, 99), late.max())]
    load_average = f"{os.getloadavg()[0]:.1f}"
    table.add_row(str(len(arrived)), *figures, str(options.load), str(options.edits), load_average)
    Console().print(table)


if __name__ == "__main__":
    main()
