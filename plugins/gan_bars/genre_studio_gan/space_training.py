"""Learning the space of bars: batches of cells, the loss, and how well held-out bars come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from genre_studio_gan.band import LEVELS, PHRASE_BARS, VOCABULARY
from genre_studio_gan.bar_space import FIELDS, BarSpace, Plans, Posterior
from genre_studio_gan.cells import HALF_BEATS, PLAYERS, Events, context_of, events_of, rolls_of
from genre_studio_gan.keys import shifted_rows
from genre_studio_gan.preparation import PhraseSet

RATE_WEIGHT = 0.06  # of the latents' nats: the notes matter more, yet the space stays without holes
FREE_STEPS = 2000  # until that weight is reached: first the decoder must learn to listen
SKETCH_WEIGHT = 0.1
GROUPS = 4  # a batch is run in parts of cells of like length, which wastes less on padding


@dataclass(frozen=True, slots=True, eq=False)
class CellBatch:
    """C cells of a few phrases. Bars in which a playing player rests are among them."""

    onsets: Tensor  # (C, STEPS_PER_BAR, VOCABULARY)
    sounding: Tensor
    players: Tensor  # (C,)
    context: Tensor  # (C, CONTEXT_SIZE)
    notes: Sequence[NDArray[np.void]]  # C cells


class CellSampler:
    """Draws phrases, genres alike, and bars of them; the draw depends on (seed, step) alone."""

    def __init__(
        self, phrases: PhraseSet, genres: Sequence[str], *, batch: int, bars: int, seed: int
    ) -> None:
        self._phrases, self._batch, self._bars, self._seed = phrases, batch, bars, seed
        self._by_genre = [g for g in (genre_chances(phrases, genre) for genre in genres) if len(g[0])]

    def batch_at(self, step: int) -> CellBatch:
        rng = np.random.default_rng((self._seed, step))
        chosen = draw_phrases(self._by_genre, self._batch, rng)
        parts = [self._cells(number, rng) for number in chosen]
        return joined(parts)

    def _cells(self, number: int, rng: np.random.Generator) -> CellBatch:
        heard = rng.random(PLAYERS) < rng.random()
        bars = np.sort(rng.choice(PHRASE_BARS, self._bars, replace=False))
        return cells_of(_varied(self._phrases.phrase(number), rng), bars, heard)


def _varied(phrase: NDArray[np.void], rng: np.random.Generator) -> NDArray[np.void]:
    """In another key half of the time, and a little louder or softer: the space is to hold any bar.

    Without it the encoder learned the training pieces by heart: held-out nats rose from step 1,000 on.
    """
    if rng.random() < 0.5:
        phrase = shifted_rows(phrase, int(rng.integers(-6, 6)))
    varied = phrase.copy()
    varied["level"] = np.clip(phrase["level"] + rng.integers(-1, 2), 0, LEVELS - 1)
    return varied


def genre_chances(phrases: PhraseSet, genre: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The phrases of a genre, and how likely each is drawn: a piece counts by the root of its length."""
    members = np.flatnonzero(phrases.genres == genre)
    _, place, counts = np.unique(phrases.pieces[members], return_inverse=True, return_counts=True)
    chances = 1 / np.sqrt(counts[place])
    return members, chances / chances.sum() if len(members) else chances


def draw_phrases(
    by_genre: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]], count: int, rng: np.random.Generator
) -> list[int]:
    """`count` phrase numbers, genres in turn."""
    return [
        int(rng.choice(members, p=chances))
        for i in range(count)
        for members, chances in [by_genre[i % len(by_genre)]]
    ]


