"""Drafts in the making, side by side: one row of all of them at a time.

A draft's life between rows is a pending step: when its next row comes. So drafts can wait at a bar
line for each other, and be continued several times from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT, STEPS_PER_QUARTER
from genre_studio.generation.note_codec import (
    FIELD_SIZES,
    MAX_ADVANCE,
    NO_DURATION,
    NO_LEVEL,
    NO_PART,
    NO_PITCH,
    REST_ROW,
    Row,
)
from genre_studio.generation.sampling import Logits, draw, masked, probabilities
from genre_studio_lstm.drafts_memory import IS_DRUMS, MOST_AT_A_STEP, DraftsMemory, Flags, Floats, Ints, Look
from genre_studio_lstm.repetition import RepetitionWatch
from genre_studio_lstm.stepping import Stepper

# A part that is to be written and is silent for longer than this becomes likelier bar by bar.
STEPS_OF_A_BAR, PATIENT_BARS, NATS_PER_BAR, MOST_NATS = 48, 1.0, 1.2, 7.0
_PARTS = np.arange(PART_COUNT)
_NOT_LAST = [np.arange(size) < size - 1 for size in FIELD_SIZES]


@dataclass(frozen=True, slots=True)
class Style:
    """How to choose: the plugin's parameters."""

    temperature: float
    top_p: float
    pitch_top_p: float
    copying: float  # weight of what earlier bars propose, 1 = as learned
    density: float  # 0..1, 0.5 = as learned
    genre_strength: float  # 1 = as learned


@dataclass(frozen=True, eq=False, slots=True)
class Limits:
    """What may be written. Steps are indices of the ruler."""

    parts: Flags  # (P,) that may be written
    pitches: Flags  # (2, 129): for pitched parts, for drums
    most_at_once: Ints  # (P,) notes that a part may begin at one step
    pitch_bias: Floats  # (P, 129)
    advance_bias: NDArray[np.float64]  # (advances,)
    fixed: Sequence[Row]  # notes that are there already, sorted
    start: int
    end: int
    most_rows: int
    most_in_bar: int  # notes; a bar that holds more ends there

    @property
    def highest(self) -> Ints:
        """(P,): the highest pitch that each part may write."""
        highest = [int(np.flatnonzero(able).max(initial=-1)) for able in self.pitches]
        return np.where(IS_DRUMS, highest[1], highest[0])


@dataclass(frozen=True, eq=False, slots=True)
class Drafts:
    """D drafts; `slot` says which, so that they find back into order after waiting."""

    memory: DraftsMemory
    stepper: Stepper
    watch: RepetitionWatch
    slot: Ints  # (D,)
    rngs: Sequence[np.random.Generator]  # one a slot, for all slots
    row: Ints  # (D, 5) the last one, not yet read
    uniform: NDArray[np.float64]  # (D, 5) for the row in the making
    pending: Ints  # (D,) its step
    fixed_done: Ints  # (D,)
    rows: Ints  # (D,) how many were written

    def __len__(self) -> int:
        return len(self.slot)

    def take(self, which: Ints) -> "Drafts":
        """These drafts, some of them perhaps several times."""
        return Drafts(
            self.memory.take(which),
            self.stepper.take(which),
            self.watch.take(which),
            self.slot[which],
            self.rngs,
            self.row[which],
            self.uniform[which],
            self.pending[which],
            self.fixed_done[which],
            self.rows[which],
        )

    def in_slots(self, slots: Ints) -> "Drafts":
        """The same drafts with other numbers and so other luck from here on."""
        return replace(self, slot=slots)


def joined(groups: Sequence[Drafts]) -> Drafts:
    """Several groups of drafts of one request as one, by slot."""
    first, others = groups[0], groups[1:]

    def stacked(name: str) -> NDArray[np.int64]:
        return np.concatenate([getattr(group, name) for group in groups])

    together = Drafts(
        first.memory.joined([group.memory for group in others]),
        first.stepper.joined([group.stepper for group in others]),
        first.watch.joined([group.watch for group in others]),
        stacked("slot"),
        first.rngs,
        stacked("row"),
        stacked("uniform").astype(np.float64),
        stacked("pending"),
        stacked("fixed_done"),
        stacked("rows"),
    )
    return together.take(np.argsort(together.slot, kind="stable"))


