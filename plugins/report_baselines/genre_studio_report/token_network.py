"""The report's LSTM: one number in, a distribution over words out.

LSTM, dropout, LSTM, dropout, LSTM, a linear layer, dropout, a linear layer (models of the report's
notebook: 128, 256, 128, 128). The only input of a step is the word's place in the alphabet divided by
the size of the vocabulary: an order code of names, kept because it is the report's.
"""

from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from torch import Tensor, nn

State: TypeAlias = tuple[tuple[Tensor, Tensor], ...]
"""(h, c) of each of the three layers, (1, B, width)."""


@dataclass(frozen=True, slots=True)
class TokenSizes:
    """Widths of the layers: the report's would be 128, 256, 128."""

    outer: int = 96
    inner: int = 192
    dropout: float = 0.3

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class TokenLstm(nn.Module):
    """(B, T) scaled words to (B, T, vocabulary) logits."""

    def __init__(self, vocabulary_size: int, sizes: TokenSizes) -> None:
        super().__init__()
        outer, inner = sizes.outer, sizes.inner
        self.vocabulary_size = vocabulary_size
        self.layers = nn.ModuleList(
            nn.LSTM(before, after, batch_first=True)
            for before, after in ((1, outer), (outer, inner), (inner, outer))
        )
        self.drop = nn.Dropout(sizes.dropout)
        self.middle = nn.Linear(outer, outer)
        self.words = nn.Linear(outer, vocabulary_size)

    def scaled(self, indices: Tensor) -> Tensor:
        """What the network is fed: indices in the alphabet over the size of the vocabulary."""
        return indices.float() / self.vocabulary_size

    def forward(self, scaled: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        x = scaled.unsqueeze(-1)  # (B, T, 1)
        after = []
        for place, layer in enumerate(self.layers):
            x, kept = layer(x, state[place] if state is not None else None)
            after.append(kept)
            x = self.drop(x) if place < len(self.layers) - 1 else x
        return self.words(self.drop(self.middle(x))), tuple(after)


def nats_of(network: TokenLstm, indices: Tensor) -> Tensor:
    """Minus log probability of each word after the first: (B, T) indices to (B, T - 1)."""
    logits, _ = network(network.scaled(indices[:, :-1]))
    return nn.functional.cross_entropy(logits.transpose(1, 2), indices[:, 1:], reduction="none")
