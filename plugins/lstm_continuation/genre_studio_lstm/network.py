"""The network: an LSTM over note rows and five small heads, each seeing what is already decided.

Letters: B sequences, T rows, H hidden units, E width of the heads, K lookback bars.

    row t-1, genre, parts of the piece -> LSTM -> h_t
    h_t -> advance -> part -> pitch -> duration -> level

Every head also gets its columns of the context (context.py), and may point straight at what those
columns propose: `copy` weights add to the logits of proposed values, so that repetition is learned
as a decision and not as a table.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from genre_studio.generation.grid import PART_COUNT
from genre_studio.generation.note_codec import FIELD_SIZES, NO_PART, NO_PITCH, Field
from genre_studio_lstm.context import LAST_POSITION, LOOKBACK_BARS, NO_ADVANCE, Columns
from genre_studio_lstm.dropout import ByteDropout

GENRE_NONE = 0  # trained on a tenth of the windows, so that genre strength can be turned up
BEYOND = 64  # half the width of the relative-pitch table: intervals of -64..63 semitones


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Sizes; part of a model's config.json."""

    genres: tuple[str, ...]
    hidden: int = 512  # H: two cores train about 4,000 notes a second at this size
    layers: int = 1
    head: int = 256  # E
    dropout: float = 0.25

    def __post_init__(self) -> None:
        if not (
            self.genres and 8 <= self.hidden <= 4096 and 1 <= self.layers <= 8 and 8 <= self.head <= 4096
        ):
            raise ValueError("the network's sizes are out of range")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


_LSTM_WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")

_BITS = 2 ** torch.arange(8)

State = tuple[Tensor, Tensor]  # (layers, B, H) each


