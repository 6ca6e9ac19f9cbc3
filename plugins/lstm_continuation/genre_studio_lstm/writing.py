"""Writing: all takes of a request side by side, one row a take and step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.generation.grid import PART_COUNT, STEPS_PER_QUARTER, is_drum_part
from genre_studio.generation.note_codec import (
    DURATION_STEPS,
    FIELD_SIZES,
    MAX_ADVANCE,
    NO_DURATION,
    NO_LEVEL,
    NO_PART,
    NO_PITCH,
    REST_ROW,
    Row,
)
from genre_studio.generation.sampling import draw, masked, probabilities
from genre_studio.plugin_api import Constraints, GenerationError
from genre_studio_lstm.context import NoteContext
from genre_studio_lstm.heads import Heads
from genre_studio_lstm.network import NoteLstm, State
from genre_studio_lstm.reading import Reading, blank_columns
from genre_studio_lstm.repetition import RepetitionWatch

# A part that is to be written and is silent for longer than this becomes likelier bar by bar.
STEPS_OF_A_BAR, PATIENT_BARS, NATS_PER_BAR, MOST_NATS = 48, 1.0, 1.2, 7.0
_ANY_PITCH = np.zeros(NO_PITCH + 1, np.float32)
DRUM_PITCHES = (27, 87)  # General MIDI level 2 percussion
MOST_ROWS_A_BEAT = 64  # a take that writes more than this is not music but a loop


@dataclass(frozen=True, slots=True)
class Style:
    """How to choose: the plugin's parameters."""

    temperature: float
    top_p: float
    pitch_top_p: float
    copying: float  # weight of what earlier bars propose, 1 = as learned
    density: float  # 0..1, 0.5 = as learned
    genre_strength: float  # 1 = as learned


@dataclass(eq=False, slots=True)
class Draft:
    """One take in the making."""

    context: NoteContext
    row: tuple[int, ...]
    rng: np.random.Generator
    watch: RepetitionWatch
    notes: list[Row] = field(default_factory=list)  # written ones
    fixed_done: int = 0
    rows: int = 0


