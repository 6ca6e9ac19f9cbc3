"""The critic: of several drafts of the next bars, which would pass for the real thing?

Small networks on critic_features, trained by critic_training on training pieces alone: one a genre and
length says how much likelier bars are to be a piece's own than this model's (the density ratio of
discriminator rejection sampling, Azadi et al. 2019), one a length says which genre they are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import SLOTS_PER_FAMILY, family_of_part, is_drum_part
from genre_studio.generation.note_codec import DURATION_STEPS
from genre_studio.music.instruments import Family
from genre_studio.training.checkpoint import load_tensors
from genre_studio_lstm.critic_features import Bars, described, returns

CRITIC_NAME = "critic.safetensors"
LENGTHS = (2, 4, 8)  # bars that are judged at once
PRIMER_BARS = 8
FARTHEST = 4.0  # deviations: an outlier is an outlier
_STEPS_LONG = np.array([*DURATION_STEPS, 1])

Floats = NDArray[np.float64]


def heard_parts(genre: str, parts: Collection[int]) -> frozenset[int]:
    """The parts that the critic listens to: pitched ones, without the comping piano of a jazz combo.

    The piano of the jazz data was made by a program; what tells it from ours says nothing of jazz.
    """
    pitched = {part for part in parts if not is_drum_part(part)}
    families = {family_of_part(part) for part in parts}
    keys = [part for part in pitched if part // SLOTS_PER_FAMILY == Family.KEYS]
    is_combo = genre == "jazz" and {Family.DRUMS, Family.BASS} <= families
    if is_combo and keys and len(pitched) > 2:
        pitched.discard(max(keys))
    return frozenset(pitched)


def bars_of(
    notes: NDArray[np.integer], lines: Sequence[int], heard: Collection[int], single: Collection[int]
) -> Bars:
    """Bars from rows (n, 4) of step, part, pitch and duration class between bar lines (in steps).

    A note of a `single`-voiced part ends where the part's next one begins.
    """
    notes = notes[np.isin(notes[:, 1], list(heard))].astype(np.int64)
    notes = notes[np.lexsort((notes[:, 2], notes[:, 0]))]
    first, end = lines[0], lines[-1]
    notes = notes[(notes[:, 0] >= first) & (notes[:, 0] < end)]
    lengths = _STEPS_LONG[notes[:, 3]]
    for part in single:
        own = np.flatnonzero(notes[:, 1] == part)
        lengths[own[:-1]] = np.minimum(lengths[own[:-1]], np.maximum(1, np.diff(notes[own, 0])))
    lengths = np.minimum(lengths, end - notes[:, 0])
    fresh = np.append(True, (notes[1:, 0] != notes[:-1, 0]) | (notes[1:, 2] != notes[:-1, 2]))[: len(notes)]
    return Bars(notes[fresh, 0] - first, notes[fresh, 2], lengths[fresh], np.array(lines) - first)


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """Bars and their numbers, worked out once."""

    bars: Bars
    numbers: Floats

    @classmethod
    def of(cls, bars: Bars) -> "Described":
        return cls(bars, described(bars))


def critic_vector(primer: Described, new: Described) -> Floats:
    """What the critic reads: the bars, how they differ from the primer, what they take up of it."""
    return np.concatenate([new.numbers, new.numbers - primer.numbers, returns(primer.bars, new.bars)])


@dataclass(frozen=True, slots=True, eq=False)
class SmallNet:
    """Averages of networks with one hidden layer, on standardised features (F,)."""

    mean: Floats
    scale: Floats
    into: Floats  # (members, F, H)
    into_bias: Floats  # (members, H)
    out: Floats  # (members, H, C)
    out_bias: Floats  # (members, C)

    def __call__(self, vectors: Floats) -> Floats:
        """(n, C) from vectors (n, F)."""
        x = np.clip((vectors - self.mean) / self.scale, -FARTHEST, FARTHEST)
        hidden = np.maximum(np.einsum("nf,mfh->mnh", x, self.into) + self.into_bias[:, None], 0)
        answers: Floats = (np.einsum("mnh,mhc->mnc", hidden, self.out) + self.out_bias[:, None]).mean(0)
        return answers


class Critic:
    """All small networks of a model."""

    def __init__(self, genres: Sequence[str], nets: Mapping[str, SmallNet]) -> None:
        self._genres, self._nets = tuple(genres), dict(nets)

    def reality(self, genre: str, primers: Sequence[Described], new: Sequence[Described]) -> Floats:
        """(n,) log odds of each being the piece's own rather than this model's."""
        vectors = np.stack([critic_vector(*pair) for pair in zip(primers, new, strict=True)])
        answers: Floats = self._nets[f"{genre} {new[0].bars.bars}"](vectors)[:, 0]
        return answers

    def genre(self, genre: str, new: Sequence[Described]) -> Floats:
        """(n,) log probability of each being of `genre`."""
        logits = self._nets[f"genre {new[0].bars.bars}"](np.stack([one.numbers for one in new]))
        logits = logits - logits.max(1, keepdims=True)
        shares: Floats = logits - np.log(np.exp(logits).sum(1, keepdims=True))
        return shares[:, self._genres.index(genre)]

    @classmethod
    def load(cls, folder: Path, genres: Sequence[str]) -> "Critic | None":
        """The critic of a model folder; None where it has none."""
        path = folder / CRITIC_NAME
        if not path.is_file():
            return None
        tensors, _ = load_tensors(path)
        names = {key.rsplit("/", 1)[0] for key in tensors}
        fields = ("mean", "scale", "into", "into_bias", "out", "out_bias")
        nets = {
            name: SmallNet(*(tensors[f"{name}/{field}"].double().numpy() for field in fields))
            for name in names
        }
        return cls(genres, nets)
