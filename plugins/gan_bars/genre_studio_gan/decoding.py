"""Writing cells: the decoder run note by note, for many cells at once.

C cells, Z = latent size. Every cell draws from its own generator, so a take does not depend on which
others are written beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio_gan.band import MOST_IN_CELL, PHRASE_NOTE, VOCABULARY
from genre_studio_gan.bar_space import BarDecoder, Plans, half_beat_of, harmony_at, masked_rows, masked_steps
from genre_studio_gan.cells import END

FIELD_COUNT = 4
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Touch:
    """How notes are drawn from what the decoder thinks: 0 takes the likeliest one."""

    temperature: float = 0.7
    row_temperature: float = 0.55


USUAL_TOUCH = Touch()


@dataclass(slots=True, eq=False)
class _State:
    """What C unfinished cells carry from note to note."""

    cell: Tensor  # (C,) which cell of the call
    hidden: Tensor  # (C, hidden)
    embedded: Tensor  # (C, 160) the last note
    step: Tensor  # (C,)
    row: Tensor  # (C,) -1 before the first note
    chord_row: Tensor  # (C,) the lowest one of the last chord, likewise

    def kept(self, keep: Tensor) -> "_State":
        return _State(
            self.cell[keep],
            self.hidden[keep],
            self.embedded[keep],
            self.step[keep],
            self.row[keep],
            self.chord_row[keep],
        )


@torch.inference_mode()
def write_cells(
    decoder: BarDecoder,
    latent: Tensor,
    players: Tensor,
    context: Tensor,
    *,
    uniform: NDArray[np.float32],
    single: NDArray[np.bool_],
    touch: Touch,
    allowed: NDArray[np.bool_] | None = None,
) -> list[NDArray[np.void]]:
    """The notes of C cells, each sorted by (step, row); their bar and player are left 0.

    `latent` (C, Z), `players` (C,), `context` (C, CONTEXT_SIZE); `uniform` (C, MOST_IN_CELL, 4) are the
    draws, in [0, 1); `single` (C,) says who strikes one note at a time; `allowed` (C, VOCABULARY) are
    the rows that may be written.
    """
    plans = decoder.plans_of(latent, players, context)
    count = len(latent)
    state = _State(
        torch.arange(count),
        plans.first,
        decoder.start.expand(count, -1),
        torch.zeros(count, dtype=torch.int64),
        torch.full((count,), -1),
        torch.full((count,), -1),
    )
    written: list[NDArray[np.int64]] = []
    draws = torch.from_numpy(uniform)
    everything = np.ones((count, VOCABULARY), bool)
    open_rows = torch.from_numpy(everything if allowed is None else allowed.copy())
    call = _Call(plans, players, context, open_rows, torch.from_numpy(single), touch)
    for place in range(MOST_IN_CELL):
        half = half_beat_of(state.step)
        planned = [plans.plan[state.cell, half], plans.plan[state.cell, half + 1]]
        inputs = torch.cat([state.embedded, *planned], -1)
        state.hidden = decoder.recurrent(inputs[:, None], state.hidden[None])[1][0]
        note, state = _next_notes(decoder, state, call, draws[:, place])
        if not len(state.cell):
            break
        written.append(note.numpy())
    return _by_cell(written, count)


@dataclass(frozen=True, slots=True, eq=False)
class _Call:
    """What stays the same for all C cells of a call."""

    plans: Plans
    players: Tensor
    context: Tensor
    open_rows: Tensor  # (C, VOCABULARY)
    single: Tensor  # (C,)
    touch: Touch


def _next_notes(decoder: BarDecoder, state: _State, call: _Call, draws: Tensor) -> tuple[Tensor, _State]:
    """The next note of each cell that goes on, (C', 5): cell, step, row, duration, level."""
    trunk = decoder.trunk_of(state.hidden)
    earliest = state.step + (call.single[state.cell] & (state.row >= 0))
    logits = masked_steps(decoder.step_logits(trunk) + call.plans.rhythm[state.cell], earliest)
    steps = _drawn(logits, draws[state.cell, 0], call.touch.temperature)
    keep = steps != END
    state, trunk, steps = state.kept(keep), tuple(part[keep] for part in trunk), steps[keep]
    cell = state.cell
    half = half_beat_of(steps)
    trunk = decoder.planned(trunk, call.plans.plan[cell, half])
    harmony = harmony_at(call.context[cell], steps)
    logits = (
        decoder.row_logits(trunk, steps, harmony, state.row, state.chord_row) + call.plans.sketch[cell, half]
    )
    logits = masked_rows(logits, call.players[cell], (steps == state.step) & (state.row >= 0), state.row)
    logits = logits.masked_fill(~call.open_rows[cell], _NEVER * 2)
    # Where nothing is left to write at this step, the cell is over.
    possible = logits.max(-1).values > _NEVER / 2
    if not possible.all():
        state, trunk = state.kept(possible), tuple(part[possible] for part in trunk)
        steps, logits, cell = steps[possible], logits[possible], cell[possible]
    rows = _drawn(logits, draws[cell, 1], call.touch.row_temperature)
    durations = _drawn(decoder.duration_logits(trunk, steps, rows), draws[cell, 2], call.touch.temperature)
    levels = _drawn(decoder.level_logits(trunk, steps, rows), draws[cell, 3], call.touch.temperature)
    embedded = decoder.embed(steps, rows, durations, levels)
    notes = torch.stack([cell, steps, rows, durations, levels], -1)
    is_same = (steps == state.step) & (state.row >= 0)
    chord_rows = torch.where(is_same, state.chord_row, rows)
    return notes, _State(cell, state.hidden, embedded, steps, rows, chord_rows)


def _drawn(logits: Tensor, uniform: Tensor, temperature: float) -> Tensor:
    """An index a row, (C, V) and (C,) to (C,)."""
    if temperature <= 0:
        return logits.argmax(-1)
    shares = torch.softmax(logits / temperature, -1).cumsum(-1)
    index = torch.searchsorted(shares, uniform[:, None] * shares[:, -1:], right=True)[:, 0]
    return index.clamp(max=logits.shape[-1] - 1)


def _by_cell(written: Sequence[NDArray[np.int64]], count: int) -> list[NDArray[np.void]]:
    rows = np.concatenate(written) if written else np.zeros((0, 5), np.int64)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    notes = np.zeros(len(rows), PHRASE_NOTE)
    for column, name in enumerate(("step", "row", "duration", "level"), start=1):
        notes[name] = rows[:, column]
    return np.split(notes, np.searchsorted(rows[:, 0], np.arange(1, count)))
