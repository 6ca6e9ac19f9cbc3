"""A decoder-only Transformer over note rows. Letters: B pieces, T rows, S rows in memory, D width, H heads.

Positions are rotary (Su et al. 2021): attention sees how far apart two rows are and never where they
stand, so a song may be longer than any training window. A row sees itself and the window - 1 before it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import torch
from torch import Tensor, nn
from torch.nn import functional

from genre_studio.generation.grid import PART_COUNT
from genre_studio.generation.note_codec import FIELD_SIZES, NO_PART, Field
from genre_studio_transformer.lines import METER_COUNT, PLACE_COUNT

ANY_GENRE = 0  # what the condition says now and then while it learns; the genres follow from 1 on

Memory: TypeAlias = list[tuple[Tensor, Tensor]]
"""Keys and values of the rows so far, one pair a layer, each (B, H, S, D / H): the KV cache."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The network's sizes. Contradictions are refused when made."""

    genres: tuple[str, ...]
    width: int = 160
    layers: int = 4
    heads: int = 5
    window: int = 256  # rows that one row may see, itself included
    dropout: float = 0.1

    def __post_init__(self) -> None:
        if min(self.width, self.layers, self.heads, self.window) < 1 or not 0 <= self.dropout < 1:
            raise ValueError("sizes must be at least 1, and dropout lie within 0 and 1")
        if self.width % (2 * self.heads):
            raise ValueError("the width must be an even number for each head")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class NoteTransformer(nn.Module):
    """Reads rows, then predicts the fields of the next one, one after the other."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        width = sizes.width
        self.fields = nn.ModuleList(nn.Embedding(size, width) for size in FIELD_SIZES)
        self.place = nn.Embedding(PLACE_COUNT, width)
        self.meter = nn.Embedding(METER_COUNT, width)
        self.genre = nn.Embedding(1 + len(sizes.genres), width)
        self.parts = nn.Linear(PART_COUNT, width)
        self.layers = nn.ModuleList(_Layer(sizes) for _ in range(sizes.layers))
        self.last_norm = nn.LayerNorm(width)
        self.views = nn.Linear(width, width * len(FIELD_SIZES))
        self.chosen = nn.ModuleList(nn.Embedding(size, width) for size in FIELD_SIZES)
        self.next_place = nn.Embedding(PLACE_COUNT, width)
        self.outputs = nn.ModuleList(nn.Linear(width, size) for size in FIELD_SIZES)
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, std=0.1)

    def condition(self, genre: Tensor, parts: Tensor) -> Tensor:
        """(B, D) from genre numbers (B,) and the parts that play (B, PART_COUNT)."""
        told: Tensor = self.genre(genre) + self.parts(parts)
        return told

    def read(
        self, rows: Tensor, places: Tensor, condition: Tensor, memory: Memory | None = None, start: int = 0
    ) -> tuple[Tensor, Memory]:
        """What is known after each of `rows` (B, T, 5), which stand at `places` (B, T, 2): (B, T, D).

        `memory` is that of the rows before, of which `start` are forgotten or in it. The new memory holds
        what the next row may see.
        """
        x = self.place(places[..., 0]) + self.meter(places[..., 1]) + condition.unsqueeze(1)
        for number, embedding in enumerate(self.fields):
            x = x + embedding(rows[..., number])
        kept = memory[0][0].shape[2] if memory else 0
        turns = _turns(start, rows.shape[1], self.sizes.width // self.sizes.heads, x.device)
        visible = _visible(rows.shape[1], kept, self.sizes.window, x.device)
        grown: Memory = []
        for number, layer in enumerate(self.layers):
            x, seen = layer(x, turns, visible, memory[number] if memory else None)
            grown.append(seen)
        known: Tensor = self.last_norm(x)
        return known, grown

    def logits(self, field: Field, known: Tensor, place: Tensor | None, chosen: Sequence[Tensor]) -> Tensor:
        """(..., values of `field`) of the next row, whose fields before it are `chosen`.

        `known` (..., D) is what `read` gave; `place` (...) the next row's, once its advance is chosen.
        """
        start = field * self.sizes.width
        weight = self.views.weight[start : start + self.sizes.width]
        view = functional.linear(known, weight, self.views.bias[start : start + self.sizes.width])
        if place is not None:
            view = view + self.next_place(place)
        for embedding, values in zip(self.chosen, chosen, strict=False):
            view = view + embedding(values)
        predicted: Tensor = self.outputs[field](functional.gelu(view))
        return predicted

    def nats(self, rows: Tensor, places: Tensor, genre: Tensor, parts: Tensor) -> Tensor:
        """Negative log-likelihood (B, T - 1, 5) of rows[:, 1:]; of a rest only the advance counts."""
        known, _ = self.read(rows[:, :-1], places[:, :-1], self.condition(genre, parts))
        target = rows[:, 1:]
        losses = []
        for field in Field:
            place = places[:, 1:, 0] if field else None
            logits = self.logits(field, known, place, [target[..., before] for before in range(field)])
            losses.append(functional.cross_entropy(logits.mT, target[..., field], reduction="none"))
        is_note = target[..., Field.PART] != NO_PART
        return torch.stack([losses[0], *(loss * is_note for loss in losses[1:])], -1)


class _Layer(nn.Module):
    """Attention, then a small network for each row; both add to what comes in (pre-norm)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads, self.window, self.dropout = sizes.heads, sizes.window, sizes.dropout
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.into = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.wide = nn.Linear(width, 3 * width)
        self.narrow = nn.Linear(3 * width, width)

    def forward(
        self,
        x: Tensor,
        turns: tuple[Tensor, Tensor],
        visible: Tensor,
        memory: tuple[Tensor, Tensor] | None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        shape = (*x.shape[:2], self.heads, -1)
        into = self.into(self.norms[0](x)).chunk(3, -1)
        query, key, value = (t.reshape(shape).transpose(1, 2) for t in into)  # (B, H, T, D / H)
        query, key = _turned(query, turns), _turned(key, turns)
        if memory is not None:
            key, value = (torch.cat(pair, 2) for pair in zip(memory, (key, value), strict=True))
        seen = functional.scaled_dot_product_attention(query, key, value, visible)
        x = x + self._dropped(self.out(seen.transpose(1, 2).reshape(x.shape)))
        x = x + self._dropped(self.narrow(functional.gelu(self.wide(self.norms[1](x)))))
        oldest = max(0, key.shape[2] - self.window + 1)
        return x, (key[:, :, oldest:], value[:, :, oldest:])

    def _dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


def _turns(start: int, count: int, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Cosines and sines (T, size / 2) by which rows start, start + 1, ... are turned."""
    speeds = 10_000.0 ** (-torch.arange(0, size, 2, device=device) / size)
    angles = torch.arange(start, start + count, device=device).unsqueeze(1) * speeds
    return angles.cos(), angles.sin()


def _turned(x: Tensor, turns: tuple[Tensor, Tensor]) -> Tensor:
    """Each pair of numbers of x (..., T, size) turned by its row's angles."""
    cosines, sines = turns
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosines - b * sines, a * sines + b * cosines], -1)


def _visible(count: int, kept: int, window: int, device: torch.device) -> Tensor:
    """(T, S + T): whether a new row may see a row in memory or a new one."""
    age = torch.arange(count, device=device).unsqueeze(1) + kept - torch.arange(kept + count, device=device)
    return (age >= 0) & (age < window)
