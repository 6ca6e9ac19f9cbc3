"""Where datasets lie that the window makes: one folder for each choice of music and filters."""

import hashlib
import json
import shutil
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from genre_studio.training.dataset.filters import DatasetFilters
from genre_studio.training.dataset.request import BuildRequest
from genre_studio.training.runs.plain_json import to_json

FACTS_NAME = "facts.jsonl"


def datasets_folder() -> Path:
    """In the person's own data folder: a run that goes on reads there."""
    return user_data_path("genre-studio", appauthor=False) / "datasets"


def build_request(
    sources: Sequence[Path], filters: DatasetFilters, genre: str, licence: str, root: Path | None = None
) -> BuildRequest:
    """The build of this choice. Another choice lies elsewhere, so a run that reads one is left alone.

    What is known of the same music from a choice before is taken along: filters are changed in no time.
    """
    names = tuple(str(source) for source in sources)
    group = (root or datasets_folder()) / _digest(sorted(names))
    out = group / _digest([names, to_json(filters), genre, licence])
    _take_along_facts(group, out)
    return BuildRequest(names, str(out), genre, licence)


def forget_other_choices(out: Path, in_use: Collection[Path]) -> None:
    """Free the disk of other choices from the same music, but for those that runs still read."""
    for other in out.parent.iterdir():
        if other != out and other not in in_use:
            shutil.rmtree(other, ignore_errors=True)


def _take_along_facts(group: Path, out: Path) -> None:
    if (out / FACTS_NAME).exists():
        return
    with suppress(OSError):  # the build then looks at every file again
        known = max(group.glob(f"*/{FACTS_NAME}"), key=lambda path: path.stat().st_size, default=None)
        if known is not None:
            out.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(known, out / FACTS_NAME)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
