"""The generator: from four kinds of noise, and what is known, to the latents of a phrase.

MuseGAN's composition (Dong et al. 2018, section 3): a cell (bar t of player i) is made of

    song     one noise for the phrase, shared by all players
    course   one for the phrase, spread over its bars by a temporal network, shared by all players
    part     one a player, the same in all bars
    line     one a player, spread over the bars by that player's own temporal network

so that one may be held while another is drawn anew. B phrases, T = PHRASE_BARS, P = PLAYERS, Z = latent size.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from genre_studio_gan.band import PHRASE_BARS
from genre_studio_gan.cells import PLAYERS


@dataclass(frozen=True, slots=True)
class GameConfig:
    """Sizes of the generator and of its critic."""

    genres: int = 3
    latent: int = 48
    noise: int = 32  # of each of the four kinds
    hidden: int = 192
    critic: int = 192

    @property
    def labels(self) -> int:
        """How many numbers of a Wish are the same for the whole phrase."""
        return self.genres + 2 * PLAYERS + 1

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Noise(NamedTuple):
    """The four kinds, standard normal: (B, N), (B, N), (B, P, N), (B, P, N)."""

    song: Tensor
    course: Tensor
    part: Tensor
    line: Tensor


class Wish(NamedTuple):
    """What a phrase must be.

    `genre` (B, G) one-hot, `playing` (B, P) 0 or 1, `chords` (B, P) 1 where a player strikes several notes
    at once, `density` (B, 1) the phrase's rank in its genre, 0..1,
    `known` (B, T, P, Z) latents that are given, `mask` (B, T, P) 1 where they are.
    """

    genre: Tensor
    playing: Tensor
    chords: Tensor
    density: Tensor
    known: Tensor
    mask: Tensor

    @property
    def labels(self) -> Tensor:
        return torch.cat([self.genre, self.playing, self.chords, 2 * self.density - 1], -1)


def draw_noise(count: int, size: int, generator: torch.Generator | None = None) -> Noise:
    shapes = ((count, size), (count, size), (count, PLAYERS, size), (count, PLAYERS, size))
    return Noise(*(torch.randn(shape, generator=generator) for shape in shapes))


class PerPlayer(nn.Module):
    """A linear layer of its own for every player: (..., P, in) to (..., P, out)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        bound = inputs**-0.5
        self.weight = nn.Parameter(torch.empty(PLAYERS, inputs, outputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(PLAYERS, outputs))

    def forward(self, inputs: Tensor) -> Tensor:
        rows = inputs.flatten(0, -3) if inputs.dim() > 3 else inputs  # (N, P, in)
        outputs = torch.baddbmm(self.bias[:, None], rows.transpose(0, 1), self.weight).transpose(0, 1)
        return outputs.reshape(*inputs.shape[:-1], -1)


class SongNetwork(nn.Module):
    """The generator."""

    def __init__(self, config: GameConfig) -> None:
        super().__init__()
        self.config = config
        noise, hidden, latent = config.noise, config.hidden, config.latent
        labels = config.labels
        self.course = nn.Sequential(
            nn.Linear(noise + labels, hidden), nn.LeakyReLU(0.2), nn.Linear(hidden, PHRASE_BARS * noise)
        )
        self.line_in, self.line_out = (
            PerPlayer(noise, hidden // 2),
            PerPlayer(hidden // 2, PHRASE_BARS * noise),
        )
        self.seen_bar = nn.Linear(PLAYERS * (latent + 1), 64)
        self.seen_part = PerPlayer(PHRASE_BARS * (latent + 1), 64)
        self.seen_all = nn.Linear(PHRASE_BARS * 64 + PLAYERS * 64, 64)
        self.place = nn.Embedding(PHRASE_BARS, 16)
        self.of_part = PerPlayer(2 * noise + labels + 2 * 64, hidden)
        self.of_bar = nn.Linear(noise + 64 + 16, hidden)
        self.of_cell = PerPlayer(noise + latent + 1, hidden)
        self.others = nn.Linear(hidden, hidden)
        self.beside = PerPlayer(hidden, hidden)
        self.last = PerPlayer(hidden, hidden)
        self.out = PerPlayer(hidden, latent)

    def forward(self, noise: Noise, wish: Wish) -> Tensor:
        """Latents (B, T, P, Z); the known ones stand as they are, players that rest are zero."""
        count = len(noise.song)
        labels = wish.labels
        known = torch.cat([wish.known * wish.mask[..., None], wish.mask[..., None]], -1)
        course = self.course(torch.cat([noise.course, labels], -1)).view(count, PHRASE_BARS, -1)
        line = self.line_out(functional.leaky_relu(self.line_in(noise.line), 0.2))
        line = line.view(count, PLAYERS, PHRASE_BARS, -1).transpose(1, 2)
        bar = functional.leaky_relu(self.seen_bar(known.flatten(2)), 0.2)  # (B, T, 64)
        part = functional.leaky_relu(self.seen_part(known.transpose(1, 2).flatten(2)), 0.2)  # (B, P, 64)
        everything = self.seen_all(torch.cat([bar.flatten(1), part.flatten(1)], -1))
        shared = torch.cat([noise.song, labels, everything], -1)[:, None].expand(-1, PLAYERS, -1)
        place = self.place.weight.expand(count, -1, -1)
        hidden = (
            self.of_part(torch.cat([shared, noise.part, part], -1))[:, None]
            + self.of_bar(torch.cat([course, bar, place], -1))[:, :, None]
            + self.of_cell(torch.cat([line, known], -1))
        )
        hidden = functional.leaky_relu(hidden, 0.2)
        hidden = hidden + self._heard(hidden, wish.playing)
        hidden = hidden + functional.leaky_relu(self.last(functional.leaky_relu(hidden, 0.2)), 0.2)
        made: Tensor = self.out(hidden)
        mask = wish.mask[..., None]
        return (made * (1 - mask) + wish.known * mask) * wish.playing[:, None, :, None]

    def _heard(self, hidden: Tensor, playing: Tensor) -> Tensor:
        """What a cell takes from the other players of its bar and from its own neighbouring bars."""
        weights = playing[:, None, :, None]
        band = (hidden * weights).sum(2, keepdim=True) / weights.sum(2, keepdim=True).clamp(min=1)
        beside = functional.pad(hidden, (0, 0, 0, 0, 1, 1))
        mixed = self.others(band) + self.beside(beside[:, :-2] + beside[:, 2:])
        return functional.leaky_relu(mixed, 0.2)


def network_sizes(stated: dict[str, Any]) -> GameConfig:
    """The config that `to_json` gave. Raises TypeError or KeyError for anything else."""
    return GameConfig(**{field.name: int(stated[field.name]) for field in fields(GameConfig)})