class Writer:
    """Continues a Reading with several takes at once."""

    def __init__(
        self,
        network: NoteLstm,
        reading: Reading,
        parts: Sequence[int],
        constraints: Constraints,
        style: Style,
    ) -> None:
        """`parts` may be written."""
        self._network, self._reading, self._style = network, reading, style
        self._guided = style.genre_strength != 1.0
        self._written = tuple(parts)
        self._parts = np.zeros(PART_COUNT + 1, bool)
        self._parts[list(parts)] = True
        pitches = np.arange(NO_PITCH + 1)
        allowed = [p < NO_PITCH and constraints.allows_pitch(int(p)) for p in pitches]
        drums = (pitches >= DRUM_PITCHES[0]) & (pitches <= DRUM_PITCHES[1])
        self._pitches = {False: np.array(allowed), True: drums}
        self._highest = {
            key: int(np.flatnonzero(able).max(initial=-1)) for key, able in self._pitches.items()
        }
        if self._highest[False] < 0:
            self._parts[[part for part in parts if not is_drum_part(part)]] = False
        if not self._parts.any():
            raise GenerationError("The limits leave no note to write: widen the range or the scale.")
        self._polyphony = constraints.polyphony
        beats = (reading.end - reading.start) / 12
        self._most_rows = int(MOST_ROWS_A_BEAT * (beats + 1)) + len(reading.fixed)
        self._advance_bias = (
            (0.5 - style.density) * 6.0 * np.log1p(np.arange(MAX_ADVANCE + 1)) / np.log(MAX_ADVANCE)
        )

    def write(self, seeds: Sequence[int], tell: Callable[[list[Draft]], None]) -> list[Draft]:
        """Drafts that fill the region, one a seed. `tell` is called after each row of all takes."""
        drafts = [
            Draft(
                self._reading.context.copy(),
                self._reading.last_row,
                np.random.default_rng(seed),
                self._watch(),
            )
            for seed in seeds
        ]
        active, state = list(drafts), self._first_state(len(drafts))
        while active:
            active, state = self._step(active, state)
            tell(drafts)
        return drafts

    def _watch(self) -> RepetitionWatch:
        return RepetitionWatch(self._reading.context)

    def _first_state(self, takes: int) -> State | None:
        if self._reading.state is None:
            return None
        h, c = (self._for_takes(part.transpose(0, 1), takes) for part in self._reading.state)
        return h.transpose(0, 1).contiguous(), c.transpose(0, 1).contiguous()

    def _condition(self, takes: int) -> Tensor:
        return self._for_takes(self._reading.condition, takes)

    def _for_takes(self, both: Tensor, takes: int) -> Tensor:
        """(takes, ...) of the genre's row of (2, ...); guided: (2 takes, ...), then those without it."""
        return both[: 2 if self._guided else 1].repeat_interleave(takes, 0)

    def _step(self, drafts: list[Draft], state: State | None) -> tuple[list[Draft], State]:
        """One more row of every draft; the drafts that go on, and their state."""
        heads = Heads(
            self._network, len(drafts), strength=self._style.genre_strength if self._guided else None
        )
        known = np.array([blank_columns(draft.context) for draft in drafts])
        rows = np.array([draft.row for draft in drafts])
        state = heads.read(rows, known, self._condition(len(drafts)), state)
        boldness = np.array([draft.watch.boldness for draft in drafts])

        steps = self._choose_steps(drafts, heads, known, boldness)
        fixed = [self._due(draft, step) for draft, step in zip(drafts, steps, strict=True)]
        for i, row in enumerate(fixed):
            if row is not None:
                steps[i] = row.step
        rests = [
            row is None and step - d.context.step >= MAX_ADVANCE
            for row, step, d in zip(fixed, steps, drafts, strict=True)
        ]
        done = [row is None and step >= self._reading.end for row, step in zip(fixed, steps, strict=True)]
        chosen = self._choose_notes(drafts, heads, known, boldness, steps, fixed, done, rests)

        going = []
        for i, draft in enumerate(drafts):
            if done[i] or draft.rows >= self._most_rows:
                continue
            self._accept(draft, int(steps[i]), chosen[i], fixed[i], is_rest=rests[i])
            going.append(i)
        keep = torch.tensor(going, dtype=torch.long)
        if self._guided:
            keep = torch.cat([keep, keep + len(drafts)])
        return [drafts[i] for i in going], (state[0][:, keep], state[1][:, keep])

    def _choose_steps(
        self, drafts: list[Draft], heads: "Heads", known: NDArray[np.int64], boldness: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        logits = heads.advance(known) + self._advance_bias
        logits[:, 0] += [self._hold(draft) for draft in drafts]
        allowed = np.ones_like(logits, bool)
        for i, draft in enumerate(drafts):
            earliest = max(0, self._reading.start - draft.context.step)
            if not earliest and not self._open_parts(draft, draft.context.step).any():
                earliest = 1
            allowed[i, :earliest] = False
        advances = self._draw(drafts, masked(logits, allowed), boldness)
        return np.array([draft.context.step for draft in drafts]) + advances

    def _due(self, draft: Draft, step: int) -> Row | None:
        """The next fixed note, if it comes no later than `step`."""
        if draft.fixed_done == len(self._reading.fixed):
            return None
        row = self._reading.fixed[draft.fixed_done]
        return row if row.step <= step else None

    def _open_parts(self, draft: Draft, step: int) -> NDArray[np.bool_]:
        """(PART_COUNT + 1,): parts that may still begin a note at `step`, in the order of rows."""
        placed = draft.context.parts_at(step)
        if not placed:
            return self._parts
        open_parts = self._parts.copy()
        open_parts[: placed[-1]] = False
        for part in set(placed):
            drums = is_drum_part(part)
            most = 1 if part in self._reading.single_voiced else self._polyphony
            full = most is not None and placed.count(part) >= most
            if full or draft.context.lowest_pitch_left(step, part) > self._highest[drums]:
                open_parts[part] = False
        return open_parts

    def _hold(self, draft: Draft) -> float:
        """What to add to staying at this step: on a beat, room for the parts that wait."""
        step = draft.context.step
        if step % STEPS_PER_QUARTER or step < self._reading.start:
            return 0.0
        return float((self._waiting(draft, step) * self._open_parts(draft, step)).max() / 2)

    def _waiting(self, draft: Draft, step: int) -> NDArray[np.float32]:
        """(PART_COUNT + 1,): what to add to the part logits, so that no written part is forgotten."""
        bias = np.zeros(PART_COUNT + 1, np.float32)
        for part in self._written:
            bars = draft.context.silence_of(part, step) / STEPS_OF_A_BAR
            bias[part] = min(max(0.0, bars - PATIENT_BARS) * NATS_PER_BAR, MOST_NATS)
        return bias

    def _choose_notes(
        self,
        drafts: list[Draft],
        heads: "Heads",
        known: NDArray[np.int64],
        boldness: NDArray[np.float64],
        steps: NDArray[np.int64],
        fixed: list[Row | None],
        done: list[bool],
        rests: list[bool],
    ) -> list[tuple[int, int, int, int]]:
        """(part, pitch, duration, level) of each draft's next note; fixed notes are passed through."""
        idle = [d or r for d, r in zip(done, rests, strict=True)]
        allowed = np.zeros((len(drafts), PART_COUNT + 1), bool)
        for i, draft in enumerate(drafts):
            if idle[i]:
                allowed[i, NO_PART] = True
                continue
            known[i, 5:56] = draft.context.before_part(int(steps[i]))
            row = fixed[i]
            if row is not None:
                allowed[i, row.part] = True
            else:
                allowed[i] = self._open_parts(draft, int(steps[i]))
        waiting = [self._waiting(draft, int(step)) for draft, step in zip(drafts, steps, strict=True)]
        parts = self._draw(drafts, masked(heads.part(known) + np.stack(waiting), allowed), boldness)

        allowed = np.zeros((len(drafts), NO_PITCH + 1), bool)
        for i, draft in enumerate(drafts):
            row = fixed[i]
            if idle[i]:
                allowed[i, NO_PITCH] = True
                continue
            known[i, 56:119] = draft.context.before_pitch(int(steps[i]), int(parts[i]))
            if row is not None:
                allowed[i, row.pitch] = True
            else:
                allowed[i] = self._pitches[is_drum_part(int(parts[i]))]
                allowed[i, : draft.context.lowest_pitch_left(int(steps[i]), int(parts[i]))] = False
        biases = np.stack([self._reading.pitch_bias.get(int(part), _ANY_PITCH) for part in parts])
        logits = heads.pitch(known, parts) + biases
        pitches = self._draw(drafts, masked(logits, allowed), boldness, self._style.pitch_top_p)

        for i, draft in enumerate(drafts):
            if not idle[i]:
                known[i, 119:129] = draft.context.before_duration(
                    int(steps[i]), int(parts[i]), int(pitches[i])
                )
        some = np.arange(FIELD_SIZES[3]) < NO_DURATION
        durations = self._draw(drafts, masked(heads.duration(known, parts, pitches), some), boldness)
        some = np.arange(FIELD_SIZES[4]) < NO_LEVEL
        levels = self._draw(drafts, masked(heads.level(known, parts, pitches, durations), some), boldness)
        notes = []
        for i, row in enumerate(fixed):
            own = (int(parts[i]), int(pitches[i]), int(durations[i]), int(levels[i]))
            notes.append(own if row is None else (row.part, row.pitch, row.duration, row.level))
        return notes

    def _draw(
        self,
        drafts: list[Draft],
        logits: NDArray[np.float32],
        boldness: NDArray[np.float64],
        top_p: float | None = None,
    ) -> NDArray[np.int64]:
        tempered = np.divide(logits, boldness[:, None], dtype=np.float32)
        uniform = np.array([draft.rng.random() for draft in drafts])
        nucleus = self._style.top_p if top_p is None else top_p
        return draw(probabilities(tempered, self._style.temperature, nucleus), uniform)

    def _accept(
        self, draft: Draft, step: int, note: tuple[int, int, int, int], fixed: Row | None, *, is_rest: bool
    ) -> None:
        draft.rows += 1
        if is_rest:
            draft.context.pass_time(MAX_ADVANCE)
            draft.row = REST_ROW
            return
        part, pitch, duration, level = note
        draft.row = (step - draft.context.step, *note)
        draft.context.place(step, part, pitch, duration, level, DURATION_STEPS[duration])
        draft.watch.add(step, part, pitch)
        if fixed is not None:
            draft.fixed_done += 1
        else:
            draft.notes.append(Row(step, part, pitch, duration, level))
