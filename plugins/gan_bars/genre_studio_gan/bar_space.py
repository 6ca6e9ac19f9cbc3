"""The space of bars: a variational autoencoder of cells (a bar of one player each).

The encoder reads rolls by convolutions. The decoder writes notes one after another, so they are crisp
whatever point of the space it is given: no threshold turns a grey picture into music. It hears the players
that are already written, as band mates do. C cells, E events, Z = latent size.
"""

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from genre_studio.generation.note_codec import DURATION_STEPS
from genre_studio_gan.band import LEVELS, PITCHES, STEPS_PER_BAR, VOCABULARY, Player
from genre_studio_gan.cells import CONTEXT_SIZE, END, HALF_BEATS, PLAYERS, Events

KIT_SIZE = VOCABULARY - PITCHES
FIELDS = ("step", "row", "duration", "level")
PLAN = 64  # numbers that say what to play in a half beat
DROPOUT = 0.1
_FAR = -1e9
_MOVES = torch.arange(-12, 13)  # semitones
_PLAIN_SIZE = HALF_BEATS * 12 + STEPS_PER_BAR + 2 * PITCHES


@dataclass(frozen=True, slots=True)
class SpaceConfig:
    """Sizes of the autoencoder."""

    latent: int = 48
    hidden: int = 256  # of the decoder's recurrent layer
    channels: int = 64  # of the first convolution
    head: int = 128

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Posterior(NamedTuple):
    """Mean and log variance of the latents, each (C, Z)."""

    mean: Tensor
    log_variance: Tensor

    def sample(self) -> Tensor:
        return self.mean + torch.randn_like(self.mean) * (0.5 * self.log_variance).exp()

    def nats(self) -> Tensor:
        """Kullback-Leibler divergence from the standard normal, (C,)."""
        variance = self.log_variance.exp()
        return 0.5 * (self.mean.square() + variance - 1 - self.log_variance).sum(-1)


class Plans(NamedTuple):
    """What the decoder knows of a cell before its first note.

    Looked up by the place in the bar, plans spare the recurrent layer from unpacking the bar from one
    vector; the sketch and the rhythm are added to what it thinks of the next row and step.
    """

    first: Tensor  # (C, hidden) its first state
    plan: Tensor  # (C, HALF_BEATS + 1, PLAN)
    sketch: Tensor  # (C, HALF_BEATS, VOCABULARY) logits of a row beginning in a half beat
    rhythm: Tensor  # (C, END + 1) logits of a note beginning at a step


