"""The game between the generator and its critic, played in the space of bars.

A relativistic pairing loss with zero-centred gradient penalties on real and on generated phrases (Huang
et al. 2024, "The GAN is dead; long live the GAN!", R3GAN): the critic only compares, so it cannot win by a
margin that leaves the generator without a gradient, and mode dropping costs. All
randomness comes from (seed, step).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from genre_studio_gan.critics import SongCritic
from genre_studio_gan.latents import LatentSet
from genre_studio_gan.song_network import SongNetwork, Wish, draw_noise
from genre_studio_gan.space_training import draw_phrases
from genre_studio_gan.wishes import draw_masks


@dataclass(frozen=True, slots=True)
class GameSettings:
    """How the game is played."""

    batch: int = 64
    learning_rate: float = 4e-4  # falls along a cosine to a twentieth
    betas: tuple[float, float] = (0.0, 0.99)
    penalty: float = 0.5  # of both gradients' squared lengths, halved over the game
    average_decay: float = 0.9995
    # Of the posterior's deviation. With all of it two equal bars lay as far apart as two different ones, and
    # the generator never learned to repeat; with none the critic knows a repetition by its exact zero.
    spread: float = 0.25


class Losses(NamedTuple):
    generator: float
    critic: float


class Game:
    """Both networks, their optimisers and the averaged generator."""

    def __init__(
        self,
        network: SongNetwork,
        critic: SongCritic,
        latents: LatentSet,
        chances: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]],
        settings: GameSettings,
        *,
        seed: int,
        steps: int,
    ) -> None:
        self.network, self.critic, self.settings = network, critic, settings
        self._latents, self._chances, self._seed, self._steps = latents, chances, seed, steps
        self.optimizers = (
            torch.optim.Adam(network.parameters(), settings.learning_rate, settings.betas),
            torch.optim.Adam(critic.parameters(), settings.learning_rate, settings.betas),
        )
        self.average = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.step = 0

    def take_step(self) -> Losses:
        """One move of each side."""
        torch.manual_seed(self._seed * 1_000_003 + self.step)
        rng = np.random.default_rng((self._seed, 1, self.step))
        share = min(1.0, self.step / max(1, self._steps))
        rate = self.settings.learning_rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * share)))
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate
        penalty = self.settings.penalty * (1 - 0.5 * share)
        real, wish = self._draw(rng)
        critic_loss = self._move_critic(real, wish, penalty)
        generator_loss = self._move_generator(real, wish)
        self.step += 1
        self._follow()
        return Losses(generator_loss, critic_loss)

    def _draw(self, rng: np.random.Generator) -> tuple[Tensor, Wish]:
        """Real phrases, a little blurred, and what is wished of the generator for each."""
        numbers = draw_phrases(self._chances, self.settings.batch, rng)
        chosen = torch.tensor(numbers)
        latents = self._latents
        deviation = latents.deviation[chosen]
        blur = torch.randn_like(deviation) * deviation * self.settings.spread
        real = latents.mean[chosen] + blur
        playing = latents.playing[chosen]
        mask = torch.from_numpy(draw_masks(playing.numpy() > 0, rng))
        genre = functional.one_hot(latents.genre[chosen], self.network.config.genres).float()
        density = latents.density[chosen, None]
        return real, Wish(genre, playing, latents.chords[chosen], density, real * mask[..., None], mask)

    def _move_critic(self, real: Tensor, wish: Wish, penalty: float) -> float:
        with torch.no_grad():
            made = self.network(draw_noise(len(real), self.network.config.noise), wish)
        real, made = real.requires_grad_(), made.requires_grad_()
        for_real, for_made = self.critic(real, wish), self.critic(made, wish)
        game = functional.softplus(for_made - for_real).mean()
        loss = game + 0.5 * penalty * (_steepness(for_real, real) + _steepness(for_made, made))
        self.optimizers[1].zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        self.optimizers[1].step()
        return float(game.detach())

    def _move_generator(self, real: Tensor, wish: Wish) -> float:
        made = self.network(draw_noise(len(real), self.network.config.noise), wish)
        with torch.no_grad():
            for_real = self.critic(real, wish)
        loss = functional.softplus(for_real - self.critic(made, wish)).mean()
        self.optimizers[0].zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        self.optimizers[0].step()
        return float(loss.detach())

    def _follow(self) -> None:
        decay = min(self.settings.average_decay, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)


def _steepness(verdict: Tensor, latents: Tensor) -> Tensor:
    """The squared length of the verdict's gradient, mean over phrases: R1 (Mescheder et al. 2018)."""
    (gradient,) = torch.autograd.grad(verdict.sum(), latents, create_graph=True)
    return gradient.square().flatten(1).sum(1).mean()
