"""Writing one take: row after row, drawn from the network within what may be written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT, is_drum_part
from genre_studio.generation.note_codec import (
    MAX_ADVANCE,
    NO_DURATION,
    NO_LEVEL,
    NO_PITCH,
    REST_ROW,
    Field,
    Row,
)
from genre_studio.generation.sampling import draw, masked, probabilities
from genre_studio.plugin_api import Constraints, GenerationError
from genre_studio_transformer.lines import places_of
from genre_studio_transformer.listening import Heard
from genre_studio_transformer.network import NoteTransformer

DRUM_PITCHES = range(27, 88)  # General MIDI level 2 percussion
MOST_AT_A_STEP = 16  # notes that all parts may begin together
PATIENT_STEPS = 96  # two bars of 4/4: a part that waits longer becomes likelier
NATS_A_STEP, MOST_NATS = 0.03, 4.0

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Style:
    """How to choose: the plugin's parameters."""

    temperature: float
    top_p: float


@dataclass(frozen=True, eq=False, slots=True)
class Limits:
    """What may be written."""

    parts: Flags  # (PART_COUNT,)
    pitches: Flags  # (2, 129): for pitched parts, for drums
    most_at_once: NDArray[np.int64]  # (PART_COUNT,) notes that a part may begin at one step

    def pitches_of(self, part: int) -> Flags:
        allowed: Flags = self.pitches[int(is_drum_part(part))]
        return allowed


def limits_of(heard: Heard, constraints: Constraints) -> Limits:
    """Raises GenerationError where nothing may be written."""
    pitched = np.array([p < NO_PITCH and constraints.allows_pitch(p) for p in range(NO_PITCH + 1)])
    drums = np.isin(np.arange(NO_PITCH + 1), DRUM_PITCHES)
    parts = np.zeros(PART_COUNT, bool)
    parts[[part for part in heard.written if is_drum_part(part) or pitched.any()]] = True
    if not parts.any():
        raise GenerationError("The limits leave no note to write: widen the range or the scale.")
    most = np.full(PART_COUNT, MOST_AT_A_STEP)
    for part, count in heard.most_at_once.items():
        most[part] = min(count, constraints.polyphony or count)
    return Limits(parts, np.stack([pitched, drums]), most)


class TakeWriter:
    """Draws the rows of one take after what was heard."""

    def __init__(
        self, network: NoteTransformer, heard: Heard, limits: Limits, style: Style, dice: np.random.Generator
    ) -> None:
        self._network, self._heard = network, heard
        self._limits, self._style, self._dice = limits, style, dice
        self._memory, self._known, self._read_rows = heard.memory, heard.known, heard.row_count
        self._step = heard.step
        self._placed: list[tuple[int, int]] = heard.placed.copy()  # (part, pitch) at this step, ascending
        self._last_onset = np.full(PART_COUNT, heard.start)
        self._written = 0

    def write(self) -> Iterator[Row | None]:
        """Each note as it is written; None where a row brought none (a rest, or a note that was there)."""
        fixed = list(self._heard.fixed)
        while True:
            step = self._next_step(fixed[0].step if fixed else None)
            if step >= self._heard.end:
                return
            if step - self._step >= MAX_ADVANCE:
                self._placed = []
                self._read(REST_ROW, self._step + MAX_ADVANCE)
                yield None
                continue
            there = fixed[0] if fixed and fixed[0].step == step else None
            part = self._draw_part(step, there)
            if there is not None and part is None:
                self._place(fixed.pop(0))
                yield None
                continue
            assert part is not None
            row = self._draw_note(step, part)
            self._place(row)
            self._written += 1
            yield row

    def _next_step(self, fixed_step: int | None) -> int:
        """When the next row comes: drawn, no sooner than something may be written, no later than what is."""
        allowed = np.arange(MAX_ADVANCE + 1) >= max(0, self._heard.start - self._step)
        if self._step >= self._heard.start and not self._open_parts(self._step).any():
            allowed[0] = False
        if not self._written:  # a take holds notes: the last step before the end is not passed by
            last = self._heard.end - 1 - self._step
            allowed[max(last, int(np.argmax(allowed))) + 1 :] = False
        step = self._step + self._draw(Field.ADVANCE, None, (), allowed)
        return step if fixed_step is None else min(step, fixed_step)

    def _draw_part(self, step: int, there: Row | None) -> int | None:
        """The part that plays next at `step`; None: the note that is `there` already."""
        allowed = self._open_parts(step)
        if there is not None:
            allowed[there.part :] = False
            if not allowed.any():
                return None
            allowed[there.part] = True
        waiting = np.clip((step - self._last_onset - PATIENT_STEPS) * NATS_A_STEP, 0, MOST_NATS)
        bias = np.append(np.where(self._limits.parts, waiting, 0), 0)
        part = self._draw(Field.PART, step, (step - self._step,), np.append(allowed, False), bias)
        return None if there is not None and part == there.part else part

    def _draw_note(self, step: int, part: int) -> Row:
        chosen = [step - self._step, part]
        pitch = self._draw(Field.PITCH, step, chosen, self._open_pitches(step, part))
        chosen.append(pitch)
        duration = self._draw(Field.DURATION, step, chosen, np.arange(NO_DURATION + 1) < NO_DURATION)
        chosen.append(duration)
        level = self._draw(Field.LEVEL, step, chosen, np.arange(NO_LEVEL + 1) < NO_LEVEL)
        return Row(step, part, pitch, duration, level)

    def _open_parts(self, step: int) -> Flags:
        """(PART_COUNT,): parts that may begin a note at `step`. Rows of one step ascend by part and pitch."""
        parts = self._limits.parts.copy()
        if step > self._step or not self._placed:
            return parts
        if len(self._placed) >= MOST_AT_A_STEP:
            return np.zeros_like(parts)
        last = self._placed[-1][0]
        parts[:last] = False
        begun = sum(part == last for part, _ in self._placed)
        if begun >= self._limits.most_at_once[last] or not self._open_pitches(step, last).any():
            parts[last] = False
        return parts

    def _open_pitches(self, step: int, part: int) -> Flags:
        allowed = self._limits.pitches_of(part).copy()
        if step == self._step and self._placed and self._placed[-1][0] == part:
            allowed[: self._placed[-1][1] + 1] = False
        return allowed

    def _place(self, row: Row) -> None:
        if row.step > self._step:
            self._placed = []
        self._placed.append((row.part, row.pitch))
        self._last_onset[row.part] = row.step
        self._read((row.step - self._step, row.part, row.pitch, row.duration, row.level), row.step)

    def _read(self, row: Sequence[int], step: int) -> None:
        """Let the network read a row that stands at `step`."""
        self._known, self._memory = self._network.read(
            torch.tensor([[row]]),
            torch.from_numpy(places_of(np.array([[step]]), self._heard.bar_lines)),
            self._heard.condition,
            self._memory,
            self._read_rows,
        )
        self._read_rows += 1
        self._step = step

    def _draw(
        self,
        field: Field,
        step: int | None,
        chosen: Sequence[int],
        allowed: Flags,
        bias: NDArray[np.float64] | float = 0.0,
    ) -> int:
        place = None
        if step is not None:
            place = torch.from_numpy(places_of(np.array([step]), self._heard.bar_lines)[:, 0])
        values = [torch.tensor([value]) for value in chosen]
        logits = self._network.logits(field, self._known[:, -1], place, values).numpy() + bias
        weights = probabilities(
            masked(logits.astype(np.float32), allowed), self._style.temperature, self._style.top_p
        )
        return int(draw(weights, self._dice.random(1))[0])
