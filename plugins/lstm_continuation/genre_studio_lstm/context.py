"""What the music so far says about the next note, beside what the LSTM remembers.

A recurrent state is poor at exact copying, and music repeats. So each prediction also sees the
analogous place one, two, four and eight bars ago (Magenta's lookback RNN did so for 1 and 2 bars of
one melody), the last chord of the part, what sounds now, and the recent key. The same class feeds
training (`encode_context`) and generation, so that both see the same thing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT, GridSong, is_drum_part
from genre_studio.generation.note_codec import (
    DURATION_STEPS,
    MAX_ADVANCE,
    NO_DURATION,
    NO_LEVEL,
    NO_PART,
    encode,
)

LOOKBACK_BARS = (1, 2, 4, 8)
NO_ADVANCE = MAX_ADVANCE + 1  # no such bar, or nothing to copy there
NO_NOTE = 255  # padding of pitch sets
LAST_POSITION = 143  # positions in longer bars wrap
SAME_PART_PITCHES, PLACED_PITCHES, SOUNDING_PITCHES = 6, 8, 12
MATCH_DECAY = 0.9  # a note: whether the last ten or so were repeats
CHROMA_DECAY = 0.97  # a note: the key is what the last few dozen notes say

_K = len(LOOKBACK_BARS)


class Columns:
    """Slices of a context row (uint8), by what they hold."""

    POSITION = slice(0, 1)  # of the row before, in its bar
    ADVANCES = slice(1, 1 + _K)  # what each lookback bar did next
    NEXT_POSITION = slice(5, 6)  # of this row, in its bar
    BAR_LENGTH = slice(6, 7)  # steps of this row's bar
    PARTS = slice(7, 7 + 4 * _K)  # bit sets of parts still due, by lookback
    PLAYING = slice(23, 27)  # bit set of parts that sound
    AGES = slice(27, 27 + PART_COUNT)  # time since each part's last onset
    PART_BEFORE = slice(55, 56)  # the part placed last at this step, or NO_PART
    LOOKBACK = slice(56, 56 + SAME_PART_PITCHES * _K)  # pitches of this part, by lookback
    LAST_CHORD = slice(80, 86)
    PLACED = slice(86, 94)
    SOUNDING = slice(94, 106)
    CHROMA = slice(106, 118)
    LAST_PITCH = slice(118, 119)
    DURATIONS = slice(119, 124)  # of the same note by lookback, then the part's last one
    LEVELS = slice(124, 129)
    MATCHES = slice(129, 129 + _K)  # how often the last notes repeated each lookback bar
    COUNT = 133


@dataclass(frozen=True, slots=True)
class LastOfParts:
    """What each part did last, lists (PART_COUNT,), and what all of them did."""

    onset: list[int]  # steps; -1: never
    chord: list[tuple[int, ...]]
    last_chord: list[tuple[int, ...]]  # the one before
    pitch: list[int]
    duration: list[int]
    level: list[int]
    sounding: list[tuple[int, int, int]]  # (end, pitch, part) of any number of notes
    chroma: list[float]  # (12,)
    matches: list[float]  # (K,)


class NoteContext:
    """The music so far, updated note by note, asked in the order of a row's fields."""

    def __init__(self, bar_lines: Sequence[int]) -> None:
        """`bar_lines` are steps, at least two; the last bar's length continues after them."""
        self._bars = [int(line) for line in bar_lines]
        self._onsets: dict[int, list[tuple[int, int, int, int]]] = {}
        self._steps: list[int] = []
        self.step = self._bars[0]
        self._last_onset = [-1] * PART_COUNT
        self._last_chord: list[tuple[int, ...]] = [()] * PART_COUNT
        self._chord: list[tuple[int, ...]] = [()] * PART_COUNT
        self._last_pitch = [NO_NOTE] * PART_COUNT
        self._last_duration = [NO_DURATION] * PART_COUNT
        self._last_level = [NO_LEVEL] * PART_COUNT
        self._sounding: list[tuple[int, int, int]] = []  # (end, pitch, part)
        self._chroma = [0.0] * 12
        self._matches = [0.0] * _K

    def bar_at(self, step: int) -> int:
        """The index of the bar that holds `step`."""
        while step >= self._bars[-1]:
            self._bars.append(2 * self._bars[-1] - self._bars[-2])
        return bisect_right(self._bars, step) - 1

    @property
    def bars(self) -> list[int]:
        """The steps of the bar lines known so far."""
        return self._bars.copy()

    @property
    def first_step(self) -> int:
        return self._bars[0]

    @property
    def steps(self) -> list[int]:
        """The steps at which notes were placed, ascending."""
        return self._steps.copy()

    def notes_at(self, step: int) -> list[tuple[int, int, int, int]]:
        """(part, pitch, duration class, level) of each note placed at `step`, in order."""
        return list(self._onsets.get(step, ()))

    def last_of_parts(self) -> LastOfParts:
        """A copy of what the next predictions hang on."""
        return LastOfParts(
            self._last_onset.copy(),
            self._chord.copy(),
            self._last_chord.copy(),
            self._last_pitch.copy(),
            self._last_duration.copy(),
            self._last_level.copy(),
            self._sounding.copy(),
            self._chroma.copy(),
            self._matches.copy(),
        )

    def parts_at(self, step: int) -> list[int]:
        """The part of each note placed at `step`, in order."""
        return [note[0] for note in self._onsets.get(step, ())]

    def _analogues(self, step: int) -> list[int]:
        """The same place in each lookback bar; -1 where there is none."""
        bar = self.bar_at(step)
        offset = step - self._bars[bar]
        places = []
        for back in LOOKBACK_BARS:
            earlier = bar - back
            fits = earlier >= 0 and self._bars[earlier] + offset < self._bars[earlier + 1]
            places.append(self._bars[earlier] + offset if fits else -1)
        return places

    def before_advance(self) -> list[int]:
        """Columns POSITION and ADVANCES."""
        placed = len(self._onsets.get(self.step, ()))
        row = [self._position(self.step)]
        for place in self._analogues(self.step):
            if place < 0:
                row.append(NO_ADVANCE)
            elif len(self._onsets.get(place, ())) > placed:
                row.append(0)
            else:
                after = bisect_right(self._steps, place)
                gap = self._steps[after] - place if after < len(self._steps) else MAX_ADVANCE
                row.append(min(gap, MAX_ADVANCE))
        return row

    def matches(self) -> list[int]:
        """Columns MATCHES."""
        return [int(255 * share) for share in self._matches]

    def _position(self, step: int) -> int:
        return (step - self._bars[self.bar_at(step)]) % (LAST_POSITION + 1)

    def before_part(self, step: int) -> list[int]:
        """Columns NEXT_POSITION to PART_BEFORE, for a note at `step`."""
        bar = self.bar_at(step)
        row = [self._position(step), min(self._bars[bar + 1] - self._bars[bar], 255)]
        placed = self.parts_at(step)
        for place in self._analogues(step):
            due = 0
            there = self.parts_at(place)
            for part in set(there):
                if there.count(part) > placed.count(part):
                    due |= 1 << part
            row.extend(due.to_bytes(4, "little"))
        playing = 0
        for end, _, part in self._sounding:
            if end > step:
                playing |= 1 << part
        row.extend(playing.to_bytes(4, "little"))
        row.extend(NO_NOTE if last < 0 else min((step - last).bit_length(), 15) for last in self._last_onset)
        row.append(placed[-1] if placed else NO_PART)
        return row

    def before_pitch(self, step: int, part: int) -> list[int]:
        """Columns LOOKBACK to LAST_PITCH, for a note of `part` at `step`."""
        row: list[int] = []
        for place in self._analogues(step):
            there = [note[1] for note in self._onsets.get(place, ()) if note[0] == part]
            row.extend(_padded(there, SAME_PART_PITCHES))
        begun = self._last_onset[part] == step
        row.extend(_padded(self._last_chord[part] if begun else self._chord[part], SAME_PART_PITCHES))
        drums = is_drum_part(part)
        placed = [note[1] for note in self._onsets.get(step, ()) if is_drum_part(note[0]) == drums]
        row.extend(_padded(placed[-PLACED_PITCHES:], PLACED_PITCHES))
        sounding = sorted({pitch for end, pitch, _ in self._sounding if end > step})
        row.extend(_padded(sounding[:SOUNDING_PITCHES], SOUNDING_PITCHES))
        loudest = max(self._chroma) or 1.0
        row.extend(int(255 * value / loudest) for value in self._chroma)
        row.append(self._last_pitch[part])
        return row

    def before_duration(self, step: int, part: int, pitch: int) -> list[int]:
        """Columns DURATIONS and LEVELS."""
        durations, levels = [], []
        for place in self._analogues(step):
            there = [note for note in self._onsets.get(place, ()) if note[0] == part]
            same = [note for note in there if note[1] == pitch] or there
            durations.append(same[0][2] if same else NO_DURATION)
            levels.append(same[0][3] if same else NO_LEVEL)
        return [*durations, self._last_duration[part], *levels, self._last_level[part]]

    def pass_time(self, steps: int) -> None:
        self.step += steps

    def place(self, step: int, part: int, pitch: int, duration: int, level: int, steps_long: int) -> None:
        """Add a note; steps never go back."""
        for i, place in enumerate(self._analogues(step)):
            repeats = any(note[0] == part and note[1] == pitch for note in self._onsets.get(place, ()))
            self._matches[i] = MATCH_DECAY * self._matches[i] + (1 - MATCH_DECAY) * repeats
        if step not in self._onsets:
            self._onsets[step] = []
            self._steps.insert(bisect_left(self._steps, step), step)
        self._onsets[step].append((part, pitch, duration, level))
        if self._last_onset[part] != step:
            self._last_chord[part] = self._chord[part]
            self._chord[part] = ()
        self._chord[part] = (*self._chord[part], pitch)
        self._last_onset[part] = step
        self._last_pitch[part] = pitch
        self._last_duration[part] = duration
        self._last_level[part] = level
        self.step = step
        if not is_drum_part(part):
            self._sounding = [note for note in self._sounding if note[0] > step]
            self._sounding.append((step + steps_long, pitch, part))
            self._chroma = [value * CHROMA_DECAY for value in self._chroma]
            self._chroma[pitch % 12] += 1.0


def _padded(pitches: Sequence[int], length: int) -> list[int]:
    kept = list(pitches[:length])
    return kept + [NO_NOTE] * (length - len(kept))


def encode_context(grid: GridSong) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """Rows (N, 5) of `grid` and, for each, what was known before it: (N, Columns.COUNT)."""
    rows = encode(grid)
    context = NoteContext(grid.bar_lines.tolist())
    table = np.zeros((len(rows), Columns.COUNT), np.uint8)
    blank = [0] * (Columns.MATCHES.start - Columns.NEXT_POSITION.start)
    for i, (advance, part, pitch, duration, level) in enumerate(rows.tolist()):
        head = context.before_advance()
        matches = context.matches()
        step = context.step + advance
        if part == NO_PART:
            table[i] = head + blank + matches
            context.pass_time(advance)
            continue
        table[i] = (
            head
            + context.before_part(step)
            + context.before_pitch(step, part)
            + context.before_duration(step, part, pitch)
            + matches
        )
        context.place(step, part, pitch, duration, level, DURATION_STEPS[duration])
    return rows, table
