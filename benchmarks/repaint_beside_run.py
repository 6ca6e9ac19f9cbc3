"""Repaint of the piano roll while a real training run learns on all spare cores.

Usage: QT_QPA_PLATFORM=offscreen python benchmarks/repaint_beside_run.py MUSIC [--repaints N] [--json]

MUSIC is a dataset or a folder with a MANIFEST.tsv. A run of the LSTM is started as the training window does
(a process of its own, one thread a core but one), and once it takes steps the changes of roll_repaint.py
are measured. Asked: p95 under 16 ms.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication
from roll_repaint import measure

from genre_studio.training.runs import Run, RunRequest, Runs, RunStatus

TRAINER = "genre_studio_lstm.trainer:LstmTrainer"
BEGIN_WITHIN_S = 900.0


def begin(runs: Runs, music: Path, threads: int) -> Run:
    request = RunRequest("lstm_continuation", TRAINER, str(music.resolve()), 1_000_000, threads=threads)
    return runs.start(request)


def wait_for_steps(runs: Runs, run: Run) -> None:
    """Until the run takes steps. Raises TimeoutError where it does not begin."""
    give_up_at_s = time.monotonic() + BEGIN_WITHIN_S
    while (found := runs.find(run.id)).state.status is not RunStatus.RUNNING:
        if not found.state.status.is_alive or time.monotonic() > give_up_at_s:
            raise TimeoutError(found.state.sentence)
        time.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("music", type=Path)
    parser.add_argument("--notes", type=int, default=10_000, help="in the song that is shown")
    parser.add_argument("--repaints", type=int, default=200, help="of each kind")
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="of the run")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(Path(folder))
        run = begin(runs, asked.music, asked.threads)
        try:
            wait_for_steps(runs, run)
            before = runs.find(run.id).state.step
            row = measure(asked.notes, asked.repaints)
            row |= {"steps_meanwhile": runs.find(run.id).state.step - before, "run_threads": asked.threads}
        finally:  # runs outlive who started them
            runs.pause(run.id)
            while runs.find(run.id).state.status.is_alive:
                time.sleep(0.2)
    if asked.json:
        print(json.dumps(row))
    else:
        print("\n".join(f"{name:34} {value:>10,}" for name, value in row.items()))
    del application


if __name__ == "__main__":
    main()
