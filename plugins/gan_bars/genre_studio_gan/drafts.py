"""Choosing between drafts: the critic that taught the generator picks the one that it would believe."""

from collections.abc import Sequence

import torch
from torch import Tensor

from genre_studio_gan.calibration import CALIBRATIONS, UNTRIED
from genre_studio_gan.song_network import Noise, Wish
from genre_studio_gan.weights import GanModel

DRAFTS = 16  # they cost next to nothing: only the chosen one is written out in notes
LAGS = (1, 2, 4)  # bars


def best_drafts(model: GanModel, wish: Wish, noise: Sequence[Noise], drafts: int = DRAFTS) -> Tensor:
    """For each of B takes the latents (B, T, P, Z) that the critic likes best of `drafts`.

    Drafts of a take differ in the course and in the lines, by noise derived from its own, so that a take
    stays what it is however many are asked for.
    """
    count = len(noise)
    tried = [_turned(one, turn) for turn in range(drafts) for one in noise]
    many = Noise(*(torch.cat(parts) for parts in zip(*tried, strict=True)))
    wishes = Wish(*(part.repeat(drafts, *[1] * (part.dim() - 1)) for part in wish))
    made = model.network(many, wishes)
    verdicts = model.critic(made, wishes).view(drafts, count)
    best = verdicts.argmax(0)
    return torch.as_tensor(made.view(drafts, count, *made.shape[1:])[best, torch.arange(count)])


def come_back(latents: Tensor, mask: Tensor, genre: str) -> Tensor:
    """Bars that lie almost where an earlier bar of the phrase lies, put there: what comes back comes back.

    `latents` (B, T, P, Z) in the game's units; a bar is looked for 1, 2, 4 bars before, the nearest counts.
    Cells of `mask` are given and stay.
    """
    near = CALIBRATIONS.get(genre, UNTRIED).same_bar
    settled = latents.clone()
    for bar in range(1, latents.shape[1]):
        lags = [lag for lag in LAGS if lag <= bar]
        earlier = torch.stack([settled[:, bar - lag] for lag in lags])  # (L, B, P, Z)
        distance, which = (earlier - latents[:, bar]).square().mean(-1).min(0)  # (B, P)
        nearest = earlier.gather(0, which[None, ..., None].expand(1, *earlier.shape[1:]))[0]
        same = (distance < near) & (mask[:, bar] == 0)
        settled[:, bar] = torch.where(same[..., None], nearest, latents[:, bar])
    return settled


def _turned(noise: Noise, turn: int) -> Noise:
    """The same song and parts; course and lines rolled within themselves, which leaves them normal."""
    if not turn:
        return noise
    shift = 2 * turn
    return Noise(noise.song, noise.course.roll(shift, -1), noise.part, noise.line.roll(shift, -1))
