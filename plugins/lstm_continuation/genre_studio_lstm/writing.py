"""Writing: all takes of a request side by side; of every few bars of a take, the best of several drafts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT, is_drum_part
from genre_studio.generation.note_codec import MAX_ADVANCE, NO_PITCH, Row
from genre_studio.plugin_api import Constraints, GenerationError
from genre_studio_lstm.choosing import OFF_THE_RAILS
from genre_studio_lstm.drafting import Drafts, Limits, Pen, Style, joined
from genre_studio_lstm.drafts_memory import MOST_AT_A_STEP, DraftsMemory, ruler_of
from genre_studio_lstm.reading import Reading
from genre_studio_lstm.repetition import RepetitionWatch
from genre_studio_lstm.stepping import StepNetwork, Stepper

DRUM_PITCHES = (27, 87)  # General MIDI level 2 percussion
MOST_ROWS_A_BEAT = 64  # a take that writes more than this is not music but a loop
HARD_LIMIT = 1.15  # of what a bar may hold, where retries did not help: the rest of it stays empty
MOST_RETRIES = 2  # of bars that left the rails
OPENING_STEPS = 12  # written once and shown at once, before drafts part ways

Chooser = Callable[["Drafts", int], NDArray[np.float64]]
"""How good each draft is up to a step (an index of the ruler), (D,)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is certain of a take: rows that will not change any more, and how far its drafts are."""

    rows: Sequence[Row]
    step: int


Tell = Callable[[Callable[[], list[Progress]]], None]


class Writer:
    """Continues a Reading with several takes at once."""

    def __init__(
        self,
        network: StepNetwork,
        reading: Reading,
        parts: Sequence[int],
        constraints: Constraints,
        style: Style,
        *,
        drafts: int = 1,
        block_bars: int = 2,
    ) -> None:
        """`parts` may be written; of every `block_bars` of a take the best of `drafts`, see `choose_by`."""
        self._network, self._reading, self._style = network, reading, style
        self._certain: list[list[Row]] = []
        self._past = 0
        self._strength = None if style.genre_strength == 1.0 else style.genre_strength
        self._width = drafts
        self._choose: Chooser | None = None
        last = max([reading.end, *(row.step for row in reading.following)])
        self.ruler = ruler_of(reading.context, reading.context.step, last + 1)
        origin = self.ruler.origin
        self._following = [replace(row, step=row.step - origin) for row in reading.following]
        self._limits = _limits(reading, parts, constraints, style, self.ruler.origin)
        self._pen = Pen(style, self._limits)
        self._blocks = self._block_ends(block_bars)

    def choose_by(self, chooser: Chooser) -> None:
        """Keep the draft that scores best."""
        self._choose = chooser

    def write(self, seeds: Sequence[int], tell: Tell) -> list[Sequence[Row]]:
        """The rows of takes that fill the region, one a seed.

        `tell` is called after each row, with what gives each take's progress if it wants to know.
        """
        self._certain = [[] for _ in seeds]
        drafts = self._pen.find_steps(self._begin(seeds))
        self._past = int(drafts.memory.total[0])
        for number, end in enumerate(self._blocks):
            if number and self._choose is not None:
                drafts = self._best_block(drafts, end, tell)
            else:
                drafts = self._write_block(drafts, end, 1, tell)
            self._certain = [self._rows(drafts, i) for i in range(len(drafts))]
            tell(partial(self._progress, drafts, [], end, self._width + 1))
        return list(self._certain)

    def _best_block(self, before: Drafts, end: int, tell: Tell) -> Drafts:
        """Each draft up to `end`, the best of several; those that left the rails are written once more."""
        best, scores = self._best_of_several(before, end, tell)
        for _ in range(MOST_RETRIES):
            lost = np.flatnonzero(scores <= OFF_THE_RAILS / 2)
            if not len(lost):
                break
            again, fresh = self._best_of_several(before.take(lost), end, tell)
            better = np.flatnonzero(fresh > scores[lost])
            kept = np.delete(np.arange(len(best)), lost[better])
            scores[lost[better]] = fresh[better]
            groups = [group for group in (best.take(kept), again.take(better)) if len(group)]
            best = joined(groups)
        return best

    def _best_of_several(self, before: Drafts, end: int, tell: Tell) -> tuple[Drafts, NDArray[np.float64]]:
        assert self._choose is not None
        drafts = self._write_block(self._part_ways(before), end, self._width, tell)
        scores = self._choose(drafts, end)
        if end == self._limits.end and self._following:  # does it lead there?
            scores = scores + self._pen.likelihood(drafts, self._following)
        scores = scores.reshape(-1, self._width)
        best = scores.argmax(1)
        first = np.arange(len(best))
        return drafts.take(first * self._width + best), scores[first, best]

    def _begin(self, seeds: Sequence[int]) -> Drafts:
        reading, takes = self._reading, len(seeds)
        room = self._limits.most_rows + MOST_AT_A_STEP + len(self._following)
        memory = DraftsMemory(reading.context, takes, self.ruler, room)
        rngs = [
            np.random.default_rng(seed if i == 0 else [seed, i]) for seed in seeds for i in range(self._width)
        ]
        stepper = Stepper(
            self._network, reading.condition, reading.state, takes,
            copying=self._style.copying, strength=self._strength,
        )  # fmt: skip
        zeros = np.zeros(takes, np.int64)
        row = np.tile(np.array(reading.last_row, np.int64), (takes, 1))
        slots = np.arange(takes) * self._width
        return Drafts(
            memory,
            stepper,
            RepetitionWatch(memory),
            slots,
            rngs,
            row,
            np.zeros((takes, 5)),
            zeros,
            zeros,
            zeros,
        )

    def _block_ends(self, bars: int) -> list[int]:
        """Where drafts wait for each other: after the opening, then at every few bar lines, then the end."""
        start, end = self._limits.start, self._limits.end
        if self._width == 1:
            return [end]
        first = int(self.ruler.bar[start])
        lines = np.flatnonzero(np.diff(self.ruler.bar, prepend=-1))
        inner = [
            int(line) for line in lines if start < line < end and (self.ruler.bar[line] - first) % bars == 0
        ]
        return [min(start + OPENING_STEPS, end), *inner, end] if start + OPENING_STEPS < end else [start, end]

    def _write_block(self, drafts: Drafts, end: int, wide: int, tell: Tell) -> Drafts:
        """Every draft up to its first pending step at or past `end`."""
        parked = []
        while len(drafts):
            beyond = drafts.pending >= end
            if beyond.any():
                parked.append(drafts.take(np.flatnonzero(beyond)))
                drafts = drafts.take(np.flatnonzero(~beyond))
                continue
            drafts = self._pen.find_steps(self._pen.write_notes(drafts))
            tell(partial(self._progress, drafts, parked, end, wide))
        return joined(parked)

    def _part_ways(self, drafts: Drafts) -> Drafts:
        """Each draft several times, each with its own luck from here on."""
        copies = drafts.take(np.repeat(np.arange(len(drafts)), self._width))
        numbers = np.tile(np.arange(self._width), len(drafts))
        copies = copies.in_slots(copies.slot // self._width * self._width + numbers)
        for i in np.flatnonzero(numbers):
            copies.uniform[i] = copies.rngs[int(copies.slot[i])].random(5)
        return copies

    def _rows(self, drafts: Drafts, draft: int) -> list[Row]:
        """What a draft has written, in steps of the song, without the notes that were there already."""
        notes = drafts.memory.notes[draft, self._past : drafts.memory.total[draft]].tolist()
        rows = [Row(step + self.ruler.origin, *fields) for step, *fields in notes]
        there = {(row.step, row.part, row.pitch) for row in self._reading.fixed}
        return [row for row in rows if (row.step, row.part, row.pitch) not in there]

    def _progress(self, active: Drafts, parked: list[Drafts], end: int, wide: int) -> list[Progress]:
        takes = len(self._certain)
        steps = np.full(takes, end)
        if len(active):
            np.minimum.at(steps, active.slot // self._width, active.memory.step)
        steps += self.ruler.origin
        if wide > 1:  # which draft will stay is open
            return [Progress(rows, int(step)) for rows, step in zip(self._certain, steps, strict=True)]
        rows_of = {
            int(slot) // self._width: (group, i)
            for group in (*parked, active)
            for i, slot in enumerate(group.slot)
        }
        return [Progress(self._rows(*rows_of[take]), int(steps[take])) for take in range(takes)]


def _limits(
    reading: Reading, parts: Sequence[int], constraints: Constraints, style: Style, origin: int
) -> Limits:
    """Raises GenerationError where nothing may be written."""
    pitches = np.arange(NO_PITCH + 1)
    allowed = np.array([p < NO_PITCH and constraints.allows_pitch(int(p)) for p in pitches])
    drums = (pitches >= DRUM_PITCHES[0]) & (pitches <= DRUM_PITCHES[1])
    writable = np.zeros(PART_COUNT, bool)
    writable[[part for part in parts if is_drum_part(part) or allowed.any()]] = True
    if not writable.any():
        raise GenerationError("The limits leave no note to write: widen the range or the scale.")
    most = np.full(PART_COUNT, MOST_AT_A_STEP)
    for part, count in reading.most_at_once.items():
        most[part] = min(count, constraints.polyphony or count)
    bias = np.zeros((PART_COUNT, NO_PITCH + 1), np.float32)
    for part, values in reading.pitch_bias.items():
        bias[part] = values
    beats = (reading.end - reading.start) / 12
    advances = np.log1p(np.arange(MAX_ADVANCE + 1)) / np.log(MAX_ADVANCE)
    return Limits(
        parts=writable,
        pitches=np.stack([allowed, drums]),
        most_at_once=most,
        pitch_bias=bias,
        advance_bias=(0.5 - style.density) * 6.0 * advances,
        fixed=[replace(row, step=row.step - origin) for row in reading.fixed],
        start=reading.start - origin,
        end=reading.end - origin,
        most_rows=int(MOST_ROWS_A_BEAT * (beats + 1)) + len(reading.fixed),
        most_in_bar=int(HARD_LIMIT * reading.most_in_bar),
    )
