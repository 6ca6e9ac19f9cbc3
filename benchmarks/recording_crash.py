"""What a recording loses when the engine, or the window with it, is killed at a random moment.

    python benchmarks/recording_crash.py [--kills 10]

Through JACK: another program plays a key every 20 ms and says when; the process is killed with SIGKILL after
a random while. Lost is what was played before the kill and is not in the journal. The figure that matters is
the age of the oldest lost key: it must be under one second.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import numpy as np
from jack_stage import jack_server, wait_for
from rich.console import Console
from rich.table import Table

from genre_studio.music.recording import RecordMode
from genre_studio.music.song import Song, Track
from genre_studio.playback.journal import read_journal
from genre_studio.playback.live_messages import InputsChanged, Record, RecordingBegan, SetInputs
from tests.helpers.second_programs import go, second_program

STEP_S = 0.02
COUNT = 400

WINDOW = textwrap.dedent("""
    import sys
    sys.path.insert(0, {here!r})
    from pathlib import Path
    from recording_crash import record
    from jack_stage import engine
    with engine() as client:
        record(client, Path({path!r}))
        print("recording", client._connection._process.pid, flush=True)
        sys.stdin.readline()
""")


def record(client: object, path: Path) -> None:
    """Everything that comes in, until somebody kills us."""
    client.send_song(Song(tracks=(Track(),)))
    client.send_live(SetInputs(("*",)))
    wait_for(client, lambda e: isinstance(e, InputsChanged) and any("Second" in id for id in e.open_ids))
    client.send_live(Record(path, RecordMode.OVERDUB, 240, 0.0, 0, "Keys", 0, 0, ""))
    client.play(0, past_end=True)
    wait_for(client, lambda e: isinstance(e, RecordingBegan))


def losses(path: Path, kill_window: bool, after_s: float) -> tuple[int, int, float]:
    """Keys played before the kill, how many of them are lost, and the age of the oldest lost one in ms."""
    with second_program("keys", STEP_S, COUNT) as hand:
        code = WINDOW.format(here=str(Path(__file__).parent), path=str(path))
        window = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        engine_pid = int(window.stdout.readline().split()[1])
        go(hand)
        hand.stdout.readline()
        time.sleep(after_s)
        killed_s = time.monotonic()
        os.kill(window.pid if kill_window else engine_pid, signal.SIGKILL)
        if kill_window:
            time.sleep(0.5)  # the engine notices, and ends the recording
        else:
            window.stdin.close()
        window.wait(30)
        window.stdout.close()
        times_s = []
        while (line := hand.stdout.readline().strip()) != "done":
            times_s.append(float(line))
    played = [at_s for at_s in times_s if at_s < killed_s]  # the first was read above
    journal = read_journal(path)
    kept = sum(1 for each in journal.played if each.message[0] == 0x90) - 1 if journal else 0
    lost = played[kept:]
    return len(played) + 1, len(lost), (killed_s - lost[0]) * 1000 if lost else 0.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=10, help="of each process")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    dice = random.Random(options.seed)
    table = Table(title=f"Recordings cut short by SIGKILL; load {os.getloadavg()[0]:.1f}")
    for column in ("killed", "times", "keys played", "keys lost", "oldest lost, ms: median", "max"):
        table.add_column(column, justify="right")
    with jack_server(), tempfile.TemporaryDirectory() as folder:
        for kill_window in (False, True):
            rows = [
                losses(Path(folder) / f"{kill_window}-{i}.recording", kill_window, dice.uniform(0.5, 6.0))
                for i in range(options.kills)
            ]
            played, lost, ages_ms = (np.array(column) for column in zip(*rows, strict=True))
            table.add_row(
                "window" if kill_window else "engine",
                str(options.kills),
                str(played.sum()),
                str(lost.sum()),
                f"{np.median(ages_ms):.1f}",
                f"{ages_ms.max():.1f}",
            )
    Console().print(table)


if __name__ == "__main__":
    main()
