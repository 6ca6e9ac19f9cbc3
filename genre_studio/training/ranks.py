"""Several processes that train one model, started by torchrun: torch.distributed, by hand.

By hand, because what is needed is one sum of gradients a step: Lightning Fabric would bring its own
launcher, precision and checkpoint notions to hide these few calls.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Ranks:
    """This process among `count`; the leader alone writes files and speaks. Alone, everything is free."""

    rank: int
    count: int
    device: torch.device

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def sum_up(self, tensors: Sequence[Tensor]) -> None:
        """Add up each tensor over all processes, in place, in one message."""
        if self.count == 1 or not tensors:
            return
        flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
        dist.all_reduce(flat)
        for tensor, part in zip(tensors, torch.split(flat, [t.numel() for t in tensors]), strict=True):
            tensor.copy_(part.view_as(tensor))

    def any_of(self, flag: bool) -> bool:
        """Whether any process says so: all of them do the same then."""
        if self.count == 1:
            return flag
        said = torch.tensor([float(flag)], device=self.device)
        dist.all_reduce(said, dist.ReduceOp.MAX)
        return bool(said.item())

    def from_leader(self, value: Any) -> Any:
        """The leader's JSON-able value, for every process."""
        if self.count == 1:
            return value
        data = json.dumps(value).encode() if self.leads else b""
        size = torch.tensor([len(data)], device=self.device)
        dist.broadcast(size, 0)
        letters = torch.zeros(int(size), dtype=torch.uint8, device=self.device)
        if self.leads:
            letters.copy_(torch.frombuffer(bytearray(data), dtype=torch.uint8))
        dist.broadcast(letters, 0)
        return json.loads(bytes(letters.cpu().tolist()))

    def tensors_from_leader(self, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """The leader's tensors by name, for every process; those of the others are not looked at."""
        if self.count == 1:
            return dict(tensors)
        shapes = {name: [list(t.shape), str(t.dtype).split(".")[1]] for name, t in tensors.items()}
        received = {}
        for name, (shape, dtype) in self.from_leader(shapes).items():
            mine = (
                tensors[name].detach().to(self.device).contiguous()
                if self.leads
                else torch.empty(shape, dtype=getattr(torch, dtype), device=self.device)
            )
            dist.broadcast(mine, 0)
            received[name] = mine
        return received

    @contextmanager
    def leader_first(self) -> Iterator[None]:
        """The leader goes through the block, then the others: they find what it has prepared."""
        if self.count > 1 and not self.leads:
            dist.barrier()
        yield
        if self.count > 1 and self.leads:
            dist.barrier()


def current_ranks(device: torch.device | None = None) -> Ranks:
    """This process's place, where `joined_ranks` has joined it to others; else alone."""
    device = device or torch.device("cpu")
    if not (dist.is_available() and dist.is_initialized()):
        return Ranks(0, 1, device)
    return Ranks(dist.get_rank(), dist.get_world_size(), device)


@contextmanager
def joined_ranks(device: torch.device) -> Iterator[Ranks]:
    """Within it, this process belongs to those that torchrun started with it; without torchrun, alone."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1 or dist.is_initialized():
        yield current_ranks(device)
        return
    if device.type == "cuda":
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield current_ranks(device)
    finally:
        dist.destroy_process_group()
