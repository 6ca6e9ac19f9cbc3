"""Memory of a device: how much is in use, and whether an error means that there is no more."""

import psutil
import torch

_WORDS = ("not enough memory", "out of memory", "can't allocate memory", "DefaultCPUAllocator")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether `error` says that memory ran out: torch has one class on a GPU and plain words on a CPU."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _WORDS)


def memory_in_use_bytes(device: torch.device) -> int:
    """Of the device where it counts its own, else of this process."""
    if device.type == "cuda":
        return int(torch.cuda.memory_allocated(device))
    if device.type == "mps":
        return int(torch.mps.current_allocated_memory())
    return int(psutil.Process().memory_info().rss)


def give_back_memory(device: torch.device) -> None:
    """Hand cached blocks back to the device, before something smaller is tried."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
