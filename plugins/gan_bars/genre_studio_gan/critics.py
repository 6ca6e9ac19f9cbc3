"""The critic: one verdict from three that look at the phrase, at each bar, and at each player.

MuseGAN's critic sees the phrase alone; ours also judges what must hold within a bar across the band and
within a part across the bars. Shapes as in song_network.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from genre_studio_gan.band import PHRASE_BARS
from genre_studio_gan.cells import PLAYERS
from genre_studio_gan.song_network import GameConfig, PerPlayer, Wish

SUMMARY = 64


class SongCritic(nn.Module):
    """How real a phrase is for what was wished, in logits without a zero: only differences mean something."""

    def __init__(self, config: GameConfig) -> None:
        super().__init__()
        width, cell = config.critic, config.latent + 2
        labels = config.labels
        self.bar_first = nn.Linear(PLAYERS * cell + labels, width)
        self.bar_second = nn.Linear(width, SUMMARY)
        self.part_first = PerPlayer(PHRASE_BARS * cell + labels, width)
        self.part_second = PerPlayer(width, SUMMARY)
        self.change_first = PerPlayer((2 * PHRASE_BARS - 3) * config.latent, width // 2)
        self.change_second = PerPlayer(width // 2, SUMMARY)
        self.bar_score = nn.Linear(SUMMARY, 1)
        self.part_score = nn.Linear(SUMMARY, 1)
        summaries = SUMMARY * (PHRASE_BARS + 2 * PLAYERS)
        self.phrase = nn.Sequential(
            nn.Linear(summaries + labels, 2 * width),
            nn.LeakyReLU(0.2),
            nn.Linear(2 * width, width),
            nn.LeakyReLU(0.2),
            nn.Linear(width, 1),
        )

    def forward(self, latents: Tensor, wish: Wish) -> Tensor:
        """(B, T, P, Z) to (B,)."""
        count = len(latents)
        playing = wish.playing[:, None, :, None].expand(-1, PHRASE_BARS, -1, -1)
        cells = torch.cat([latents, wish.mask[..., None], playing], -1)
        labels = wish.labels
        by_bar = torch.cat([cells.flatten(2), labels[:, None].expand(-1, PHRASE_BARS, -1)], -1)
        bars = functional.leaky_relu(self.bar_second(functional.leaky_relu(self.bar_first(by_bar), 0.2)), 0.2)
        by_part = torch.cat([cells.transpose(1, 2).flatten(2), labels[:, None].expand(-1, PLAYERS, -1)], -1)
        parts = self.part_second(functional.leaky_relu(self.part_first(by_part), 0.2))
        parts = functional.leaky_relu(parts, 0.2)
        # What a bar changes against the last one and the one before that: repetition is heard, not guessed.
        changes = torch.cat([latents.diff(dim=1), latents[:, 2:] - latents[:, :-2]], 1).abs()
        changes = changes.transpose(1, 2).flatten(2)
        changed = self.change_second(functional.leaky_relu(self.change_first(changes), 0.2))
        changed = functional.leaky_relu(changed, 0.2)
        summary = torch.cat([bars.flatten(1), parts.flatten(1), changed.flatten(1), labels], -1)
        weight = wish.playing / wish.playing.sum(1, keepdim=True).clamp(min=1)
        score = self.phrase(summary)[:, 0] + self.bar_score(bars).view(count, -1).mean(1)
        verdict: Tensor = score + (self.part_score(parts)[..., 0] * weight).sum(1)
        return verdict
