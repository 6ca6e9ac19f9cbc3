"""How late notes are where they arrive: 4,000 notes, 4 ms apart, through JACK, beside a load or not.

    python benchmarks/playback_lateness.py [--notes 4000] [--load 2]

Starts its own JACK server (dummy driver, 16-frame periods), which must be installed. The receiver
stamps each note in RtMidi's callback; lateness is against the best straight line of 4 ms steps that
no note is early for, so a constant latency does not count and a drift does. Beside it, what the engine
itself logs as it sends: the difference is JACK's and the receiver's.
"""

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
PITCHES = 60  # notes are told apart by their pitch, which repeats after so many
SERVER = f"genre-studio-benchmark-{os.getpid()}"


def song_of_steps(count: int) -> Song:
    """One tick is 1 ms: 1,000 ticks a quarter note of one second."""
    starts = int(LEAD_IN_S * 1000) + np.arange(count) * int(STEP_S * 1000)
    notes = make_notes(starts, np.full(count, 2), 36 + np.arange(count) % PITCHES)
    return Song(ppq=1000, tracks=(Track(notes=notes),), tempos=(Tempo(0, 1_000_000),))


def received(song: Song, edits: bool) -> list[tuple[float, int]]:
    """Play the song from the engine to a port of ours; (monotonic seconds, pitch) of each note-on."""
    arrived: list[tuple[float, int]] = []
    receiver = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="lateness")

    def receive(event: tuple[list[int], float], _: object) -> None:
        if event[0][0] == 0x90:
            arrived.append((time.monotonic(), event[0][1]))

    receiver.set_callback(receive)
    receiver.open_virtual_port("in")
    try:
        play_through(song, "lateness", edits)
    finally:
        receiver.delete()
    return arrived


def sent(song: Song, edits: bool) -> list[tuple[float, int]]:
    """The same, as the engine stamps it when it sends."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sent.log"
        play_through(song, f"log:{log}", edits)
        lines = [line.split() for line in log.read_text().splitlines()]
    return [(float(time_s), int(data[2:4], 16)) for time_s, data in lines if data.startswith("90")]


def play_through(song: Song, output: str, edits: bool) -> None:
    """To the output of this id, or the one whose title holds this word."""
    client = EngineClient()
    client.set_output("none")
    client.start()
    try:
        outputs = wait_for(client, OutputsChanged).outputs
        client.set_output(next((o.id for o in outputs if output in o.title), output))
        client.send_song(song)
        client.play(0)
        while not any(isinstance(e, Playhead) and not e.is_playing for e in client.poll()):
            if edits:
                notes = song.tracks[0].notes.copy()
                client.send_song(song.with_track(0, song.tracks[0].with_notes(notes)))
            time.sleep(0.05)
    finally:
        client.close()


def wait_for(client: EngineClient, kind: type) -> object:
    while True:
        for event in client.poll():
            if isinstance(event, kind):
                return event
        time.sleep(0.01)


def lateness_ms(arrived: list[tuple[float, int]]) -> np.ndarray:
    """Milliseconds after the schedule, whose start is that of the earliest note relative to its place."""
    times_s, pitches = np.array([t for t, _ in arrived]), np.array([p for _, p in arrived])
    offsets = (pitches - 36) % PITCHES
    about = (times_s - times_s[0]) / STEP_S  # a lost note must not shift those after it
    places = offsets + PITCHES * np.round((about - offsets) / PITCHES)
    off_s = times_s - places * STEP_S
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
    # -S: the server waits for its clients. Otherwise it drops the notes of one that the load delays.
    command = [program, "-n", SERVER, "-S", "-d", "dummy", "-r", "48000", "-p", "16"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    loads = [multiprocessing.Process(target=burn, daemon=True) for _ in range(options.load)]
    try:
        subprocess.run(["jack_wait", "-s", SERVER, "-w", "-t", "20"], check=True, capture_output=True)
        for load in loads:
            load.start()
        song = song_of_steps(options.notes)
        stamped = {"as sent": sent(song, options.edits), "as received": received(song, options.edits)}
    finally:
        for load in loads:
            load.kill()
        server.terminate()
        server.wait()
    show(stamped, options)


def show(stamped: dict[str, list[tuple[float, int]]], options: argparse.Namespace) -> None:
    title = f"{options.notes} notes, 4 ms apart; {options.load} busy processes"
    if options.edits:
        title += "; the song edited 20 times a second"
    table = Table(title=f"{title}; load average {os.getloadavg()[0]:.1f}")
    for column in ("", "notes", "median ms", "p99 ms", "max ms"):
        table.add_column(column, justify="right")
    for name, arrived in stamped.items():
        late = lateness_ms(arrived)
        figures = [f"{value:.3f}" for value in (np.median(late), np.percentile(late, 99), late.max())]
        table.add_row(name, str(len(arrived)), *figures)
    Console().print(table)


if __name__ == "__main__":
    main()
