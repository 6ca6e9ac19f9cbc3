"""How fast the LSTM writes: one step against the machine, 8 takes of 8 bars, a note against the report's.

    python -m venv /tmp/report && /tmp/report/bin/pip install tensorflow-cpu
    python benchmarks/lstm_speed.py --report-python /tmp/report/bin/python

The report's loop is measured twice, on the same machine in the same run: as its notebook has it, in its own
library (report_loop.py, Keras `predict` over a window of 100 tokens a note; needs that Python with
TensorFlow, which is no dependency of ours), and restated in torch (the same network and window), which
leaves Keras' overhead a call out.
"""

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from genre_studio_lstm.generator import DEFAULT_MODEL, LstmContinuation
from genre_studio_lstm.stepping import Stepper
from torch import nn

from genre_studio.music.midi_file import read_song
from genre_studio.music.notes import Notes
from genre_studio.music.song import Song
from genre_studio.music.takes import continuation_region
from genre_studio.plugin_api import Ability, Region, Request
from genre_studio.resources import demo_song_path

VOCABULARY, WINDOW = 358, 100
RUNS = 5


class SilentReport:
    """Listens and says nothing."""

    def progress(self, fraction: float, message: str = "") -> None:
        del fraction, message

    def notes(self, take_index: int, track_index: int, notes: Notes) -> None:
        del take_index, track_index, notes


class ReportLstm(nn.Module):
    """The source report's network (cell "Master_LSTM", 720,614 parameters at V = 358)."""

    def __init__(self) -> None:
        super().__init__()
        sizes = (1, 128, 256, 128)
        self.layers = nn.ModuleList(nn.LSTM(a, b, batch_first=True) for a, b in pairwise(sizes))
        self.hidden = nn.Linear(128, 128)
        self.out = nn.Linear(128, VOCABULARY)

    def forward(self, window: torch.Tensor) -> torch.Tensor:  # (1, WINDOW, 1) -> (1, VOCABULARY)
        for layer in self.layers:
            window, _ = layer(window)
        return self.out(self.hidden(window[:, -1])).softmax(-1)


def median_s(call: Callable[[], object], runs: int) -> float:
    call()
    times_s = []
    for _ in range(runs):
        began_s = time.perf_counter()
        call()
        times_s.append(time.perf_counter() - began_s)
    return statistics.median(times_s)


def step_against_gemv(generator: LstmContinuation) -> tuple[float, float]:
    """Seconds of one LSTM step, and of its multiply-adds as matrix-vector products."""
    steps = generator._model(DEFAULT_MODEL).steps
    hidden, layers = steps.config.hidden, steps.config.layers
    stepper = Stepper(steps, torch.randn(2, 64), None, 1, copying=1.0, strength=None)
    x = np.random.default_rng(0).standard_normal((1, 1, hidden)).astype(np.float32)
    matrix, vector = torch.randn(4 * hidden, 2 * hidden * layers), torch.randn(2 * hidden * layers)
    return median_s(lambda: stepper._recur(x), 400), median_s(lambda: matrix @ vector, 400)


def keras_note_s(python: Path) -> float:
    """Seconds per note of the report's own loop, run by a Python that has TensorFlow."""
    script = Path(__file__).with_name("report_loop.py")
    told = subprocess.run([python, script, "--json"], check=True, capture_output=True, text=True)
    return float(json.loads(told.stdout.splitlines()[-1])["note_s"])


def report_note_s() -> float:
    """Seconds per note of the report's loop, restated."""
    network = ReportLstm().eval()
    window = torch.rand(1, WINDOW, 1)

    def write_note() -> None:
        nonlocal window
        token = int(network(window).argmax())
        window = torch.cat([window[:, 1:], torch.tensor([[[token / VOCABULARY]]])], 1)

    return median_s(write_note, 60)


def demo_request(song: Song, genre: str, takes: int, bars: int) -> Request:
    start, end = continuation_region(song, bars)
    tracks = tuple(range(len(song.tracks)))
    return Request(song, Region(start, end), tracks, Ability.CONTINUE, genre, seed=7, takes=takes)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--report-python", type=Path, help="a Python with tensorflow-cpu")
    args = parser.parse_args()
    torch.set_num_threads(1)
    generator = LstmContinuation()
    song = read_song(demo_song_path()).song
    with torch.inference_mode():
        step_s, gemv_s = step_against_gemv(generator)
        print(
            f"one LSTM step {1e6 * step_s:.0f} us, its multiply-adds as GEMV {1e6 * gemv_s:.0f} us: "
            f"{step_s / gemv_s:.2f} times"
        )
        loops = {"the report's loop restated in torch": report_note_s()}
    if args.report_python:
        loops["the report's loop in Keras"] = keras_note_s(args.report_python)
    for name, seconds in loops.items():
        print(f"{name}: {1e3 * seconds:.2f} ms a note")
    for genre in ("classical", "jazz", "rock"):
        _tell_takes(generator, song, genre, loops)


def _tell_takes(generator: LstmContinuation, song: Song, genre: str, loops: dict[str, float]) -> None:
    request = demo_request(song, genre, takes=8, bars=8)
    seconds = []
    for run in range(RUNS):
        began_s, began_cpu_s = time.perf_counter(), time.process_time()
        takes = list(generator.generate(replace(request, seed=run), SilentReport()))
        notes = sum(len(part) for take in takes for part in take.notes.values())
        seconds.append((time.perf_counter() - began_s, time.process_time() - began_cpu_s, notes))
    total_s, cpu_s = (statistics.median(column) for column in list(zip(*seconds, strict=True))[:2])
    note_s = statistics.median(s / n for s, _, n in seconds)
    times = ", ".join(f"{loop_s / note_s:.0f} times {name}" for name, loop_s in loops.items())
    print(
        f"{genre}: 8 takes of 8 bars in {total_s:.2f} s ({cpu_s:.2f} s of one core), "
        f"{1e3 * note_s:.2f} ms a note: as fast as {times}"
    )


if __name__ == "__main__":
    main()
