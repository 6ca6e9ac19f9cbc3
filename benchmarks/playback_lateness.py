"""How late notes are where they arrive: 4,000 notes, 4 ms apart, through JACK, idle and beside work.

    python benchmarks/playback_lateness.py [--notes 4000] [--edits] [--only idle|busy]

Starts its own JACK server (dummy driver, 16-frame periods), which must be installed. Busy: beside a
training job (nice, one core left free) and a window that scrolls.

A note's error is how far from its place it came, early or late. Places are a straight line of 4 ms steps
through the middle of what arrived: a constant latency does not count (an output that is sent to earlier has
none), a drift does. Against the engine's own plan, the last column says how late the middle came: the engine
plays the same notes to a file in the same run, no line of which was written before its time.
Beside the engine: what it itself logs as it sends (the difference is JACK's and the receiver's), and the
same notes sent by mido's MidiFile.play(), from a file, in the same run.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Measured:
    """`error_ms`: from the line through the middle, without a sign. `late_ms`: how late the middle was."""

    error_ms: np.ndarray
    late_ms: float | None


def song_of_steps(count: int) -> Song:
    """One tick is 1 ms: 1,000 ticks a quarter note of one second."""
    starts = int(LEAD_IN_S * 1000) + np.arange(count) * int(STEP_S * 1000)
    notes = make_notes(starts, np.full(count, 2), 36 + np.arange(count) % PITCHES)
    return Song(ppq=1000, tracks=(Track(notes=notes),), tempos=(Tempo(0, 1_000_000),))


def by_engine(song: Song, edits: bool) -> dict[str, Measured]:
    """Where it arrives, and as the engine stamps it when it sends the same notes to a file."""
    with tempfile.TemporaryDirectory() as folder, Receiver("lateness") as receiver:
        log = Path(folder) / "sent.log"
        copy = replace(song.tracks[0], output_id=f"log:{log}")
        both = replace(song, tracks=(song.tracks[0], copy))
        play_through(both, receiver.output_id, sending(both) if edits else nothing)
        lines = [line.split() for line in log.read_text().splitlines()]
    sent_s = off_line_s([(float(time_s), bytes.fromhex(data)) for time_s, data in lines])
    received_s = off_line_s(receiver.messages)
    due_s = float(sent_s.min())
    return {"engine, as sent": measured(sent_s, due_s), "engine, as received": measured(received_s, due_s)}


def by_mido(song: Song) -> Measured:
    with tempfile.TemporaryDirectory() as folder, Receiver("mido-lateness") as receiver:
        write_song(song, Path(folder) / "steps.mid")
        port = receiver.output_id.removeprefix("port:JACK:")
        subprocess.run([sys.executable, "-c", MIDO, f"{folder}/steps.mid", port], check=True)
    return measured(off_line_s(receiver.messages), None)


def nothing(_client: EngineClient) -> None:
    pass


def sending(song: Song):
    def send(client: EngineClient) -> None:
        notes = song.tracks[0].notes.copy()
        client.send_song(song.with_track(0, song.tracks[0].with_notes(notes)))

    return send


def off_line_s(messages: list[tuple[float, bytes]]) -> np.ndarray:
    """The times at which notes came, less their places on a line of steps from the first one on."""
    ons = [(time_s, message[1]) for time_s, message in messages if message[0] & 0xF0 == 0x90 and message[2]]
    times_s, pitches = np.array([t for t, _ in ons]), np.array([p for _, p in ons])
    offsets = (pitches - 36) % PITCHES
    about = (times_s - times_s[0]) / STEP_S  # a lost note must not shift those after it
    places = offsets + PITCHES * np.round((about - offsets) / PITCHES)
    return np.asarray(times_s - places * STEP_S)


def measured(off_s: np.ndarray, due_s: float | None) -> Measured:
    middle_s = float(np.median(off_s))
    late_ms = None if due_s is None else (middle_s - due_s) * 1000
    return Measured(np.abs(off_s - middle_s) * 1000, late_ms)


def measure(song: Song, edits: bool) -> dict[str, Measured]:
    return {**by_engine(song, edits), "mido, as received": by_mido(song)}


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


def show(name: str, rows: dict[str, Measured], options: argparse.Namespace) -> None:
    edits = "; the song edited 20 times a second" if options.edits else ""
    title = f"{options.notes} notes, 4 ms apart, {name}{edits}; load average {os.getloadavg()[0]:.1f}"
    table = Table(title=title)
    for column in ("error", "notes", "median ms", "p99 ms", "max ms", "middle late by ms"):
        table.add_column(column, justify="right")
    for name_of_row, row in rows.items():
        late = "" if row.late_ms is None else f"{row.late_ms:.3f}"
        table.add_row(name_of_row, str(len(row.error_ms)), *figures(row.error_ms), late)
    p99_ms = {name_of_row: float(np.percentile(row.error_ms, 99)) for name_of_row, row in rows.items()}
    times = p99_ms["mido, as received"] / p99_ms["engine, as received"]
    reach = "p99 {} ms, max {} ms".format(*REACH[name])
    Console().print(table, f"To reach: {reach}. mido's p99 is {times:.1f} times the engine's (asked: 10).")


if __name__ == "__main__":
    main()
