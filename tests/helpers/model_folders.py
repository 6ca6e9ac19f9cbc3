"""Model folders as a trainer leaves them, with weights of a few bytes."""

import hashlib
import json
import struct
from pathlib import Path
from typing import Any


def safetensors_bytes(header: Any, data: bytes) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


WEIGHTS = safetensors_bytes({"a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}, bytes(24))


def write_model(folder: Path, *, weights: bytes = WEIGHTS, **changes: Any) -> Path:
    """A whole model of the plugin "tiny" in `folder`, its config.json with `changes`."""
    folder.mkdir(parents=True)
    config = {
        "format": 1,
        "id": folder.name,
        "title": "Small",
        "plugin": "tiny",
        "genres": ["jazz"],
        "parameters": 6,
        "sha256": hashlib.sha256(weights).hexdigest(),
        "training_data": "Made up",
        "licence": "CC0",
        "held_out": {"jazz": 3.5},
    }
    (folder / "config.json").write_text(json.dumps(config | changes))
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "card.md").write_text("# Small\n")
    return folder