class BarEncoder(nn.Module):
    """Rolls of cells to a posterior over their place in the space."""

    def __init__(self, config: SpaceConfig) -> None:
        super().__init__()
        wide = config.channels * 3 // 2
        self.pitched = nn.Sequential(
            nn.Conv2d(2, config.channels, 12, stride=6, padding=3),  # half a beat by half an octave
            nn.ReLU(),
            nn.Conv2d(config.channels, wide, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(wide, wide, 3, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(wide * 4 * 7, 256),
        )
        self.plain = nn.Linear(_PLAIN_SIZE, 256)
        self.kit = nn.Sequential(nn.Flatten(), nn.Linear(STEPS_PER_BAR * KIT_SIZE, 256))
        self.player = nn.Embedding(PLAYERS, 256)
        self.out = nn.Sequential(nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 2 * config.latent))

    def forward(self, onsets: Tensor, sounding: Tensor, players: Tensor) -> Posterior:
        """Onsets and sounding (C, STEPS_PER_BAR, VOCABULARY), players (C,)."""
        is_kit = players == Player.DRUMS
        hidden = onsets.new_zeros(len(players), 256)
        if not is_kit.all():
            rolls = torch.stack([onsets, sounding], 1)[~is_kit][..., :PITCHES]
            hidden[~is_kit] = self.pitched(rolls) + self.plain(_plain(rolls))
        if is_kit.any():
            hidden[is_kit] = self.kit(onsets[is_kit][..., PITCHES:])
        mean, log_variance = self.out(hidden + self.player(players)).chunk(2, -1)
        return Posterior(mean, log_variance.clamp(-8, 2))


class BarDecoder(nn.Module):
    """From a place in the space, and what the others play, to the notes of a cell."""

    def __init__(self, config: SpaceConfig) -> None:
        super().__init__()
        width, head = config.hidden, config.head
        self.step_in = nn.Embedding(END + 1, 64)
        self.row_in = nn.Embedding(VOCABULARY, 64)
        self.duration_in = nn.Embedding(len(DURATION_STEPS), 16)
        self.level_in = nn.Embedding(LEVELS, 16)
        self.start = nn.Parameter(torch.zeros(160))
        self.player = nn.Embedding(PLAYERS, 32)
        self.context = nn.Sequential(nn.Linear(CONTEXT_SIZE, 96), nn.ReLU())
        self.condition = nn.Sequential(nn.Linear(config.latent + 32 + 96, width), nn.ReLU())
        self.plan = nn.Linear(width, (HALF_BEATS + 1) * PLAN)
        self.sketch = nn.Linear(width, HALF_BEATS * VOCABULARY)
        self.rhythm = nn.Linear(width, END + 1)
        self.first = nn.Linear(width, width)
        self.recurrent = nn.GRU(160 + 2 * PLAN, width, batch_first=True)
        self.plan_given = nn.Linear(PLAN, 3 * head)
        self.trunk = nn.Linear(width, 4 * head)
        self.step_given = nn.Embedding(END + 1, 3 * head)
        self.row_given = nn.Embedding(VOCABULARY, 2 * head)
        self.harmony_given = nn.Linear(24, head)
        self.moves = nn.Linear(head, 2 * len(_MOVES))
        self.heads = nn.ModuleDict(
            {
                "step": nn.Linear(head, END + 1),
                "row": nn.Linear(head, VOCABULARY),
                "duration": nn.Linear(head, len(DURATION_STEPS)),
                "level": nn.Linear(head, LEVELS),
            }
        )
        self.head_size = head

    def plans_of(self, latent: Tensor, players: Tensor, context: Tensor) -> "Plans":
        """What is known before the first note: latents (C, Z), players (C,), context (C, CONTEXT_SIZE)."""
        parts = [latent, self.player(players), self.context(context)]
        condition = self.condition(torch.cat(parts, -1))
        plan = torch.relu(self.plan(condition)).view(len(latent), HALF_BEATS + 1, PLAN)
        sketch = self.sketch(condition).view(len(latent), HALF_BEATS, VOCABULARY)
        return Plans(torch.tanh(self.first(condition)), plan, sketch, self.rhythm(condition))

    def embed(self, steps: Tensor, rows: Tensor, durations: Tensor, levels: Tensor) -> Tensor:
        """Notes (...) to (..., 160)."""
        columns = [
            self.step_in(steps),
            self.row_in(rows),
            self.duration_in(durations),
            self.level_in(levels),
        ]
        return torch.cat(columns, -1)

    def nats_of(self, plans: "Plans", players: Tensor, context: Tensor, events: Events) -> Tensor:
        """Nats of the events' fields, (C, E + 1, 4); zero in the padding."""
        plan = plans.plan
        cells, width = events.steps.shape
        before = self.embed(
            events.steps[:, :-1], events.rows[:, :-1], events.durations[:, :-1], events.levels[:, :-1]
        )
        inputs = torch.cat([self.start.expand(cells, 1, -1), before], 1)
        half = half_beat_of(functional.pad(events.steps[:, :-1], (1, 0)))
        cell = torch.arange(cells)[:, None]
        inputs = torch.cat([inputs, plan[cell, half], plan[cell, half + 1]], -1)
        hidden, _ = self.recurrent(functional.dropout(inputs, DROPOUT, self.training), plans.first[None])
        place = torch.arange(width)
        real = place <= events.lengths[:, None]  # the notes and END
        is_note = place < events.lengths[:, None]
        nats = torch.zeros(cells, width, 4)
        nats[real] = self._field_nats(hidden, plans, players, context, events, real) * torch.cat(
            [torch.ones(int(real.sum()), 1), is_note[real][:, None].expand(-1, 3)], 1
        )
        return nats

    def _field_nats(
        self,
        hidden: Tensor,
        plans: "Plans",
        players: Tensor,
        context: Tensor,
        events: Events,
        real: Tensor,
    ) -> Tensor:
        cell = torch.nonzero(real)[:, 0]
        steps, rows = events.steps[real], events.rows[real]
        trunk = self.trunk_of(hidden[real])
        half = half_beat_of(steps)
        step_logits = self.step_logits(trunk) + plans.rhythm[cell]
        trunk = self.planned(trunk, plans.plan[cell, half])
        last_step = functional.pad(events.steps[:, :-1], (1, 0))[real]
        last_row = functional.pad(events.rows[:, :-1], (1, 0), value=-1)[real]
        chord_row = functional.pad(_chord_rows(events)[:, :-1], (1, 0), value=-1)[real]
        harmony = harmony_at(context[cell], steps)
        logits = [
            masked_steps(step_logits, last_step),
            masked_rows(
                self.row_logits(trunk, steps, harmony, last_row, chord_row) + plans.sketch[cell, half],
                players[cell],
                (steps == last_step),
                last_row,
            ),
            self.duration_logits(trunk, steps, rows),
            self.level_logits(trunk, steps, rows),
        ]
        targets = (steps, rows, events.durations[real], events.levels[real])
        losses = [
            functional.cross_entropy(predicted, target, reduction="none")
            for predicted, target in zip(logits, targets, strict=True)
        ]
        return torch.stack(losses, -1)

    def trunk_of(self, hidden: Tensor) -> tuple[Tensor, ...]:
        """(N, hidden) to a part for each field, each (N, head)."""
        trunk: tuple[Tensor, ...] = self.trunk(hidden).chunk(4, -1)
        return trunk

    def planned(self, trunk: tuple[Tensor, ...], plan: Tensor) -> tuple[Tensor, ...]:
        """The parts once the step is known, with the plan (N, PLAN) of its half beat."""
        given = self.plan_given(plan).chunk(3, -1)
        return trunk[0], *(part + more for part, more in zip(trunk[1:], given, strict=True))

    def step_logits(self, trunk: tuple[Tensor, ...]) -> Tensor:
        return torch.as_tensor(self.heads["step"](torch.relu(trunk[0])))

    def row_logits(
        self, trunk: tuple[Tensor, ...], steps: Tensor, harmony: Tensor, last_row: Tensor, chord_row: Tensor
    ) -> Tensor:
        """Rows as such, and as moves of up to an octave from the last note and from the last chord's lowest.

        Before there were moves, lines leapt: the network had to learn a step anew for every pitch.
        """
        given = self.step_given(steps)[..., : self.head_size] + self.harmony_given(harmony)
        thought = torch.relu(trunk[1] + given)
        logits = self.heads["row"](thought)
        for moves, row in zip(self.moves(thought).chunk(2, -1), (last_row, chord_row), strict=True):
            reached = row[:, None] + _MOVES
            inside = (row[:, None] >= 0) & (reached >= 0) & (reached < VOCABULARY)
            logits = logits.scatter_add(1, reached.clamp(0, VOCABULARY - 1), moves * inside)
        return torch.as_tensor(logits)

    def duration_logits(self, trunk: tuple[Tensor, ...], steps: Tensor, rows: Tensor) -> Tensor:
        given = (
            self.step_given(steps)[..., self.head_size : 2 * self.head_size]
            + self.row_given(rows)[..., : self.head_size]
        )
        return torch.as_tensor(self.heads["duration"](torch.relu(trunk[2] + given)))

    def level_logits(self, trunk: tuple[Tensor, ...], steps: Tensor, rows: Tensor) -> Tensor:
        given = (
            self.step_given(steps)[..., 2 * self.head_size :] + self.row_given(rows)[..., self.head_size :]
        )
        return torch.as_tensor(self.heads["level"](torch.relu(trunk[3] + given)))


class BarSpace(nn.Module):
    """Encoder and decoder together."""

    def __init__(self, config: SpaceConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = BarEncoder(config)
        self.decoder = BarDecoder(config)


def _chord_rows(events: Events) -> Tensor:
    """The lowest row that begins together with each event, (C, E + 1): its chord's first note."""
    steps = events.steps
    begins = functional.pad(steps[:, 1:] != steps[:, :-1], (1, 0), value=True)
    place = torch.arange(steps.shape[1]).expand_as(steps)
    first = torch.where(begins, place, torch.zeros_like(place)).cummax(1).values
    return events.rows.gather(1, first)


def _plain(rolls: Tensor) -> Tensor:
    """What an ear takes in first, (C, _PLAIN_SIZE): harmony by half beats, rhythm, and register.

    With the convolutions alone the decoder learned to do without the encoder before it could read.
    """
    onsets, sounding = rolls[:, 0], rolls[:, 1]
    octaves = sounding.reshape(len(rolls), HALF_BEATS, STEPS_PER_BAR // HALF_BEATS, PITCHES // 12, 12)
    classes = octaves.amax(3).mean(2)
    rhythm = onsets.amax(2)
    return torch.cat([classes.flatten(1), rhythm, (onsets > 0).sum(1) / 4, sounding.mean(1)], 1)


def harmony_at(context: Tensor, steps: Tensor) -> Tensor:
    """The pitch classes of the others (12) and of the bass (12) in the half beat of a step: (N, 24)."""
    half = half_beat_of(steps)
    classes = context[:, : HALF_BEATS * 24].view(len(steps), 2, HALF_BEATS, 12)
    return classes[torch.arange(len(steps)), :, half].flatten(1)


def half_beat_of(steps: Tensor) -> Tensor:
    """The half beat of each step; END lies in the last one."""
    return (steps * HALF_BEATS // STEPS_PER_BAR).clamp(max=HALF_BEATS - 1)


def masked_steps(logits: Tensor, last_step: Tensor) -> Tensor:
    """No step back in time; END is always open."""
    return logits.masked_fill(torch.arange(END + 1) < last_step[:, None], _FAR)


def masked_rows(logits: Tensor, players: Tensor, is_same_step: Tensor, last_row: Tensor) -> Tensor:
    """A player's own rows; at one step from low to high."""
    rows = torch.arange(VOCABULARY)
    wrong = (rows >= PITCHES) != (players == Player.DRUMS)[:, None]
    passed = (rows <= last_row[:, None]) & is_same_step[:, None]
    return logits.masked_fill(wrong | passed, _FAR)
