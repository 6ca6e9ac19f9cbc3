"""From a finished run to a model folder: weights in half precision, config and card."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from genre_studio.plugin_api.models import CARD_FILE, CONFIG_FILE, WEIGHTS_FILE
from genre_studio.training.checkpoint import save_tensors, write_whole
from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob


def write_model(
    job: TrainingJob,
    folder: Path,
    tensors: Mapping[str, Tensor],
    about: Mapping[str, Any],
    card: str,
    used: Sequence[Piece],
) -> None:
    """A model folder of `tensors`, learned from the pieces `used`.

    `about` adds to config.json what plugin_api.models asks for (title, plugin, held_out) and the plugin's
    own. `card` is a template: the names of config.json stand in braces, and licences, seed, steps, threads.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: tensor.to(torch.float16) for name, tensor in tensors.items()}
    save_tensors(folder / WEIGHTS_FILE, halves, {})
    config = {
        "format": 1,
        "id": folder.name,
        "genres": list(job.genres),
        "parameters": sum(tensor.numel() for tensor in tensors.values()),
        "sha256": hashlib.sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest(),
        "training_data": _sources(used),
        "licence": " | ".join(sorted({f"{piece.subset}: {piece.licence}" for piece in used})),
        "training": {"seed": job.seed, "steps": job.steps, "threads": job.threads},
        **about,
    }
    _write(folder / CONFIG_FILE, json.dumps(config, indent=1) + "\n")
    licences = "\n".join(f"- {line}" for line in str(config["licence"]).split(" | "))
    words = {**config, "licences": licences, "seed": job.seed, "steps": job.steps, "threads": job.threads}
    _write(folder / CARD_FILE, card.format(**words))


def _sources(pieces: Sequence[Piece]) -> str:
    counts = Counter(piece.subset for piece in pieces)
    return ", ".join(f"{subset} ({count} files)" for subset, count in sorted(counts.items()))


def _write(path: Path, text: str) -> None:
    write_whole(path, lambda file: file.write(text.encode()))
