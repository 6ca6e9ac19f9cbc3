"""What is given and what is to be written: masks over the cells of a phrase, drawn for training."""

import numpy as np
from numpy.typing import NDArray

from genre_studio_gan.band import PHRASE_BARS
from genre_studio_gan.cells import PLAYERS

FREE_SHARE = 0.45  # of the phrases that are written from nothing
PART_SHARE = 0.30  # ... with some players given: accompaniment
BAR_SHARE = 0.25  # ... with some bars given: what comes before, after, or both


def draw_masks(playing: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.float32]:
    """(B, T, P): 1 where a cell is given; never all of them. `playing` is (B, P)."""
    masks = np.zeros((len(playing), PHRASE_BARS, PLAYERS), np.float32)
    kinds = rng.choice(3, len(playing), p=(FREE_SHARE, PART_SHARE, BAR_SHARE))
    for place, (players, kind) in enumerate(zip(playing, kinds, strict=True)):
        band = np.flatnonzero(players)
        if kind == 1 and len(band) > 1:
            given = rng.choice(band, rng.integers(1, len(band)), replace=False)
            masks[place][:, given] = 1
        elif kind == 2:
            masks[place][_given_bars(rng)] = players
    return masks


def _given_bars(rng: np.random.Generator) -> NDArray[np.bool_]:
    """A gap of one bar to all but one, anywhere: bars before it, after it, or on both sides."""
    gap = int(rng.integers(1, PHRASE_BARS))
    first = int(rng.choice([0, PHRASE_BARS - gap, int(rng.integers(0, PHRASE_BARS - gap + 1))]))
    given = np.ones(PHRASE_BARS, bool)
    given[first : first + gap] = False
    return given
