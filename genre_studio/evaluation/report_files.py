"""A report on disk: index.html, figures.csv and figures.json, each written whole or not at all."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from genre_studio.evaluation.figures import TABLES, Figure

PAGE_NAME, CSV_NAME, JSON_NAME = "index.html", "figures.csv", "figures.json"


def write_report(folder: Path, page: str, figures: Sequence[Figure], about: Mapping[str, Any]) -> Path:
    """Write all three into `folder`; where the page is. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [figure.as_row() for figure in figures]
    _write(folder / CSV_NAME, _csv(rows))
    described = {id: {"title": t.title, "meaning": t.meaning, "source": t.source} for id, t in TABLES.items()}
    document = {"about": dict(about), "tables": described, "figures": rows}
    _write(folder / JSON_NAME, json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    _write(folder / PAGE_NAME, page)
    return folder / PAGE_NAME


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
