"""What must hold of a model's files before anybody loads them: sizes and shapes, read from the headers."""

import hashlib
import json
import math
from pathlib import Path
from typing import Any

from genre_studio.plugin_api.models import WEIGHTS_FILE, ModelInfo

LARGEST_FILE = 4 << 30  # bytes
_LARGEST_HEADER = 16 << 20  # bytes
_MOST_TENSORS = 50_000
_MOST_AXES = 16
_READ_AT_ONCE = 1 << 20
_BYTES = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2,
    "I32": 4, "U32": 4, "F32": 4, "I64": 8, "U64": 8, "F64": 8,
}  # fmt: skip


class ModelStoreError(Exception):
    """What was asked of the models cannot be done; one sentence says why and what to do."""


def check_tensors(path: Path) -> None:
    """A safetensors file whose header describes it to the last byte; no tensor is read.

    The format: 8 bytes with the length of the header, a JSON object with type, shape and place of each
    tensor, and their bytes without gap or overlap (huggingface/safetensors, README). Raises ModelStoreError.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > min(_LARGEST_HEADER, size - 8):
                raise ValueError("its header is longer than the file")
            header = json.loads(file.read(length))
        _check_header(header, size - 8 - length)
    except OSError as error:
        raise ModelStoreError(
            f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}."
        ) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        why = str(error) if type(error) is ValueError else "its header is not what a model has"
        raise ModelStoreError(f"{path.name} is damaged: {why}. Get the model again.") from error


def check_sum(model: ModelInfo) -> None:
    """The weights are those that the description names. Raises ModelStoreError."""
    digest = hashlib.sha256()
    with (model.path / WEIGHTS_FILE).open("rb") as file:
        while data := file.read(_READ_AT_ONCE):
            digest.update(data)
    if digest.hexdigest() != model.sha256:
        raise ModelStoreError(
            "Its weights are not the ones that its config.json describes. Get the model again."
        )


def _check_header(header: Any, data_bytes: int) -> None:
    if not isinstance(header, dict) or len(header) > _MOST_TENSORS:
        raise ValueError("its header does not list tensors")
    tensors = [entry for name, entry in header.items() if name != "__metadata__"]
    places = sorted((_place_of(entry) for entry in tensors), key=lambda place: place)
    end = 0
    for first, last in places:
        if first != end:
            raise ValueError("its tensors overlap or leave gaps")
        end = last
    if end != data_bytes:
        raise ValueError("its length is not the one that its header says")


def _place_of(entry: Any) -> tuple[int, int]:
    """The bytes [first, last) of one tensor, which are as many as its shape needs."""
    shape, (first, last) = entry["shape"], entry["data_offsets"]
    if len(shape) > _MOST_AXES or not all(type(n) is int and n >= 0 for n in (*shape, first, last)):
        raise ValueError("a tensor has an impossible shape")
    if entry["dtype"] not in _BYTES or math.prod(shape) * _BYTES[entry["dtype"]] != last - first:
        raise ValueError("a tensor's shape does not fit its bytes")
    return first, last
