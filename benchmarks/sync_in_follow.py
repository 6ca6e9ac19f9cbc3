"""How well the song follows another program's MIDI clock, through JACK: tempo, and where the notes sound.

    python benchmarks/sync_in_follow.py [--bpm 127] [--beats 64]

Two measures. In the filter alone, with the pulses as the engine's input stamps them: how many beats until the
tempo stays within 0.05 %, and how far the filtered place is from the master's. End to end: the engine follows
the master and logs each note as it sends it, on the eighths of the master's song; the error is against the
straight line of the master's own sends.
"""

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np
import rtmidi
from jack_stage import engine, jack_server, wait_for
from rich.console import Console
from rich.table import Table

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.playback.clock_in import ClockSlave
from genre_studio.playback.live_messages import InputsChanged, SetInputs, SetSync, SyncSource
from genre_studio.playback.messages import Playhead
from genre_studio.playback.rtmidi_ports import RtMidiPorts
from tests.helpers.second_programs import go, lines_of, second_program

PPQ = 480


def stamped(bpm: float, beats: float) -> list[tuple[bytes, float]]:
    """The master's messages as our input stamps them, here in this process, which does nothing else."""
    heard: list[tuple[bytes, float]] = []
    with second_program("clock", bpm, beats) as master:
        ports = RtMidiPorts()
        source = next(each for each in ports.inputs() if "Second" in each.id)
        port = ports.open_input(source.id, lambda message, at_s: heard.append((message, at_s)))
        go(master)
        lines_of(master)
        port.close()
        ports.close()
    return heard


def filter_figures(heard: list[tuple[bytes, float]], bpm: float) -> tuple[float, float, float, float]:
    """Tempo error in % after two beats and its worst from then on; p99 of place and input jitter, ms."""
    start = next(i for i, (message, _) in enumerate(heard) if message == b"\xfa")
    pulses = [at_s for message, at_s in heard[start:] if message == b"\xf8"]
    line = np.polyfit(np.arange(len(pulses)), pulses, 1)
    truth_s = np.polyval(line, np.arange(len(pulses)))  # the master's own steady pulse, latency included
    slave, tempo, place = ClockSlave(), [], []
    for message, at_s in heard:
        slave.receive(message, at_s)
        if slave.is_running and message == b"\xf8":
            k = len(tempo)
            tempo.append(abs(slave.bpm / bpm - 1) * 100)
            place.append((slave.beats_at(truth_s[k]) - k / 24) * 60 / bpm * 1000)
    jitter_ms = np.abs(np.array(pulses) - truth_s) * 1000
    after = slice(48, None)
    return (
        tempo[48],
        max(tempo[after]),
        float(np.percentile(np.abs(place[after]), 99)),
        float(np.percentile(jitter_ms, 99)),
    )


def notes_off_ms(bpm: float, beats: float) -> np.ndarray:
    """How far each note, two a beat, was from the master's line, once two beats have passed."""
    count = int(beats * 2)
    notes = make_notes(np.arange(count) * PPQ // 2, np.full(count, 60), 48 + np.arange(count) % 24)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sent.log"
        with engine(f"log:{log}") as client, second_program("clock", bpm, beats) as master:
            client.send_song(Song(ppq=PPQ, tracks=(Track(notes=notes),)))
            client.send_live(SetInputs(()))
            client.send_live(SetSync(SyncSource.CLOCK))
            wait_for(
                client, lambda e: isinstance(e, InputsChanged) and any("Second" in id for id in e.open_ids)
            )
            go(master)
            wait_for(client, lambda e: isinstance(e, Playhead) and e.is_playing)
            wait_for(client, lambda e: isinstance(e, Playhead) and not e.is_playing)
        rows = [line.split() for line in log.read_text().splitlines()]
    ons = np.array([float(at_s) for at_s, data in rows if data.startswith("90")])[4:]
    places = np.arange(len(ons)) * 60 / bpm / 2
    off_s = ons - places
    return np.asarray((off_s - np.median(off_s)) * 1000)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--bpm", type=float, default=127.0)
    arguments.add_argument("--beats", type=float, default=64.0)
    options = arguments.parse_args()
    rtmidi.get_compiled_api()
    with jack_server():
        first, worst, place_ms, jitter_ms = filter_figures(stamped(options.bpm, options.beats), options.bpm)
        off_ms = np.abs(notes_off_ms(options.bpm, options.beats))
    table = Table(
        title=f"MIDI clock in, {options.bpm:g} bpm, {options.beats:g} beats; load {os.getloadavg()[0]:.1f}"
    )
    for column in ("", "value"):
        table.add_column(column)
    table.add_row("jitter of the pulses as they come in, p99", f"{jitter_ms:.3f} ms")
    table.add_row("tempo off after two beats", f"{first:.4f} %")
    table.add_row("tempo off at worst from then on", f"{worst:.4f} %")
    table.add_row("place of the filter off, p99", f"{place_ms:.3f} ms")
    table.add_row(
        "notes off the master's line: median, p99, max",
        ", ".join(
            f"{value:.3f} ms" for value in (np.median(off_ms), np.percentile(off_ms, 99), off_ms.max())
        ),
    )
    Console().print(table)


if __name__ == "__main__":
    main()
