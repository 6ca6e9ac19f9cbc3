"""Which processor a model learns on, and how precisely it calculates there."""

import os
from contextlib import AbstractContextManager, nullcontext

import torch

from genre_studio.plugin_api.errors import GenerationError


def choose_device(name: str) -> torch.device:
    """The device that "auto", "cpu", "cuda", "cuda:1" or "mps" names; auto takes the fastest there is.

    Under torchrun each process on a machine takes a GPU of its own. Raises GenerationError where this
    machine has no such device.
    """
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise GenerationError(f"'{name}' is no device: choose auto, cpu, cuda, cuda:1 or mps.") from error
    if device.type == "cuda" and device.index is None and torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")) % torch.cuda.device_count())
    there = {
        "cpu": True,
        "cuda": torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count(),
        "mps": torch.backends.mps.is_available(),
    }
    if not there.get(device.type, False):
        raise GenerationError(f"This machine has no {name} that torch can use: choose auto or cpu.")
    return device


def calculating_on(device: torch.device) -> AbstractContextManager[object]:
    """Within it, products are in bf16 where the device is made for that: a CPU stays exact.

    bf16 and not half precision: it has the range of full precision, so no loss need be scaled.
    """
    if device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.autocast("cuda", torch.bfloat16)
    return nullcontext()
