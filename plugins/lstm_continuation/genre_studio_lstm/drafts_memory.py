"""What `NoteContext` knows, for many drafts at once, in arrays: generation's fast path.

Letters: D drafts, S steps that can still be looked at (eight bars before the region to its end), N notes
of a draft, M notes of a step, P parts, K lookback bars. tests/test_drafts_memory.py holds it to NoteContext.
"""

from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import PART_COUNT, SLOTS_PER_FAMILY
from genre_studio.generation.note_codec import (
    DURATION_STEPS,
    MAX_ADVANCE,
    NO_DURATION,
    NO_LEVEL,
    NO_PART,
    NO_PITCH,
)
from genre_studio.music.instruments import Family
from genre_studio_lstm.context import (
    CHROMA_DECAY,
    LAST_POSITION,
    LOOKBACK_BARS,
    MATCH_DECAY,
    NO_ADVANCE,
    NO_NOTE,
    PLACED_PITCHES,
    SAME_PART_PITCHES,
    SOUNDING_PITCHES,
    NoteContext,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

MOST_AT_A_STEP = 48  # notes; a step that holds as many is full
_K = len(LOOKBACK_BARS)
_SETS = _K + 3  # of pitches: lookbacks, last chord, placed, sounding
_SLOTS = np.arange(MOST_AT_A_STEP)
_AHEAD = np.arange(1, MAX_ADVANCE + 1)
_PARTS = np.arange(PART_COUNT)
IS_DRUMS = _PARTS // SLOTS_PER_FAMILY == Family.DRUMS
_STEPS_LONG = np.array([*DURATION_STEPS, 0])
_BIT_LENGTH = np.array([min(n.bit_length(), 15) for n in range(2**14 + 1)])
_DRAFT_ARRAYS = (
    "step", "notes", "count", "first", "total", "last_onset", "last_pitch", "last_duration", "last_level",
    "chord", "chord_size", "last_chord", "pitch_end", "part_end", "chroma", "matches",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruler:
    """Bars and lookbacks of every step from `origin` on; index 0 is the origin."""

    origin: int  # step
    bar: Ints  # (S,) number of the bar, counted from the origin's
    bar_start: Ints  # (S,) as an index
    bar_length: Ints  # (S,) steps
    analogue: Ints  # (S, K) index of the same place some bars ago; -1: none

    @property
    def positions(self) -> Ints:
        """(S,) of each step in its bar, wrapped as the network reads it."""
        return (np.arange(len(self.bar)) - self.bar_start) % (LAST_POSITION + 1)


def ruler_of(context: NoteContext, first: int, end: int) -> Ruler:
    """The ruler from LOOKBACK_BARS before the bar of step `first` to `end`."""
    context.bar_at(end)  # adds bars as far as that
    lines = np.array(context.bars, np.int64)
    from_bar = max(0, int(np.searchsorted(lines, first, side="right")) - 1 - max(LOOKBACK_BARS))
    lines = lines[from_bar:] - lines[from_bar]
    steps = np.arange(end - context.bars[from_bar])
    bar = np.searchsorted(lines, steps, side="right") - 1
    start, length = lines[bar], np.diff(lines)
    analogue = np.full((len(steps), _K), -1, np.int64)
    for k, back in enumerate(LOOKBACK_BARS):
        earlier = np.maximum(bar - back, 0)
        fits = (bar >= back) & (steps - start < length[earlier])
        analogue[fits, k] = lines[earlier[fits]] + (steps - start)[fits]
    return Ruler(context.bars[from_bar], bar, start, length[bar], analogue)


class DraftsMemory:
    """The music so far of D drafts that begin alike. Steps passed in are indices of the ruler."""

    def __init__(self, context: NoteContext, drafts: int, ruler: Ruler, room: int) -> None:
        """`room`: the most notes that a draft will add."""
        self.ruler = ruler
        self.positions = ruler.positions
        self.every = np.arange(drafts)
        size = len(ruler.bar) + MAX_ADVANCE + 1
        known = [
            (step - ruler.origin, *note)
            for step in context.steps
            if step >= ruler.origin
            for note in context.notes_at(step)[:MOST_AT_A_STEP]
        ]
        past = np.array(known, np.int64).reshape(-1, 5)
        self.step = np.full(drafts, context.step - ruler.origin)
        self.notes = np.zeros((drafts, len(past) + room + MOST_AT_A_STEP, 5), np.int16)
        self.notes[:, : len(past)] = past
        self.total = np.full(drafts, len(past))
        counts = np.bincount(past[:, 0], minlength=size)
        self.count = np.tile(counts, (drafts, 1))
        self.first = np.tile(np.cumsum(counts) - counts, (drafts, 1))
        state = context.last_of_parts()
        onsets = np.array(state.onset)
        self.never = context.first_step - ruler.origin  # for parts that have not played
        self.last_onset = np.tile(np.where(onsets < 0, -(2**30), onsets - ruler.origin), (drafts, 1))
        self.last_pitch = np.tile(np.array(state.pitch), (drafts, 1))
        self.last_duration = np.tile(np.array(state.duration), (drafts, 1))
        self.last_level = np.tile(np.array(state.level), (drafts, 1))
        self.chord = np.tile(_chords(state.chord), (drafts, 1, 1))
        self.chord_size = np.tile(np.array([len(chord) for chord in state.chord]), (drafts, 1))
        self.last_chord = np.tile(_chords(state.last_chord), (drafts, 1, 1))
        pitch_end, part_end = np.full(128, -(2**30)), np.full(PART_COUNT, -(2**30))
        for end, pitch, part in state.sounding:
            pitch_end[pitch] = max(pitch_end[pitch], end - ruler.origin)
            part_end[part] = max(part_end[part], end - ruler.origin)
        self.pitch_end, self.part_end = np.tile(pitch_end, (drafts, 1)), np.tile(part_end, (drafts, 1))
        self.chroma = np.tile(np.array(state.chroma), (drafts, 1))
        self.matches = np.tile(np.array(state.matches), (drafts, 1))

    def take(self, which: Ints) -> "DraftsMemory":
        """These drafts, some of them perhaps several times."""
        twin = copy(self)
        for name in _DRAFT_ARRAYS:
            setattr(twin, name, getattr(self, name)[which])
        twin.every = np.arange(len(which))
        return twin

    def joined(self, others: list["DraftsMemory"]) -> "DraftsMemory":
        """These drafts, then those of `others`, of the same beginning."""
        twin = copy(self)
        for name in _DRAFT_ARRAYS:
            setattr(twin, name, np.concatenate([getattr(memory, name) for memory in (self, *others)]))
        twin.every = np.arange(len(twin.step))
        return twin

    # --- what is known before each field ---------------------------------------------------------

    def advances(self) -> Ints:
        """(D, K): what each lookback bar did next; NO_ADVANCE where there is none."""
        d = self.every
        places = self.ruler.analogue[self.step]  # (D, K)
        counts = self.count[d[:, None], places]
        sounds_later = self.count[d[:, None, None], places[..., None] + _AHEAD] > 0  # (D, K, MAX_ADVANCE)
        gaps = np.where(sounds_later.any(-1), sounds_later.argmax(-1) + 1, MAX_ADVANCE)
        more_here = counts > self.count[d, self.step][:, None]
        return np.where(places < 0, NO_ADVANCE, np.where(more_here, 0, gaps))

    def notes_at(self, places: Ints) -> tuple[NDArray[np.int16], Flags]:
        """(D, n, M, 4) part, pitch, duration, level of the notes at `places` (D, n), and which are real.

        M is as large as needed here; a place of -1 is empty.
        """
        d = self.every[:, None]
        counts = np.where(places < 0, 0, self.count[d, places])
        slots = _SLOTS[: max(1, int(counts.max(initial=1)))]
        notes = self.notes[d[..., None], self.first[d, places][..., None] + slots, 1:]
        return notes, slots < counts[..., None]

    def look(self, steps: Ints) -> "Look":
        """Everything at `steps` (D,) and at the same places of the lookback bars."""
        places = np.concatenate([self.ruler.analogue[steps], steps[:, None]], 1)  # (D, K + 1)
        notes, real = self.notes_at(places)
        rows = np.arange(len(steps) * (_K + 1)).reshape(len(steps), _K + 1, 1)
        keys = (rows * (PART_COUNT + 1) + np.where(real, notes[..., 0], NO_PART)).ravel()
        counts = np.bincount(keys, minlength=rows.size * (PART_COUNT + 1))
        counts = counts.reshape(len(steps), _K + 1, PART_COUNT + 1)[..., :PART_COUNT]
        placed = real[:, _K].sum(-1)
        last = notes[self.every, _K, np.maximum(placed - 1, 0), 0]
        return Look(steps, notes, real, counts, np.where(placed > 0, last, NO_PART))

    def ages(self, steps: Ints) -> Floats:
        """(D, P): how long since each part's last onset, as the network reads it, 0..1."""
        since = np.minimum(steps[:, None] - self.last_onset, 2**14)
        ages: Floats = (np.where(self.last_onset <= -(2**30), 16, _BIT_LENGTH[since]) / 16).astype(np.float32)
        return ages

    def silences(self, steps: Ints) -> Ints:
        """(D, P): steps since each part's last onset, or since the first bar line."""
        silences: Ints = steps[:, None] - np.maximum(self.last_onset, self.never)
        return silences

    def notes_in_bar(self) -> Ints:
        """(D,): notes placed so far in the bar of each draft's last step."""
        starts = self.ruler.bar_start[self.step]
        places = starts[:, None] + np.arange(int((self.step - starts).max(initial=0)) + 1)
        counted: Ints = np.where(
            places <= self.step[:, None], self.count[self.every[:, None], places], 0
        ).sum(1)
        return counted

    def rest_of_bar(self) -> Ints:
        """(D,): steps from each draft's last step to the next bar line."""
        here = self.ruler
        left: Ints = here.bar_start[self.step] + here.bar_length[self.step] - self.step
        return left

    def pitch_sets(self, look: "Look", parts: Ints) -> Floats:
        """(D, K + 3, 128) as 0 or 1: lookbacks, the part's last chord, what is placed, what sounds."""
        d = self.every
        sets = np.zeros((len(d), _SETS, NO_NOTE + 1), np.float32)
        own = look.real & (look.notes[..., 0] == parts[:, None, None])
        own[:, _K] = False
        kept = own & (own.cumsum(-1) <= SAME_PART_PITCHES)
        i, k, m = np.nonzero(kept)
        sets[i, k, look.notes[i, k, m, 1]] = 1
        begun = self.last_onset[d, parts] == look.steps
        chords = np.where(begun[:, None], self.last_chord[d, parts], self.chord[d, parts])
        sets[d[:, None], _K, chords] = 1
        here = look.real[:, _K] & (IS_DRUMS[look.notes[:, _K, :, 0]] == IS_DRUMS[parts][:, None])
        i, m = np.nonzero(here & (here.sum(-1, keepdims=True) - here.cumsum(-1) < PLACED_PITCHES))
        sets[i, _K + 1, look.notes[i, _K, m, 1]] = 1
        sounding = self.pitch_end > look.steps[:, None]
        sets[:, _K + 2, :128] = sounding & (sounding.cumsum(-1) <= SOUNDING_PITCHES)
        return sets[..., :NO_PITCH]

    def chroma_shares(self) -> Floats:
        """(D, 12): the recent pitch classes, the commonest 1, in 255ths."""
        loudest = self.chroma.max(-1, keepdims=True)
        shares: Floats = (
            (255 * self.chroma / np.where(loudest > 0, loudest, 1)).astype(np.int64) / 255
        ).astype(np.float32)
        return shares

    def match_shares(self) -> Floats:
        """(D, K): how often the last notes repeated each lookback bar, in 255ths."""
        shares: Floats = ((255 * self.matches).astype(np.int64) / 255).astype(np.float32)
        return shares

    def lengths_and_levels(self, look: "Look", parts: Ints, pitches: Ints) -> tuple[Ints, Ints]:
        """Durations and levels (D, K + 1) of the same note by lookback, then the part's last ones."""
        d = self.every
        own = look.real[:, :_K] & (look.notes[:, :_K, :, 0] == parts[:, None, None])
        same = own & (look.notes[:, :_K, :, 1] == pitches[:, None, None])
        chosen = np.where(same.any(-1), same.argmax(-1), own.argmax(-1))  # (D, K)
        found = np.take_along_axis(look.notes[:, :_K], chosen[..., None, None], 2)[:, :, 0]
        known = own.any(-1)
        durations = np.where(known, found[..., 2], NO_DURATION)
        levels = np.where(known, found[..., 3], NO_LEVEL)
        last = self.last_duration[d, parts][:, None], self.last_level[d, parts][:, None]
        return np.concatenate([durations, last[0]], 1), np.concatenate([levels, last[1]], 1)

    def lowest_left(self, steps: Ints, parts: Ints) -> Ints:
        """(D,): within a chord of one part notes are written upwards; the first pitch still free."""
        d = self.every
        begun = self.last_onset[d, parts] == steps
        return np.where(begun, self.last_pitch[d, parts] + 1, 0)

    # --- what happens ----------------------------------------------------------------------------

    def pass_time(self, which: Ints, steps: int) -> None:
        """Rests of the drafts `which`."""
        self.step[which] += steps

    def place(self, which: Ints, look: "Look", fields: Ints) -> None:
        """Add one note to each of the drafts `which` (n,); fields (n, 4): part, pitch, duration, level."""
        if not len(which):
            return
        steps = look.steps[which]
        part, pitch, duration, level = fields.T
        there = look.notes[which, :_K]
        repeats = (look.real[which, :_K] & (there[..., 0] == part[:, None, None])
                   & (there[..., 1] == pitch[:, None, None])).any(-1)  # fmt: skip
        self.matches[which] = MATCH_DECAY * self.matches[which] + (1 - MATCH_DECAY) * repeats
        total = self.total[which]
        self.notes[which, total, 0] = steps
        self.notes[which, total, 1:] = fields
        self.first[which, steps] = np.where(self.count[which, steps] == 0, total, self.first[which, steps])
        self.count[which, steps] += 1
        self.total[which] += 1
        fresh = self.last_onset[which, part] != steps
        begun, its = which[fresh], part[fresh]
        self.last_chord[begun, its] = self.chord[begun, its]
        self.chord[begun, its] = NO_NOTE
        self.chord_size[begun, its] = 0
        size = self.chord_size[which, part]
        room = size < SAME_PART_PITCHES
        self.chord[which[room], part[room], size[room]] = pitch[room]
        self.chord_size[which, part] += 1
        self.last_onset[which, part] = steps
        self.last_pitch[which, part] = pitch
        self.last_duration[which, part] = duration
        self.last_level[which, part] = level
        self.step[which] = steps
        pitched = ~IS_DRUMS[part]
        who, part, pitch = which[pitched], part[pitched], pitch[pitched]
        ends = steps[pitched] + _STEPS_LONG[duration[pitched]]
        self.pitch_end[who, pitch] = np.maximum(self.pitch_end[who, pitch], ends)
        self.part_end[who, part] = np.maximum(self.part_end[who, part], ends)
        self.chroma[who] *= CHROMA_DECAY
        self.chroma[who, pitch % 12] += 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """What lies at one step of each draft and at its analogues: index K of the places is the step itself."""

    steps: Ints  # (D,)
    notes: NDArray[np.int16]  # (D, K + 1, M, 4)
    real: Flags  # (D, K + 1, M)
    counts: Ints  # (D, K + 1, P) notes of each part
    part_before: Ints  # (D,) the part placed last at this step, or NO_PART

    @property
    def due(self) -> Flags:
        """(D, K, P): parts that each lookback bar has more notes of than were placed here."""
        due: Flags = self.counts[:, :_K] > self.counts[:, _K:]
        return due

    @property
    def placed(self) -> Ints:
        """(D, P): notes of each part placed here."""
        return self.counts[:, _K]


def _chords(chords: list[tuple[int, ...]]) -> Ints:
    """(P, SAME_PART_PITCHES), padded with NO_NOTE."""
    padded = np.full((PART_COUNT, SAME_PART_PITCHES), NO_NOTE)
    for part, chord in enumerate(chords):
        padded[part, : len(chord[:SAME_PART_PITCHES])] = chord[:SAME_PART_PITCHES]
    return padded