class Pen:
    """Writes rows into drafts under one style and one set of limits."""

    def __init__(self, style: Style, limits: Limits) -> None:
        self._style, self._limits = style, limits
        self._highest = limits.highest
        self._fixed_steps = np.array([row.step for row in limits.fixed] + [2**30])
        rows = [(r.part, r.pitch, r.duration, r.level) for r in limits.fixed]
        self._fixed_fields = np.array([*rows, (NO_PART, NO_PITCH, NO_DURATION, NO_LEVEL)], np.int64)

    def find_steps(self, drafts: Drafts) -> Drafts:
        """Read each draft's last row and draw when the next one comes."""
        memory, limits = drafts.memory, self._limits
        drafts.stepper.read(drafts.row, memory)
        uniform = np.array([drafts.rngs[slot].random(5) for slot in drafts.slot])
        logits = drafts.stepper.advance() + limits.advance_bias
        here = memory.look(memory.step)
        is_open = self._open_parts(memory, here)
        on_beat = ((memory.step + memory.ruler.origin) % STEPS_PER_QUARTER == 0) & (
            memory.step >= limits.start
        )
        waiting = (self._waiting(memory, memory.step) * is_open).max(1) / 2
        logits[:, 0] += np.where(on_beat, waiting, 0)
        earliest = np.maximum(limits.start - memory.step, 0)
        earliest = np.where((earliest == 0) & ~is_open.any(1), 1, earliest)
        full = memory.notes_in_bar() >= limits.most_in_bar
        rest = np.minimum(memory.rest_of_bar(), MAX_ADVANCE)
        earliest = np.where(full & (memory.step >= limits.start), np.maximum(earliest, rest), earliest)
        allowed = np.arange(logits.shape[1]) >= earliest[:, None]
        advances = self._draw(drafts, masked(logits.astype(np.float32), allowed), uniform[:, 0])
        pending = np.minimum(memory.step + advances, self._fixed_steps[drafts.fixed_done])
        pending = np.where(drafts.rows >= limits.most_rows, 2**30, pending)
        return replace(drafts, uniform=uniform, pending=pending)

    def write_notes(self, drafts: Drafts) -> Drafts:
        """The notes (or rests) of each draft's pending step. All of them lie before the region's end."""
        memory, stepper, uniform = drafts.memory, drafts.stepper, drafts.uniform
        steps = drafts.pending
        is_fixed = steps == self._fixed_steps[drafts.fixed_done]
        fixed = self._fixed_fields[drafts.fixed_done]
        is_rest = ~is_fixed & (steps - memory.step >= MAX_ADVANCE)
        look = memory.look(steps)
        allowed = self._open_parts(memory, look)
        allowed[~allowed.any(1)] = self._limits.parts  # a rest's draw counts for nothing
        logits = stepper.part(memory, look)
        bias = self._waiting(memory, steps)
        logits = masked(logits[:, :PART_COUNT] + bias, allowed)
        parts = np.where(is_fixed, fixed[:, 0], self._draw(drafts, logits, uniform[:, 1]))

        able = self._limits.pitches[IS_DRUMS[parts].astype(int)]
        able = able & (np.arange(NO_PITCH + 1) >= memory.lowest_left(steps, parts)[:, None])
        able[~able.any(1)] = True  # as above
        logits = masked(stepper.pitch(memory, look, parts) + self._limits.pitch_bias[parts], able)
        drawn = self._draw(drafts, logits, uniform[:, 2], self._style.pitch_top_p)
        pitches = np.where(is_fixed, fixed[:, 1], drawn)

        lengths, levels = memory.lengths_and_levels(look, parts, pitches)
        logits = masked(stepper.duration(lengths, parts, pitches), _NOT_LAST[3])
        durations = self._draw(drafts, logits, uniform[:, 3])
        logits = masked(stepper.level(levels, parts, pitches, durations), _NOT_LAST[4])
        loudness = self._draw(drafts, logits, uniform[:, 4])
        drawn_fields = np.stack([parts, pitches, durations, loudness], 1)
        fields = np.where(is_fixed[:, None], fixed, drawn_fields)
        return self._accept(drafts, look, fields, is_fixed, is_rest)

    def likelihood(self, drafts: Drafts, rows: Sequence[Row]) -> NDArray[np.float64]:
        """(D,) log probability, nats, of going on with `rows` (steps of the ruler) after each draft.

        How loud they are does not count. The drafts stay as they are.
        """
        drafts = drafts.take(np.arange(len(drafts)))
        memory, stepper = drafts.memory, drafts.stepper
        total: NDArray[np.float64] = np.zeros(len(drafts))
        stepper.recall(memory)
        for row in rows:
            # A rest longer than any advance counts as the longest one.
            advances = np.clip(row.step - memory.step, 0, MAX_ADVANCE)
            total += _log_share(stepper.advance(), advances)
            look = memory.look(np.full(len(drafts), row.step))
            fields = np.tile(np.array([row.part, row.pitch, row.duration, row.level]), (len(drafts), 1))
            part, pitch, duration, _ = fields.T
            total += _log_share(stepper.part(memory, look), part)
            total += _log_share(stepper.pitch(memory, look, part), pitch)
            lengths, _ = memory.lengths_and_levels(look, part, pitch)
            total += _log_share(stepper.duration(lengths, part, pitch), duration)
            memory.place(memory.every, look, fields)
            stepper.read(np.concatenate([advances[:, None], fields], 1), memory)
        return total

    def _accept(self, drafts: Drafts, look: Look, fields: Ints, is_fixed: Flags, is_rest: Flags) -> Drafts:
        memory = drafts.memory
        advances = (look.steps - memory.step)[:, None]
        row = np.where(is_rest[:, None], np.array(REST_ROW), np.concatenate([advances, fields], 1))
        notes = np.flatnonzero(~is_rest)
        memory.pass_time(np.flatnonzero(is_rest), MAX_ADVANCE)
        memory.place(notes, look, fields[notes])
        drafts.watch.add(memory, notes, look.steps[notes], fields[notes, 0], fields[notes, 1])
        return replace(drafts, row=row, fixed_done=drafts.fixed_done + is_fixed, rows=drafts.rows + 1)

    def _open_parts(self, memory: DraftsMemory, look: Look) -> Flags:
        """(D, P): parts that may still begin a note at these steps, in the order of rows."""
        last = look.part_before
        begun = last < NO_PART
        is_open: Flags = self._limits.parts & (begun[:, None] <= (last[:, None] <= _PARTS))
        who = np.flatnonzero(begun)
        part = last[who]
        full = look.placed[who, part] >= self._limits.most_at_once[part]
        full |= memory.lowest_left(look.steps, np.where(begun, last, 0))[who] > self._highest[part]
        is_open[who[full], part[full]] = False
        is_open[memory.count[memory.every, look.steps] >= MOST_AT_A_STEP] = False
        return is_open

    def _waiting(self, memory: DraftsMemory, steps: Ints) -> Floats:
        """(D, P): what to add to the part logits, so that no written part is forgotten."""
        bars = memory.silences(steps) / STEPS_OF_A_BAR
        bias = np.minimum(np.maximum(0.0, bars - PATIENT_BARS) * NATS_PER_BAR, MOST_NATS)
        waiting: Floats = np.where(self._limits.parts, bias, 0).astype(np.float32)
        return waiting

    def _draw(
        self, drafts: Drafts, logits: Logits, uniform: NDArray[np.float64], top_p: float | None = None
    ) -> Ints:
        tempered = np.divide(logits, drafts.watch.boldness[:, None], dtype=np.float32)
        nucleus = self._style.top_p if top_p is None else top_p
        return draw(probabilities(tempered, self._style.temperature, nucleus), uniform)


def _log_share(logits: Logits, chosen: Ints) -> NDArray[np.float64]:
    """(D,) log probability of each row's chosen value."""
    scaled = logits.astype(np.float64)
    scaled -= scaled.max(-1, keepdims=True)
    chosen_ones = np.take_along_axis(scaled, chosen[:, None], 1)[:, 0]
    shares: NDArray[np.float64] = chosen_ones - np.log(np.exp(scaled).sum(-1))
    return shares
