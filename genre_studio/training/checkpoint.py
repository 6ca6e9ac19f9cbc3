"""Checkpoints and weights: safetensors, written whole or not at all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from genre_studio.training.whole_files import write_whole

__all__ = [
    "CheckpointError",
    "load_tensors",
    "optimizer_tensors",
    "restore_optimizer",
    "save_tensors",
    "write_whole",
]


class CheckpointError(Exception):
    """A checkpoint cannot be used; one sentence says which and why."""


def save_tensors(path: Path, tensors: Mapping[str, Tensor], about: Mapping[str, Any]) -> None:
    """Tensors and a JSON-able description in one safetensors file."""
    data = save(
        {name: tensor.detach().contiguous().cpu() for name, tensor in tensors.items()},
        metadata={"about": json.dumps(about)},
    )
    write_whole(path, lambda file: file.write(data))


def load_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """What `save_tensors` wrote. Raises CheckpointError for anything else."""
    try:
        with safe_open(path, framework="pt") as file:
            about = json.loads((file.metadata() or {}).get("about", "{}"))
            return {name: file.get_tensor(name) for name in file.keys()}, about  # noqa: SIM118 - not a dict
    except (OSError, SafetensorError, ValueError) as error:
        raise CheckpointError(f"{path.name} is not a readable checkpoint: {error}.") from error


def optimizer_tensors(optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    """An optimizer's state as named tensors: `parameter number.entry`."""
    state = optimizer.state_dict()["state"]
    return {f"{i}.{name}": value for i, entries in state.items() for name, value in entries.items()}


def restore_optimizer(optimizer: torch.optim.Optimizer, tensors: Mapping[str, Tensor]) -> None:
    """Put back what `optimizer_tensors` gave."""
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        number, name = key.split(".", 1)
        state.setdefault(int(number), {})[name] = value
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
