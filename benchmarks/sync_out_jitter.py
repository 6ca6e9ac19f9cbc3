"""How even our MIDI clock is where it arrives: intervals of the pulses at another program, through JACK.

    python benchmarks/sync_out_jitter.py [--seconds 60] [--bpm 120]

Starts its own JACK server (dummy driver, 16-frame periods). The other program stamps each pulse in RtMidi's
callback; jitter is how far an interval is from the one that the tempo asks for. A song of sixteenths plays
meanwhile on the same port.
"""

import argparse
import os

import numpy as np
from jack_stage import engine, jack_server, wait_for
from rich.console import Console
from rich.table import Table

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo, bpm_to_tempo_us
from genre_studio.playback.live_messages import SetClockOutputs
from genre_studio.playback.messages import OutputsChanged, Playhead
from tests.helpers.second_programs import go, lines_of, second_program

PPQ = 480


def song_of(seconds: float, bpm: float) -> Song:
    count = int(seconds * bpm / 60 * 4)
    notes = make_notes(np.arange(count) * PPQ // 4, np.full(count, 100), 48 + np.arange(count) % 24)
    return Song(ppq=PPQ, tracks=(Track(notes=notes),), tempos=(Tempo(0, bpm_to_tempo_us(bpm)),))


def pulses_heard(seconds: float, bpm: float) -> np.ndarray:
    """When each pulse arrived, in seconds, from the start to the stop of the song."""
    with engine() as client, second_program("listen", seconds + 6) as slave:
        client.list_outputs()
        seen = wait_for(
            client, lambda e: isinstance(e, OutputsChanged) and any("Second" in o.id for o in e.outputs)
        )
        outputs = [e for e in seen if isinstance(e, OutputsChanged)][-1].outputs
        client.set_output(next(o.id for o in outputs if "Second" in o.id))
        client.send_live(SetClockOutputs(("",)))
        client.send_song(song_of(seconds, bpm))
        go(slave)
        client.play(0)
        wait_for(client, lambda e: isinstance(e, Playhead) and e.is_playing)
        wait_for(client, lambda e: isinstance(e, Playhead) and not e.is_playing)
        rows = [line.split() for line in lines_of(slave)]
    messages = [data for _, data in rows]
    first, last = messages.index("fa"), messages.index("fc")
    return np.array([float(at_s) for at_s, data in rows[first:last] if data == "f8"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--bpm", type=float, default=120.0)
    options = arguments.parse_args()
    with jack_server():
        times_s = pulses_heard(options.seconds, options.bpm)
    period_s = bpm_to_tempo_us(options.bpm) / 1e6 / 24
    off_ms = np.abs(np.diff(times_s) - period_s) * 1000
    drift_ms = (times_s[-1] - times_s[0] - period_s * (len(times_s) - 1)) * 1000
    table = Table(
        title=f"MIDI clock out, {options.bpm:g} bpm, {len(times_s)} pulses; load {os.getloadavg()[0]:.1f}"
    )
    for column in ("interval off by: median ms", "p99 ms", "max ms", "drift over all ms"):
        table.add_column(column, justify="right")
    figures = (np.median(off_ms), np.percentile(off_ms, 99), off_ms.max(), drift_ms)
    table.add_row(*(f"{value:.3f}" for value in figures))
    Console().print(table)


if __name__ == "__main__":
    main()
