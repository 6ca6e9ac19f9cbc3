"""How late notes are where they arrive: 4,000 notes, 4 ms apart, through JACK, idle and beside work.

    python benchmarks/playback_lateness.py [--notes 4000] [--edits] [--only idle|busy]

Starts its own JACK server (dummy driver, 16-frame periods), which must be installed. Busy: beside a
training job (nice, one core left free) and a window that scrolls. Lateness is against the best straight
line of 4 ms steps that no note is early for, so a constant latency does not count and a drift does.
Beside the engine: what it itself logs as it sends (the difference is JACK's and the receiver's), and the
same notes sent by mido's MidiFile.play(), from a file, in the same run.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from jack_bench import Receiver, figures, jack_server, play_through, working_studio
from rich.console import Console
from rich.table import Table

from genre_studio.music.midi_file import write_song
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo
from genre_studio.playback.engine_client import EngineClient

STEP_S = 0.004
LEAD_IN_S = 0.5
PITCHES = 60  # notes are told apart by their pitch, which repeats after so many
REACH = {"idle": (0.3, 1.0), "busy": (0.5, 2.0)}  # ms: p99, max
MIDO = """
import sys, mido
port = mido.open_output(sys.argv[2], api="UNIX_JACK")
for message in mido.MidiFile(sys.argv[1]).play():
    port.send(message)
"""


def song_of_steps(count: int) -> Song:
    """One tick is 1 ms: 1,000 ticks a quarter note of one second."""
    starts = int(LEAD_IN_S * 1000) + np.arange(count) * int(STEP_S * 1000)
    notes = make_notes(starts, np.full(count, 2), 36 + np.arange(count) % PITCHES)
    return Song(ppq=1000, tracks=(Track(notes=notes),), tempos=(Tempo(0, 1_000_000),))


def by_engine(song: Song, edits: bool) -> np.ndarray:
    with Receiver("lateness") as receiver:
        play_through(song, receiver.output_id, sending(song) if edits else nothing)
    return lateness_ms(receiver.messages)


def as_sent(song: Song, edits: bool) -> np.ndarray:
    """The same, as the engine stamps it when it sends."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sent.log"
        play_through(song, f"log:{log}", sending(song) if edits else nothing)
        lines = [line.split() for line in log.read_text().splitlines()]
    return lateness_ms([(float(time_s), bytes.fromhex(data)) for time_s, data in lines])


def by_mido(song: Song) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder, Receiver("mido-lateness") as receiver:
        write_song(song, Path(folder) / "steps.mid")
        port = receiver.output_id.removeprefix("port:JACK:")
        subprocess.run([sys.executable, "-c", MIDO, f"{folder}/steps.mid", port], check=True)
    return lateness_ms(receiver.messages)


def nothing(_client: EngineClient) -> None:
    pass


def sending(song: Song):
    def send(client: EngineClient) -> None:
        notes = song.tracks[0].notes.copy()
        client.send_song(song.with_track(0, song.tracks[0].with_notes(notes)))

    return send


def lateness_ms(messages: list[tuple[float, bytes]]) -> np.ndarray:
    """Milliseconds after the schedule, whose start is that of the earliest note relative to its place."""
    ons = [(time_s, message[1]) for time_s, message in messages if message[0] & 0xF0 == 0x90 and message[2]]
    times_s, pitches = np.array([t for t, _ in ons]), np.array([p for _, p in ons])
    offsets = (pitches - 36) % PITCHES
    about = (times_s - times_s[0]) / STEP_S  # a lost note must not shift those after it
    places = offsets + PITCHES * np.round((about - offsets) / PITCHES)
    off_s = times_s - places * STEP_S
    return (off_s - off_s.min()) * 1000


def measure(song: Song, edits: bool) -> dict[str, np.ndarray]:
    return {
        "engine, as sent": as_sent(song, edits),
        "engine, as received": by_engine(song, edits),
        "mido, as received": by_mido(song),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--notes", type=int, default=4000)
    arguments.add_argument("--edits", action="store_true", help="send the song anew 20 times a second")
    arguments.add_argument("--only", choices=("idle", "busy"))
    options = arguments.parse_args()
    song = song_of_steps(options.notes)
    with jack_server():
        if options.only != "busy":
            show("idle", measure(song, options.edits), options)
        if options.only != "idle":
            with working_studio():
                show("busy", measure(song, options.edits), options)


def show(name: str, measured: dict[str, np.ndarray], options: argparse.Namespace) -> None:
    edits = "; the song edited 20 times a second" if options.edits else ""
    title = f"{options.notes} notes, 4 ms apart, {name}{edits}; load average {os.getloadavg()[0]:.1f}"
    table = Table(title=title)
    for column in ("", "notes", "median ms", "p99 ms", "max ms"):
        table.add_column(column, justify="right")
    for row, late_ms in measured.items():
        table.add_row(row, str(len(late_ms)), *figures(late_ms))
    p99_ms = {row: float(np.percentile(late_ms, 99)) for row, late_ms in measured.items()}
    times = p99_ms["mido, as received"] / p99_ms["engine, as received"]
    reach = "p99 {} ms, max {} ms".format(*REACH[name])
    Console().print(table, f"To reach: {reach}. mido's p99 is {times:.1f} times the engine's (asked: 10).")


if __name__ == "__main__":
    main()
