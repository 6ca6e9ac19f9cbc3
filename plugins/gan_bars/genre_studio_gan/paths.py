"""Ways through the space of bars."""

import torch
from torch import Tensor


def spherical(near: Tensor, far: Tensor, share: Tensor) -> Tensor:
    """Points between two, along the sphere where their directions differ (Shoemake 1985): (..., Z).

    In a space of normal latents a straight line leads through the middle, where no music lies; lengths are
    interpolated apart from directions. `share` 0 is near, 1 is far; it broadcasts.
    """
    near_length = near.norm(dim=-1, keepdim=True).clamp(min=1e-6)
    far_length = far.norm(dim=-1, keepdim=True).clamp(min=1e-6)
    one, other = near / near_length, far / far_length
    angle = (one * other).sum(-1, keepdim=True).clamp(-1, 1).acos()
    sine = angle.sin()
    straight = sine < 1e-4
    safe = torch.where(straight, torch.ones_like(sine), sine)
    first = torch.where(straight, 1 - share, ((1 - share) * angle).sin() / safe)
    second = torch.where(straight, share + torch.zeros_like(sine), (share * angle).sin() / safe)
    mixed: Tensor = (first * one + second * other) * (near_length * (1 - share) + far_length * share)
    return mixed
