"""How fast the LSTM writes: one step against the machine, 8 takes of 8 bars, a note against the report's.

    python benchmarks/lstm_speed.py

The report's loop is restated as its notebook has it (128-256-128 LSTM, V = 358, the whole window of 100
tokens recomputed for every note, argmax), in torch, on the same machine in the same run. Its own Keras
code took 73 ms a note on a machine like ours; torch alone is already several times faster.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import torch
from genre_studio_lstm.generator import DEFAULT_MODEL, LstmContinuation
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
    network = generator._model(DEFAULT_MODEL).network
    hidden, layers = network.config.hidden, network.config.layers
    x, state = torch.randn(1, 1, hidden), (torch.randn(layers, 1, hidden), torch.randn(layers, 1, hidden))
    matrix, vector = torch.randn(4 * hidden, 2 * hidden * layers), torch.randn(2 * hidden * layers)
    return median_s(lambda: network._recur(x, state), 400), median_s(lambda: matrix @ vector, 400)


def report_note_s() -> float:
    """Seconds per note of the report's loop."""
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
    torch.set_num_threads(1)
    generator = LstmContinuation()
    song = read_song(demo_song_path()).song
    with torch.inference_mode():
        step_s, gemv_s = step_against_gemv(generator)
        print(
            f"one LSTM step {1e6 * step_s:.0f} us, its multiply-adds as GEMV {1e6 * gemv_s:.0f} us: "
            f"{step_s / gemv_s:.2f} times"
        )
        theirs_s = report_note_s()
    print(f"the report's loop, restated: {1e3 * theirs_s:.2f} ms a note")
    for genre in ("classical", "jazz", "rock"):
        request = demo_request(song, genre, takes=8, bars=8)
        seconds = []
        for run in range(RUNS):
            began_s = time.perf_counter()
            takes = list(generator.generate(replace(request, seed=run), SilentReport()))
            notes = sum(len(part) for take in takes for part in take.notes.values())
            seconds.append((time.perf_counter() - began_s, notes))
        total_s = statistics.median(s for s, _ in seconds)
        note_s = statistics.median(s / n for s, n in seconds)
        print(
            f"{genre}: 8 takes of 8 bars in {total_s:.2f} s, {1e3 * note_s:.2f} ms a note, "
            f"{theirs_s / note_s:.0f} times faster than the report's loop"
        )


if __name__ == "__main__":
    main()
