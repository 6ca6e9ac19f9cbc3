"""How soon all is silent when the window's process is killed (kill -9) while it plays, through JACK.

    python benchmarks/playback_silence.py [--times 20]

The window's process plays chords with the pedal down on two outputs, then is killed. Every second time
another process that it started, as a worker is, lives on and holds the pipe to the engine open. Silence
is when the last note-off and the last pedal-up have arrived at both.
"""

import argparse
import os
import signal
import subprocess
import sys
import time

import numpy as np
from jack_bench import PATIENCE_S, Receiver, jack_server
from rich.console import Console

REACH_MS = 300
WINDOW = """
import os, sys, time
from dataclasses import replace
from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.playback.engine_client import EngineClient
from genre_studio.playback.messages import OutputsChanged, Playhead

first, second, holds = sys.argv[1], sys.argv[2], sys.argv[3] == "True"
chord = make_notes([0] * 4, [500_000] * 4, [48, 60, 64, 67])
pedal = make_channel_events([(0, ChannelEventKind.CONTROL, 64, 127)])
tracks = [Track(f"{i}", i, chord, pedal, output_id=id) for i, id in enumerate(("", second))]
client = EngineClient()
client.set_output(first)
client.start()
while not any(isinstance(e, OutputsChanged) and e.current == first for e in client.poll()):
    time.sleep(0.01)
client.send_song(Song(tracks=tuple(tracks)))
client.play(0)
while not any(isinstance(e, Playhead) and e.is_playing and e.tick > 200 for e in client.poll()):
    time.sleep(0.01)
if holds and os.fork() == 0:
    time.sleep(3)
    os._exit(0)
print("playing", flush=True)
time.sleep(60)
"""


def one_kill(number: int, holds: bool) -> tuple[float, int]:
    """Milliseconds until silence, and how many keys and pedals were never let go."""
    with Receiver(f"silence-{number}-a") as first, Receiver(f"silence-{number}-b") as second:
        window = subprocess.Popen(
            [sys.executable, "-c", WINDOW, first.output_id, second.output_id, str(holds)],
            stdout=subprocess.PIPE,
        )
        assert window.stdout is not None
        window.stdout.readline()
        killed_s = time.monotonic()
        window.send_signal(signal.SIGKILL)
        window.wait()
        window.stdout.close()
        time.sleep(min(PATIENCE_S, 1.5))
    last_s = max(receiver.messages[-1][0] for receiver in (first, second))
    left = sum(still_down([m for _, m in receiver.messages]) for receiver in (first, second))
    return (last_s - killed_s) * 1000, left


def still_down(messages: list[bytes]) -> int:
    down: set[tuple[int, int]] = set()
    for m in messages:
        kind, key = m[0] & 0xF0, (m[0], m[1])
        if kind == 0x90 or (kind == 0xB0 and m[1] == 64 and m[2] > 0):
            down.add(key)
        elif kind == 0x80:
            down.discard((m[0] | 0x10, m[1]))
        elif kind == 0xB0:
            down.discard(key)
    return len(down)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=20)
    options = arguments.parse_args()
    with jack_server():
        kills = [one_kill(i, holds=i % 2 == 1) for i in range(options.times)]
    times_ms = np.array([time_ms for time_ms, _ in kills])
    left = sum(count for _, count in kills)
    Console().print(
        f"{options.times} kills: silence after {np.median(times_ms):.0f} ms (median), "
        f"{times_ms.max():.0f} ms at most (asked: {REACH_MS}); {left} keys or pedals left down; "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    sys.exit(1 if left or times_ms.max() > REACH_MS else 0)


if __name__ == "__main__":
    main()
