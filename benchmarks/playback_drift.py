"""How far playing strays from the clock over 10 minutes, through JACK: with tempo changes, and in a loop.

    python benchmarks/playback_drift.py [--minutes 10]

Ten notes a second, at tempos that change every 7 s by odd amounts. Drift is the difference between the
median lateness of the first ten seconds and that of every later ten seconds, so that neither a constant
latency nor single late notes count. A second song, whose loop lasts an odd 0.7 s, is played as long.
"""

import argparse
import os
import time

import numpy as np
from jack_bench import Receiver, engine_at, jack_server, play_through
from rich.console import Console

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo

PPQ = 480
STEP_TICKS = 96
WINDOW_S = 10.0
LOOP_S = 0.7000001


def changing_song(seconds: float) -> Song:
    """Tempos round 120 that no power of two divides."""
    tempos = tuple(
        Tempo(i * 7 * 2 * PPQ, int(500_000 + 30_011 * np.sin(i))) for i in range(int(seconds / 7) + 2)
    )
    starts = 480 + np.arange(int(seconds * 2 * PPQ / STEP_TICKS)) * STEP_TICKS
    notes = make_notes(starts, np.full(len(starts), 20), 36 + np.arange(len(starts)) % 60)
    return Song(PPQ, (Track(notes=notes),), tempos)


def straight(seconds: float) -> np.ndarray:
    song = changing_song(seconds)
    with Receiver("drift") as receiver:
        play_through(song, receiver.output_id, lambda _: None)
    times_s = np.array([t for t, m in receiver.messages if m[0] & 0xF0 == 0x90])
    return drifts_ms(times_s, song.tempo_map.seconds_at(song.tracks[0].notes["start"])[: len(times_s)])


def looped(seconds: float) -> np.ndarray:
    """One note a loop."""
    tempo_us = round(LOOP_S * 1e6 * PPQ / 700)
    length_s = tempo_us / 1e6 / PPQ * 700
    song = Song(PPQ, (Track(notes=make_notes([0], [100], [60])),), (Tempo(0, tempo_us),))
    with Receiver("drift-loop") as receiver, engine_at(receiver.output_id) as client:
        client.send_song(song)
        client.play(0, (0, 700))
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s:
            client.poll()
            time.sleep(0.1)
        client.stop()
    times_s = np.array([t for t, m in receiver.messages if m[0] & 0xF0 == 0x90])
    return drifts_ms(times_s, np.arange(len(times_s)) * length_s)


def drifts_ms(times_s: np.ndarray, due_s: np.ndarray) -> np.ndarray:
    late_s = times_s - due_s
    windows = ((due_s - due_s[0]) / WINDOW_S).astype(int)
    medians = np.array([np.median(late_s[windows == w]) for w in np.unique(windows)])
    return (medians - medians[0]) * 1000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=10.0)
    options = arguments.parse_args()
    seconds = options.minutes * 60
    with jack_server():
        for name, play in (("straight, tempo changes", straight), ("in a loop of 0.7 s", looped)):
            drift_ms = play(seconds)
            Console().print(
                f"{name}: drift after {options.minutes:g} min {drift_ms[-1]:+.3f} ms, at most "
                f"{np.abs(drift_ms).max():.3f} ms (asked: under 1 ms); load average {os.getloadavg()[0]:.1f}"
            )


if __name__ == "__main__":
    main()