def cells_of(phrase: NDArray[np.void], bars: NDArray[np.int64], heard: NDArray[np.bool_]) -> CellBatch:
    """The cells of the players of a phrase in `bars`; each hears those of `heard` but itself."""
    rolls = rolls_of(phrase)
    playing = np.unique(phrase["player"]).astype(int)
    index = phrase["bar"].astype(int) * PLAYERS + phrase["player"]
    notes, context, players, places = [], [], [], []
    for player in playing.tolist():
        others = heard.copy()
        others[player] = False
        hears = context_of(rolls, others & np.isin(np.arange(PLAYERS), playing))
        for bar in bars.tolist():
            low, high = np.searchsorted(index, [bar * PLAYERS + player, bar * PLAYERS + player + 1])
            notes.append(phrase[low:high])
            context.append(hears[bar])
            players.append(player)
            places.append(bar)
    return CellBatch(
        torch.from_numpy(rolls.onsets[places, players]),
        torch.from_numpy(rolls.sounding[places, players]),
        torch.tensor(players),
        torch.from_numpy(np.stack(context)),
        notes,
    )


def joined(parts: Sequence[CellBatch]) -> CellBatch:
    return CellBatch(
        torch.cat([part.onsets for part in parts]),
        torch.cat([part.sounding for part in parts]),
        torch.cat([part.players for part in parts]),
        torch.cat([part.context for part in parts]),
        [cell for part in parts for cell in part.notes],
    )


def rate_weight_at(step: int) -> float:
    """The weight of the latents' nats at a step counted from zero."""
    return RATE_WEIGHT * min(1.0, 0.05 + step / FREE_STEPS)


def space_loss(model: BarSpace, batch: CellBatch, rate_weight: float) -> Tensor:
    """Mean nats a note, the latents' weighed in."""
    posterior = model.encoder(batch.onsets, batch.sounding, batch.players)
    return decoder_loss(model, batch, posterior, rate_weight)


def decoder_loss(model: BarSpace, batch: CellBatch, posterior: Posterior, rate_weight: float = 0.0) -> Tensor:
    """The same from a posterior that is made."""
    plans = model.decoder.plans_of(posterior.sample(), batch.players, batch.context)
    nats = note_nats(model, batch, plans)
    sketch = SKETCH_WEIGHT * sketch_nats(plans, batch)
    notes = sum(len(cell) for cell in batch.notes) + len(batch.notes)
    total = nats.sum() + sketch + rate_weight * posterior.nats().sum()
    return torch.as_tensor(total / notes)


def sketch_nats(plans: Plans, batch: CellBatch) -> Tensor:
    """How badly the sketches alone say which rows begin in each half beat, summed: they are learned first."""
    cells = len(batch.onsets)
    begun = (batch.onsets > 0).view(cells, HALF_BEATS, -1, VOCABULARY).any(2).float()
    return functional.binary_cross_entropy_with_logits(plans.sketch, begun, reduction="sum")


def note_nats(model: BarSpace, batch: CellBatch, plans: Plans) -> Tensor:
    """Nats of each field over the whole batch, (4,)."""
    lengths = np.array([len(cell) for cell in batch.notes])
    total = torch.zeros(4)
    for group in np.array_split(np.argsort(lengths, kind="stable"), GROUPS):
        if len(group):
            events: Events = events_of([batch.notes[i] for i in group])
            chosen = torch.from_numpy(group)
            own = Plans(*(part[chosen] for part in plans))
            nats = model.decoder.nats_of(own, batch.players[chosen], batch.context[chosen], events)
            total = total + nats.sum((0, 1))
    return total


@torch.no_grad()
def held_out_nats(model: BarSpace, batches: Sequence[CellBatch]) -> Mapping[str, float]:
    """Nats a note at the posterior's mean, in all and by field, and the latents' nats a cell.

    "loss" is what decides which weights are kept: the notes' nats and the weighed latents' together.
    """
    fields, rate, notes, cells = torch.zeros(4), 0.0, 0, 0
    for batch in batches:
        posterior = model.encoder(batch.onsets, batch.sounding, batch.players)
        plans = model.decoder.plans_of(posterior.mean, batch.players, batch.context)
        fields += note_nats(model, batch, plans)
        rate += float(posterior.nats().sum())
        notes += sum(len(cell) for cell in batch.notes)
        cells += len(batch.notes)
    measured = {f"space {name}": float(nats) / notes for name, nats in zip(FIELDS, fields, strict=True)}
    total = float(fields.sum())
    return {
        "loss": (total + RATE_WEIGHT * rate) / (notes + cells),
        "nats": total / notes,
        "rate": rate / cells,
        **measured,
    }
