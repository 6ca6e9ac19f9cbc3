"""Phrases as points of the space: what the game is played with.

P phrases, T = PHRASE_BARS, I = PLAYERS, Z = latent size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio_gan.band import PHRASE_BARS, STEPS_PER_BAR
from genre_studio_gan.bar_space import BarSpace, Posterior
from genre_studio_gan.cells import PLAYERS, rolls_of
from genre_studio_gan.preparation import PhraseSet

CHUNK = 24  # phrases encoded at once
CHORD_SHARE = 0.1  # of the steps at which a player strikes


@dataclass(frozen=True, slots=True, eq=False)
class LatentSet:
    """Encoded phrases. Latents are in units of the scale: mean 0, deviation 1 over all playing cells."""

    mean: Tensor  # (P, T, I, Z) float32, zero where a player rests for the whole phrase
    deviation: Tensor  # (P, T, I, Z) of the posterior
    playing: Tensor  # (P, I) 0 or 1
    chords: Tensor  # (P, I) 1 where a player strikes several notes at once, see plays_chords
    density: Tensor  # (P,) rank of the notes a bar and player among the genre's phrases, 0..1
    genre: Tensor  # (P,) index


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Mean and deviation of each player's latents, (I, Z): between the space and the game."""

    mean: Tensor
    deviation: Tensor

    def to_game(self, latents: Tensor) -> Tensor:
        return (latents - self.mean) / self.deviation

    def to_space(self, latents: Tensor) -> Tensor:
        return latents * self.deviation + self.mean


@torch.inference_mode()
def encode_phrases(
    model: BarSpace, phrases: Sequence[NDArray[np.void]], resting: NDArray[np.bool_] | None = None
) -> tuple[Posterior, Tensor]:
    """The posterior of every cell, (P, T, I, Z), and `playing` (P, I).

    Players who rest throughout have zeros, unless `resting` (I,) asks for their rests to be encoded too.
    """
    rolls = [rolls_of(phrase) for phrase in phrases]
    playing = np.array([np.isin(np.arange(PLAYERS), phrase["player"]) for phrase in phrases])
    if resting is not None:
        playing |= resting
    cells = np.broadcast_to(playing[:, None], (len(phrases), PHRASE_BARS, PLAYERS))
    which = np.nonzero(cells)
    onsets = torch.from_numpy(np.stack([roll.onsets for roll in rolls])[which])
    sounding = torch.from_numpy(np.stack([roll.sounding for roll in rolls])[which])
    found = model.encoder(onsets, sounding, torch.from_numpy(which[2]))
    shape = (*cells.shape, model.config.latent)
    mean, log_variance = torch.zeros(shape), torch.zeros(shape)
    index = tuple(torch.from_numpy(axis) for axis in which)
    mean[index], log_variance[index] = found.mean, found.log_variance
    return Posterior(mean, log_variance), torch.from_numpy(playing.astype(np.float32))


def encode_set(model: BarSpace, phrases: PhraseSet, genres: Sequence[str]) -> LatentSet:
    """Every phrase of a set, in the space's own units."""
    means, deviations, playings = [], [], []
    for first in range(0, len(phrases), CHUNK):
        numbers = range(first, min(first + CHUNK, len(phrases)))
        found, playing = encode_phrases(model, [phrases.phrase(i) for i in numbers])
        means.append(found.mean)
        deviations.append((0.5 * found.log_variance).exp())
        playings.append(playing)
    genre = torch.tensor([genres.index(str(name)) for name in phrases.genres])
    return LatentSet(
        torch.cat(means),
        torch.cat(deviations),
        torch.cat(playings),
        torch.from_numpy(np.stack([plays_chords(phrases.phrase(i)) for i in range(len(phrases))])),
        torch.from_numpy(density_ranks(phrases)),
        genre,
    )


def plays_chords(phrase: NDArray[np.void]) -> NDArray[np.float32]:
    """(I,): 1 for players who strike two notes or more at one step out of ten: a string section, no oboe."""
    places = phrase["bar"].astype(int) * STEPS_PER_BAR + phrase["step"]
    found = np.zeros(PLAYERS, np.float32)
    for player in np.unique(phrase["player"]):
        _, counts = np.unique(places[phrase["player"] == player], return_counts=True)
        found[player] = np.mean(counts > 1) > CHORD_SHARE
    return found


def density_ranks(phrases: PhraseSet) -> NDArray[np.float32]:
    """(P,): where each phrase stands, 0..1, among its genre's, by notes a playing player."""
    counts = np.diff(phrases.ends, prepend=0)
    players = [len(np.unique(phrases.phrase(i)["player"])) for i in range(len(phrases))]
    density = counts / np.maximum(1, players)
    ranks = np.zeros(len(phrases), np.float32)
    for genre in np.unique(phrases.genres):
        members = np.flatnonzero(phrases.genres == genre)
        order = np.argsort(np.argsort(density[members], kind="stable"), kind="stable")
        ranks[members] = order / max(1, len(members) - 1)
    return ranks


def scale_of(latents: LatentSet) -> Scale:
    """Means and deviations over the playing cells, the posterior's own spread included."""
    weights = latents.playing[:, None, :, None].expand(-1, PHRASE_BARS, -1, 1)
    total = weights.sum((0, 1)).clamp(min=1)
    mean = (latents.mean * weights).sum((0, 1)) / total
    square = (latents.mean - mean).square() + latents.deviation.square()
    deviation = ((square * weights).sum((0, 1)) / total).sqrt().clamp(min=1e-3)
    return Scale(mean, deviation)


def scaled(latents: LatentSet, scale: Scale) -> LatentSet:
    """The set in the game's units."""
    playing = latents.playing[:, None, :, None]
    return LatentSet(
        scale.to_game(latents.mean) * playing,
        latents.deviation / scale.deviation * playing,
        latents.playing,
        latents.chords,
        latents.density,
        latents.genre,
    )
