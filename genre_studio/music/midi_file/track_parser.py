"""The bytes of one MTrk chunk to columns of channel messages and a list of everything else.

Plain Python with local names and no object per event: 200,000 events take about a tenth of a second.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from genre_studio.music.midi_file.repairs import Repair, RepairLog

MAX_TICK = 0x0FFF_FFFF
"""The longest wait that a file can state, and so the last position that is believed (155 hours at 480)."""

_DATA_BYTES_OF_SYSTEM = {0xF1: 1, 0xF2: 2, 0xF3: 1}  # the rest of F1..FE carry none
_END_OF_TRACK = 0x2F


class OtherEvent(NamedTuple):
    """A sysex or meta event: for status 0xFF the first byte of `data` is the meta type."""

    tick: int
    status: int
    data: bytes
    byte: int


@dataclass(slots=True)
class ParsedTrack:
    """One MTrk chunk, event by event, in file order.

    `ticks`, `messages` and `bytes` are columns: absolute tick, status << 16 | data1 << 8 | data2, and
    file offset. `end_tick` is the end mark's, or the last event's where it is missing.
    """

    number: int
    ticks: list[int] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    others: list[OtherEvent] = field(default_factory=list)
    end_tick: int = 0
    end_byte: int = 0
    has_end_mark: bool = False


def parse_track(
    data: bytes, start: int, limit: int, number: int, log: RepairLog, *, limit_is_stated: bool = True
) -> ParsedTrack:
    """Parse the events in data[start:limit]; `number` counts tracks from one.

    Reading stops at the end mark, unless the file itself states `limit` and a whole event follows.
    """
    parser = _TrackParser(data, limit, ParsedTrack(number), log, reads_on=limit_is_stated)
    return parser.parse(start)


class _TrackParser:
    def __init__(
        self, data: bytes, limit: int, track: ParsedTrack, log: RepairLog, *, reads_on: bool
    ) -> None:
        self._data = data
        self._limit = limit
        self._track = track
        self._log = log
        self._reads_on = reads_on
        self._is_done = False

    def parse(self, start: int) -> ParsedTrack:
        track = self._track
        try:
            pos = self._parse_events(start)
        except IndexError:  # the file ends inside an event
            pos = len(self._data) + 1
        if pos > self._limit:
            self._drop_crossing_event()
            pos = self._limit
            if track.has_end_mark:
                self._repair(Repair.AFTER_END, pos)
        if not track.has_end_mark:
            self._repair(Repair.CUT_OFF, pos)
        track.end_byte = pos
        return track

    def _parse_events(self, pos: int) -> int:
        """Read events from `pos` on; returns where reading stopped."""
        data, limit, track = self._data, self._limit, self._track
        add_tick, add_message, add_byte = track.ticks.append, track.messages.append, track.bytes.append
        tick = status = 0
        while pos < limit:
            start = pos
            delta = data[pos]
            pos += 1
            if delta:
                if delta >= 0x80:
                    delta, pos = self._long_delta(start)
                tick += delta
                if tick > MAX_TICK:
                    self._repair(Repair.ABSURD_DELTA, start)
                    tick -= delta
                track.end_tick = tick
            event = data[pos]
            if event >= 0x80:
                pos += 1
                if event >= 0xF0:
                    pos = self._parse_other(event, tick, pos, start)
                    if self._is_done:
                        return pos
                    continue
                status = event
            elif not status:
                pos = self._skip_to_status(pos)
                continue
            if 0xC0 <= status < 0xE0:  # program and channel pressure: one data byte
                message = status << 16 | data[pos]
                pos += 1
            else:
                message = status << 16 | data[pos] << 8 | data[pos + 1]
                pos += 2
            add_tick(tick)
            add_message(message)
            add_byte(start)
        return pos

    def _parse_other(self, status: int, tick: int, pos: int, start: int) -> int:
        """Read a sysex, a meta event or a stray system message; returns the position after it."""
        data = self._data
        if status not in {0xF0, 0xF7, 0xFF}:
            self._repair(Repair.STRAY_STATUS, start)
            return pos + _DATA_BYTES_OF_SYSTEM.get(status, 0)
        body = pos + 1 if status == 0xFF else pos  # past the meta type
        length, body, _ = read_quantity(data, body)
        end = body + length
        if end > self._limit:
            return end
        meta_type = data[pos : pos + 1] if status == 0xFF else b""
        if status == 0xFF and meta_type[0] == _END_OF_TRACK:
            self._track.has_end_mark = True
            self._is_done = not (self._reads_on and self._goes_on(end))
            return end
        self._track.others.append(OtherEvent(tick, status, meta_type + data[body:end], start))
        return end

    def _goes_on(self, pos: int) -> bool:
        """Whether an event that names its status follows an end mark inside the chunk."""
        data = self._data
        if pos >= self._limit or data.startswith(b"MTrk", pos):
            return False
        _, event, _ = read_quantity(data, pos)
        goes_on = event < self._limit and data[event] >= 0x80
        if goes_on:
            self._repair(Repair.GOES_ON, pos)
        return goes_on

    def _long_delta(self, start: int) -> tuple[int, int]:
        delta, pos, is_whole = read_quantity(self._data, start)
        if not is_whole:
            self._repair(Repair.ABSURD_DELTA, start)
            delta = 0
        return delta, pos

    def _skip_to_status(self, pos: int) -> int:
        """The position one before the next status byte: the byte before it is read as its wait."""
        self._repair(Repair.NO_STATUS, pos)
        data, limit = self._data, self._limit
        status_pos = pos
        while status_pos < limit and data[status_pos] < 0x80:
            status_pos += 1
        return status_pos if status_pos == limit else status_pos - 1

    def _drop_crossing_event(self) -> None:
        """Take back an event whose bytes reached past the track's limit."""
        track = self._track
        if track.bytes and self._crosses(track.bytes[-1]):
            for column in (track.ticks, track.messages, track.bytes):
                column.pop()

    def _crosses(self, start: int) -> bool:
        """Whether the channel message whose wait begins at `start` reaches past the limit."""
        _, pos, _ = read_quantity(self._data, start)
        status = self._track.messages[-1] >> 16
        pos += self._data[pos] >= 0x80
        return pos + (1 if 0xC0 <= status < 0xE0 else 2) > self._limit

    def _repair(self, repair: Repair, byte: int) -> None:
        self._log.add(repair, byte, self._track.number)


def read_quantity(data: bytes, pos: int) -> tuple[int, int, bool]:
    """A variable-length quantity at `pos`: its value, the position after it, and whether it is valid.

    The format allows four bytes. Longer ones are walked over; their value counts where it still fits.
    Raises IndexError where the data end inside it.
    """
    value = 0
    while True:
        byte = data[pos]
        pos += 1
        if value <= MAX_TICK:  # beyond it the quantity is absurd already; let the integer grow no further
            value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, pos, value <= MAX_TICK
