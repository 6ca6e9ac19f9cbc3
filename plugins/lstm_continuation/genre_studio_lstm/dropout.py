"""Dropout whose chance costs little on a CPU.

torch draws a number for each unit there, by one thread: 6% of a training step. Here one draw of 64 bits
decides over eight units.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

_LEVELS = 256  # what a byte can tell apart


class ByteDropout(nn.Module):
    """Zeroes a share of units while training, and scales the others so that sums stay; as nn.Dropout.

    On a CPU the share is rounded to a 256th.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        if not 0 <= share < 1:
            raise ValueError("the share that is dropped must lie within 0 and 1")
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """x (...) to the same shape."""
        if not self.training or self.share == 0:
            return x
        if x.device.type != "cpu":
            return functional.dropout(x, self.share)
        dropped = min(_LEVELS - 1, max(1, round(self.share * _LEVELS)))
        draws = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-(2**63), None)
        kept = draws.view(torch.uint8)[: x.numel()].view(x.shape) >= dropped
        return x * kept.to(x.dtype).mul_(_LEVELS / (_LEVELS - dropped))

    def extra_repr(self) -> str:
        return f"share={self.share}"
