"""The learning curve of a run, one line an evaluation."""

import csv
from collections.abc import Mapping
from pathlib import Path

CURVE_NAME = "curve.csv"


def append_to_curve(folder: Path, step: int, loss: float, held_out: Mapping[str, float]) -> None:
    """One line of the learning curve: step, training loss, and held-out nats a note by genre."""
    path = folder / CURVE_NAME
    columns = [name for name in held_out if " " not in name]
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(["step", "training", *columns])
        writer.writerow([step, f"{loss:.4f}", *(f"{held_out[name]:.4f}" for name in columns)])