class NoteLstm(nn.Module):
    """Logits of the five fields of each row."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        hidden, width = config.hidden, config.head
        self.row_embeddings = nn.ModuleList(nn.Embedding(size, 64) for size in FIELD_SIZES)
        self.position = nn.Embedding(LAST_POSITION + 1, 32)
        self.genre = nn.Embedding(len(config.genres) + 1, 32)
        self.parts = nn.Linear(PART_COUNT, 32)  # which parts the piece has at all
        self.copied_advance = nn.Embedding(NO_ADVANCE + 1, 8)
        self.drop = ByteDropout(config.dropout)
        inputs = 64 * len(FIELD_SIZES) + 32 * 3 + 9 * len(LOOKBACK_BARS)
        self.into = nn.Linear(inputs, hidden)
        self.lstm = nn.LSTM(
            hidden,
            hidden,
            config.layers,
            batch_first=True,
            dropout=config.dropout if config.layers > 1 else 0.0,
        )
        k = len(LOOKBACK_BARS)
        self.trunk = nn.Linear(
            hidden + 96 + k, 5 * width
        )  # every head's view of h_t, genre, parts and position
        self.advance_facts = nn.Embedding(NO_ADVANCE + 1, width)
        self.next_position = nn.Embedding(LAST_POSITION + 1, width)
        self.bar_length = nn.Embedding(256, 16)
        self.part_facts = nn.Linear(PART_COUNT * (k + 2) + 16, width)
        self.part_before = nn.Embedding(PART_COUNT + 1, width)
        self.part_now = nn.Embedding(FIELD_SIZES[Field.PART], 3 * width)  # seen by pitch, duration, level
        self.pitch_facts = nn.Linear(128 * (k + 3) + 12, width)
        self.last_pitch = nn.Embedding(256, width)
        self.pitch_now = nn.Embedding(FIELD_SIZES[Field.PITCH], 2 * width)
        self.relative = nn.Linear(width, 2 * BEYOND)
        self.duration_facts = nn.Linear(FIELD_SIZES[Field.DURATION] * (k + 1), width)
        self.duration_now = nn.Embedding(FIELD_SIZES[Field.DURATION], width)
        self.level_facts = nn.Linear(FIELD_SIZES[Field.LEVEL] * (k + 1), width)
        self.outputs = nn.ModuleList(nn.Linear(width, size) for size in FIELD_SIZES)
        self.copies = nn.ModuleList(nn.Linear(width, n) for n in (k, k, k + 2, k + 1, k + 1))

    # --- the recurrent part -------------------------------------------------------------------

    def condition(self, genre: Tensor, parts: Tensor) -> Tensor:
        """(B, 64) from genre numbers (B,) and the parts of the piece (B, PART_COUNT) as 0 or 1."""
        return torch.cat([self.genre(genre), self.parts(parts)], -1)

    def read(
        self, rows: Tensor, context: Tensor, condition: Tensor, state: State | None
    ) -> tuple[Tensor, State]:
        """Trunk inputs (B, T, H + 96 + K) after the rows (B, T, 5) before each prediction.

        `context` (B, T, Columns.COUNT) belongs to the rows to be predicted: only its POSITION,
        ADVANCES and MATCHES are read here.
        """
        position = self.position(context[..., Columns.POSITION.start].clamp(max=LAST_POSITION))
        copied = self.copied_advance(context[..., Columns.ADVANCES].clamp(max=NO_ADVANCE)).flatten(-2)
        fields = [table(rows[..., i]) for i, table in enumerate(self.row_embeddings)]
        fixed = condition.unsqueeze(1).expand(-1, rows.shape[1], -1)
        matches = context[..., Columns.MATCHES] / 255
        x = functional.relu(self.into(torch.cat([*fields, position, fixed, copied, matches], -1)))
        h, state = self._recur(self.drop(x), state)
        return torch.cat([self.drop(h), fixed, position, matches], -1), state

    def _recur(self, x: Tensor, state: State | None) -> tuple[Tensor, State]:
        """The LSTM over x (B, T, H); for one row without gradients, cell by cell.

        oneDNN's fused LSTM packs all weights anew in every call: 6 ms where a cell takes 0.5 ms.
        """
        if state is None or x.shape[1] > 1 or torch.is_grad_enabled():
            h, state = self.lstm(x, state)
            return h, state
        below, states = x[:, 0], []
        for layer in range(self.config.layers):
            weights = [getattr(self.lstm, f"{name}_l{layer}") for name in _LSTM_WEIGHTS]
            h, c = torch.lstm_cell(below, [state[0][layer], state[1][layer]], *weights)
            states.append((h, c))
            below = h
        h_all, c_all = zip(*states, strict=True)
        return below[:, None], (torch.stack(h_all), torch.stack(c_all))

    # --- the heads ------------------------------------------------------------------------------

    def views(self, h: Tensor) -> Sequence[Tensor]:
        """Five views (..., E) of the trunk input, one a head."""
        views: Sequence[Tensor] = self.trunk(h).chunk(5, -1)
        return views

    def advance_logits(self, view: Tensor, context: Tensor) -> Tensor:
        proposed = context[..., Columns.ADVANCES].clamp(max=NO_ADVANCE)  # (..., K)
        e = self.drop(functional.relu(view + self.advance_facts(proposed).sum(-2)))
        votes = functional.one_hot(proposed, NO_ADVANCE + 1)[..., :-1]  # (..., K, MAX_ADVANCE + 1)
        return self._logits(Field.ADVANCE, e, votes)

    def part_logits(self, view: Tensor, context: Tensor) -> Tensor:
        due = self._bit_sets(context[..., Columns.PARTS])  # (..., K, PART_COUNT)
        playing = self._bit_sets(context[..., Columns.PLAYING])
        ages = context[..., Columns.AGES].clamp(max=16) / 16
        bar = self.bar_length(context[..., Columns.BAR_LENGTH.start])
        facts = torch.cat([due.flatten(-2), playing.flatten(-2), ages, bar], -1)
        e = view + self.part_facts(facts) + self._place(context)
        e = e + self.part_before(context[..., Columns.PART_BEFORE.start].clamp(max=NO_PART))
        votes = functional.pad(due, (0, 1))  # NO_PART is never proposed
        return self._logits(Field.PART, self.drop(functional.relu(e)), votes)

    def pitch_logits(self, view: Tensor, context: Tensor, part: Tensor) -> Tensor:
        k = len(LOOKBACK_BARS)
        lookback = context[..., Columns.LOOKBACK].reshape(*context.shape[:-1], k, -1)
        sets = [_pitch_set(lookback[..., i, :]) for i in range(k)]
        sets += [_pitch_set(context[..., c]) for c in (Columns.LAST_CHORD, Columns.PLACED, Columns.SOUNDING)]
        chroma = context[..., Columns.CHROMA] / 255
        last = context[..., Columns.LAST_PITCH.start]
        e = view + self.pitch_facts(torch.cat([*sets, chroma], -1)) + self._place(context)
        e = self.drop(functional.relu(e + self.last_pitch(last) + self._part_view(part, 0)))
        relative = functional.pad(self.relative(e), (0, 1))  # the last column: no pitch to be relative to
        interval = torch.arange(128, device=last.device) - last.unsqueeze(-1) + BEYOND  # (..., 128)
        known = (last < 128).unsqueeze(-1) & (interval >= 0) & (interval < 2 * BEYOND)
        by_interval = relative.gather(-1, interval.masked_fill(~known, 2 * BEYOND))
        votes = functional.pad(torch.stack(sets[: k + 2], -2), (0, 1))
        return self._logits(Field.PITCH, e, votes) + functional.pad(by_interval, (0, 1))

    def duration_logits(self, view: Tensor, context: Tensor, part: Tensor, pitch: Tensor) -> Tensor:
        votes = functional.one_hot(
            context[..., Columns.DURATIONS].clamp(max=FIELD_SIZES[3] - 1), FIELD_SIZES[3]
        ).float()
        e = view + self.duration_facts(votes.flatten(-2)) + self._place(context) + self._part_view(part, 1)
        e = self.drop(functional.relu(e + self._pitch_view(pitch, 0)))
        return self._logits(Field.DURATION, e, votes)

    def level_logits(
        self, view: Tensor, context: Tensor, part: Tensor, pitch: Tensor, duration: Tensor
    ) -> Tensor:
        votes = functional.one_hot(
            context[..., Columns.LEVELS].clamp(max=FIELD_SIZES[4] - 1), FIELD_SIZES[4]
        ).float()
        e = view + self.level_facts(votes.flatten(-2)) + self._place(context) + self._part_view(part, 2)
        e = self.drop(functional.relu(e + self._pitch_view(pitch, 1) + self.duration_now(duration)))
        return self._logits(Field.LEVEL, e, votes)

    def _logits(self, field: Field, e: Tensor, votes: Tensor) -> Tensor:
        """Logits of a head: its own opinion, plus learned trust in each proposal of `votes` (..., n, V)."""
        trust: Tensor = self.copies[field](e)  # (..., n)
        opinion: Tensor = self.outputs[field](e)
        return opinion + torch.einsum("...n,...nv->...v", trust, votes.float())

    def _place(self, context: Tensor) -> Tensor:
        place: Tensor = self.next_position(context[..., Columns.NEXT_POSITION.start].clamp(max=LAST_POSITION))
        return place

    def _part_view(self, part: Tensor, head: int) -> Tensor:
        view: Tensor = self.part_now(part).chunk(3, -1)[head]
        return view

    def _pitch_view(self, pitch: Tensor, head: int) -> Tensor:
        view: Tensor = self.pitch_now(pitch).chunk(2, -1)[head]
        return view

    def _bit_sets(self, columns: Tensor) -> Tensor:
        """(..., sets, PART_COUNT) as 0 or 1 from little-endian 32-bit sets, four columns each."""
        bits = (columns.unsqueeze(-1) & _BITS.to(columns.device)) > 0  # (..., 4 sets, 8)
        return bits.reshape(*columns.shape[:-1], -1, 32)[..., :PART_COUNT].float()

    # --- training -------------------------------------------------------------------------------

    def nats(
        self, rows: Tensor, context: Tensor, genre: Tensor, parts: Tensor, state: State | None = None
    ) -> tuple[Tensor, State]:
        """Negative log-likelihood (B, T - 1, 5) of rows[:, 1:], nats; fields of rests past ADVANCE are 0."""
        before, target, context = rows[:, :-1], rows[:, 1:], context[:, 1:]
        h, state = self.read(before, context, self.condition(genre, parts), state)
        views = self.views(h)
        part, pitch, duration = target[..., Field.PART], target[..., Field.PITCH], target[..., Field.DURATION]
        logits = (
            self.advance_logits(views[0], context),
            self.part_logits(views[1], context),
            self.pitch_logits(views[2], context, part),
            self.duration_logits(views[3], context, part, pitch),
            self.level_logits(views[4], context, part, pitch, duration),
        )
        losses = [
            functional.cross_entropy(field.flatten(0, 1), target[..., i].flatten(), reduction="none").view(
                part.shape
            )
            for i, field in enumerate(logits)
        ]
        is_note = (part != NO_PART).float()
        return torch.stack([losses[0], *(loss * is_note for loss in losses[1:])], -1), state


def _pitch_set(pitches: Tensor) -> Tensor:
    """(..., 128) as 0 or 1 from padded pitch columns (..., n)."""
    places = pitches.clamp(max=NO_PITCH)
    empty = torch.zeros(*pitches.shape[:-1], NO_PITCH + 1, device=pitches.device)
    return empty.scatter_(-1, places, 1.0)[..., :NO_PITCH]
