"""From a finished run to a model folder: weights in half precision, config and card."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor

from genre_studio.generation.note_codec import Field
from genre_studio.plugin_api.models import CARD_FILE, CONFIG_FILE, WEIGHTS_FILE, ModelInfo
from genre_studio.training.checkpoint import save_tensors
from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob
from genre_studio.training.whole_files import write_text


def write_model(
    job: TrainingJob,
    folder: Path,
    tensors: Mapping[str, Tensor],
    about: Mapping[str, Any],
    card: str,
    used: Sequence[Piece],
    *,
    words: Mapping[str, object] = MappingProxyType({}),
    base: ModelInfo | None = None,
) -> None:
    """A model folder of `tensors`, learned from the pieces `used`, and before from those of `base`.

    `about` adds to config.json what plugin_api.models asks for (title, plugin, held_out) and the plugin's
    own; its "training" joins the seed, steps and threads. `card` is a template: the names of config.json
    stand in braces, and licences, seed, steps, threads and `words`, which come before all others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: tensor.to(torch.float16) for name, tensor in tensors.items()}
    save_tensors(folder / WEIGHTS_FILE, halves, {})
    taken = {"seed": job.seed, "steps": job.steps, "threads": job.threads}
    config: dict[str, Any] = {
        "format": 1,
        "id": folder.name,
        "genres": list(job.genres),
        "parameters": sum(tensor.numel() for tensor in tensors.values()),
        "sha256": hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest(),
        "training_data": _sources(used),
        "licence": licences_of(used),
        **about,
        "training": {**taken, **about.get("training", {})},
    }
    if base is not None:
        config = _going_on_from(base, config)
    write_text(folder / CONFIG_FILE, json.dumps(config, indent=1) + "\n")
    licences = "\n".join(f"- {line}" for line in str(config["licence"]).split(" | "))
    write_text(folder / CARD_FILE, card.format(**{**config, **taken, "licences": licences, **words}))


def licences_of(pieces: Sequence[Piece]) -> str:
    """The licences that pieces stand under, by the collection they come from."""
    return " | ".join(sorted({f"{piece.subset}: {piece.licence}" for piece in pieces}))


def loss_row(genre: str, measured: Mapping[str, float]) -> str:
    """A line of a card's table: nats a note of a genre's held-out pieces, all together and by field."""
    names = (genre, *(f"{genre} {field.name.lower()}" for field in Field))
    return f"| {genre} | {' | '.join(f'{measured[name]:.3f}' for name in names)} |"


def _going_on_from(base: ModelInfo, config: Mapping[str, Any]) -> dict[str, Any]:
    """What a config.json says of a model that began as another: what that one learned from is in it."""
    return {
        **config,
        "training_data": f"{base.training_data}, {config['training_data']}",
        "licence": f"{base.licence} | {config['licence']}",
        "training": {**config["training"], "from": base.id, "from_sha256": base.sha256},
    }


def _sources(pieces: Sequence[Piece]) -> str:
    counts = Counter(piece.subset for piece in pieces)
    return ", ".join(f"{subset} ({count} files)" for subset, count in sorted(counts.items()))
