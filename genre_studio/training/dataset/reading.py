"""The pieces of a built dataset."""

import json
from pathlib import Path
from typing import Any

from genre_studio.plugin_api.errors import GenerationError
from genre_studio.training.corpus import Piece
from genre_studio.training.dataset.build import ABOUT_NAME, FORMAT, INDEX_NAME, SHARDS_NAME


def is_dataset(folder: Path) -> bool:
    """Whether `genre-studio dataset build` finished something there."""
    return (folder / ABOUT_NAME).is_file() and (folder / INDEX_NAME).is_file()


def read_dataset(folder: Path) -> tuple[Piece, ...]:
    """Every piece, in the order of the shards. Raises GenerationError with one sentence."""
    try:
        about = json.loads((folder / ABOUT_NAME).read_bytes())
        if about["format"] != FORMAT:
            raise GenerationError(f"The dataset {folder} is of another studio's format: build it again.")
        with (folder / INDEX_NAME).open(encoding="utf-8") as file:
            return tuple(_piece(folder, json.loads(line)) for line in file if line.strip())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GenerationError(f"The dataset {folder} is damaged: build it again.") from error


def _piece(folder: Path, record: dict[str, Any]) -> Piece:
    work, title = str(record["work"]), str(record["title"])
    return Piece(
        path=folder / SHARDS_NAME / Path(str(record["shard"])).name,
        title=title,
        genre=str(record["genre"]),
        subset=str(record["source"]),
        licence=str(record["licence"]) or "not stated",
        source=str(record["file"]),
        author=str(record["author"]) or f"work {work}",
        work=work,
        held_out=bool(record["held_out"]),
        member=str(record["member"]),
    )
