"""The learning curve of a run, one line an evaluation."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from genre_studio.training.whole_files import write_text

CURVE_NAME = "curve.csv"


def append_to_curve(folder: Path, step: int, loss: float, held_out: Mapping[str, float]) -> None:
    """One line of the learning curve: step, training loss, and held-out nats a note by genre."""
    columns = [name for name in held_out if " " not in name]
    line = [str(step), f"{loss:.4f}", *(f"{held_out[name]:.4f}" for name in columns)]
    rows = [["step", "training", *columns], *_lines_before(folder / CURVE_NAME, step), line]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    write_text(folder / CURVE_NAME, text.getvalue())


def _lines_before(path: Path, step: int) -> list[list[str]]:
    """The lines of earlier steps: a run that went back to its checkpoint writes the later ones again."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row and row[0].isdecimal() and int(row[0]) < step]
