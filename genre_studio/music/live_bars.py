"""Playing on while a generator writes the next bars: when to ask it, and what sounds where it is late.

Values and decisions only. The playhead is passed in; who asks the generator and who plays the song act
on what is returned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from genre_studio.music.notes import Notes, frozen, sorted_notes, starting_within
from genre_studio.music.song import Song
from genre_studio.music.takes import apply_take, continuation_region

_AHEAD_BARS = 2  # asked for at the latest this much more than a block before it is needed


@dataclass(frozen=True, eq=False)
class Block:
    """Bars [start, end) ticks that were written live, by track index; or repeated while nothing came."""

    start: int
    end: int
    notes: Mapping[int, Notes]
    is_repeat: bool = False

    def moved(self, ticks: int) -> "Block":
        notes = {index: _moved(rows, ticks) for index, rows in self.notes.items()}
        return replace(self, start=self.start + ticks, end=self.end + ticks, notes=notes)

    def until(self, end: int) -> "Block":
        """What of it lies before `end`."""
        notes = {index: _cut(starting_within(rows, 0, end), end) for index, rows in self.notes.items()}
        return replace(self, end=min(self.end, end), notes=notes)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do now. `ask`: have bars [start, end) written. `changed`: the song that sounds is another.

    `leave_loop`: go on past the loop's end.
    """

    ask: tuple[int, int] | None = None
    changed: bool = False
    leave_loop: bool = False


@dataclass(slots=True)
class LiveBars:
    """One live continuation of `song`, in blocks of `bars` bars of the tracks `written`.

    `guard_ticks` is how long before it sounds a bar must be known. While `loop` runs the loop is what
    repeats until the first block is there; without one, the last bars are. A block that comes late goes
    to the next bar line that is still ahead, and what repeats ends there.
    """

    song: Song
    bars: int
    written: tuple[int, ...]
    guard_ticks: int
    loop: tuple[int, int] | None = None
    blocks: list[Block] = field(default_factory=list)
    asked: tuple[int, int] | None = None
    start: int = field(init=False)
    _written_end: int = field(init=False)

    def __post_init__(self) -> None:
        self.start = continuation_region(self.song, 1)[0]
        if self.loop is not None:
            self.start = max(self.start, self.song.meter_map.bars_end(self.loop[1]))
        self._written_end = self.start

    @property
    def is_looping(self) -> bool:
        return self.loop is not None

    def live_song(self) -> Song:
        """The song with all blocks in it."""
        return with_blocks(self.song, self.blocks)

    def look(self, tick: int) -> Wish:
        """What to do with the playhead at `tick`. Call it some 30 times a second, and after `arrive`."""
        leave_loop = self._may_leave_loop(tick)
        if leave_loop:
            self.loop = None
        changed = False
        while not self.is_looping and self._written_end - tick <= self.guard_ticks:
            self._repeat()
            changed = True
        ask = self._next_region(tick)
        if ask is not None:
            self.asked = ask
        return Wish(ask, changed, leave_loop)

    def arrive(self, notes: Mapping[int, Notes], tick: int) -> None:
        """The bars that were asked for have come, with the playhead at `tick`."""
        if self.asked is None:
            return
        block = Block(*self.asked, notes)
        self.asked = None
        place = block.start
        if self._written_end > place:  # it is late: something repeats in its place
            place = min(self.song.meter_map.bars_end(tick + self.guard_ticks), self._written_end)
            self.blocks = [b.until(place) for b in self.blocks if b.start < place]
        self.blocks.append(block.moved(place - block.start))
        self._written_end = self.blocks[-1].end

    def give_up(self) -> None:
        """What was asked for will not come; it is asked for again when it is needed."""
        self.asked = None

    def heard(self, tick: int) -> tuple[Block, ...]:
        """The blocks up to the end of the bar that holds `tick`: what is kept when it is stopped there."""
        end = self.song.meter_map.bar_end_at(max(tick - 1, 0))
        return tuple(block.until(end) for block in self.blocks if block.start < min(end, tick))

    def _may_leave_loop(self, tick: int) -> bool:
        """Whether the first block is there, and the loop's end far enough to go past it."""
        return self.loop is not None and bool(self.blocks) and tick < self.loop[1] - self.guard_ticks

    def _next_region(self, tick: int) -> tuple[int, int] | None:
        meters, start = self.song.meter_map, self._written_end
        end = meters.bar_start(meters.bar_index_at(start) + self.bars)
        ahead = end - start + _AHEAD_BARS * meters.meter_at(start).bar_ticks(meters.ppq)
        is_near = start - tick <= ahead or (not self.blocks and self.is_looping)
        if self.asked is not None or not is_near or (self.is_looping and self.blocks):
            return None
        return start, end

    def _repeat(self) -> None:
        """The last bars once more."""
        meters, end = self.song.meter_map, self._written_end
        begin = meters.bar_start(max(0, meters.bar_index_at(max(end - 1, 0)) + 1 - self.bars))
        length = max(end - begin, meters.meter_at(end).bar_ticks(meters.ppq))
        live = self.live_song()
        notes = {
            index: _moved(_cut(starting_within(live.tracks[index].notes, begin, end), end), length)
            for index in self.written
        }
        self.blocks.append(Block(end, end + length, notes, is_repeat=True))
        self._written_end = end + length


def with_blocks(song: Song, blocks: list[Block] | tuple[Block, ...]) -> Song:
    """The song with blocks written into it, each as a take would be."""
    for block in blocks:
        notes = {index: rows for index, rows in block.notes.items() if index < len(song.tracks)}
        song = apply_take(song, block.start, block.end, notes)
    return song


def joined_notes(blocks: list[Block] | tuple[Block, ...]) -> dict[int, Notes]:
    """All the notes of the blocks by track index, with ids counted anew: one take of them all."""
    found: dict[int, Notes] = {}
    for index in sorted({index for block in blocks for index in block.notes}):
        notes = np.concatenate([block.notes[index] for block in blocks if index in block.notes])
        notes["id"] = np.arange(len(notes))
        found[index] = sorted_notes(notes)
    return found


def _moved(notes: Notes, ticks: int) -> Notes:
    moved = notes.copy()
    moved["start"] += ticks
    moved["locked"] = False
    return frozen(moved)


def _cut(notes: Notes, end: int) -> Notes:
    """Notes that end at `end` at the latest."""
    cut = notes.copy()
    cut["duration"] = np.minimum(cut["duration"], end - cut["start"])
    return frozen(cut)
