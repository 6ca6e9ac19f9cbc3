"""From latents of phrases to their notes: player after player, each hearing those that are written."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio_gan.band import MOST_IN_CELL, PHRASE_BARS, PHRASE_NOTE, VOCABULARY, Player
from genre_studio_gan.bar_space import BarDecoder
from genre_studio_gan.cells import PLAYERS, context_of, rolls_of
from genre_studio_gan.decoding import FIELD_COUNT, USUAL_TOUCH, Touch, write_cells

ORDER = (Player.DRUMS, Player.BASS, Player.KEYS, Player.GUITAR, Player.LEAD)
"""Who plays first: the rhythm section, then what stands on it."""


def write_phrases(
    decoder: BarDecoder,
    latents: Tensor,
    cells: NDArray[np.bool_],
    seeds: Sequence[int],
    *,
    chords: NDArray[np.bool_],
    first_bar: int = 0,
    given: Sequence[NDArray[np.void]] | None = None,
    touch: Touch = USUAL_TOUCH,
    allowed: NDArray[np.bool_] | None = None,
    tell: Callable[[list[NDArray[np.void]]], None] = lambda phrases: None,
) -> list[NDArray[np.void]]:
    """The notes of P phrases, PHRASE_NOTE, those of `given` among them.

    `latents` are (P, T, I, Z) in the space's units, `cells` (P, T, I) which of them are to be written;
    `chords` (P, I) who may strike several notes at once;
    `allowed` (I, VOCABULARY) are the rows that each player may write. `tell` hears of each player's notes
    as soon as they stand. `first_bar` tells the windows of a take apart.
    """
    count = len(latents)
    phrases = list(given) if given is not None else [np.zeros(0, PHRASE_NOTE) for _ in range(count)]
    heard = np.stack([np.isin(np.arange(PLAYERS), phrase["player"]) for phrase in phrases])
    for player in ORDER:
        which, bars = np.nonzero(cells[:, :, player])
        if not len(which):
            continue
        others = heard.copy()
        others[:, player] = False
        context = np.stack([context_of(rolls_of(p), h) for p, h in zip(phrases, others, strict=True)])
        draws = np.stack([_draws(seed, first_bar, player) for seed in seeds])
        written = write_cells(
            decoder,
            latents[which, bars, int(player)],
            torch.full((len(which),), int(player)),
            torch.from_numpy(context[which, bars]),
            uniform=draws[which, bars],
            single=~chords[which, player],
            touch=touch,
            allowed=None if allowed is None else np.broadcast_to(allowed[player], (len(which), VOCABULARY)),
        )
        made: list[list[NDArray[np.void]]] = [[] for _ in range(count)]
        for phrase, bar, cell in zip(which, bars, written, strict=True):
            cell["bar"], cell["player"] = bar, player
            made[phrase].append(cell)
        fresh = [np.concatenate(parts) if parts else np.zeros(0, PHRASE_NOTE) for parts in made]
        phrases = [_sorted(np.concatenate([p, f])) for p, f in zip(phrases, fresh, strict=True)]
        heard[:, player] = True
        tell(fresh)
    return phrases


def _draws(seed: int, first_bar: int, player: Player) -> NDArray[np.float32]:
    """(T, MOST_IN_CELL, FIELD_COUNT) of one take, window and player.

    All bars draw the same numbers: where two bars lie near each other in the space, they come out alike,
    as bars that come back in a piece do. Each bar for itself is as likely as before.
    """
    draws = np.random.default_rng((seed, first_bar, int(player))).random(
        (MOST_IN_CELL, FIELD_COUNT), np.float32
    )
    return np.broadcast_to(draws, (PHRASE_BARS, *draws.shape))


def _sorted(phrase: NDArray[np.void]) -> NDArray[np.void]:
    return phrase[np.lexsort((phrase["row"], phrase["step"], phrase["player"], phrase["bar"]))]
