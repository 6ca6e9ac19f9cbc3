"""MIDI clock from another program: its tempo, where it is in its song, and what it does.

Times are seconds of one clock, passed in. MIDI 1.0 Detailed Specification, "System Real Time Messages".
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf

from genre_studio.playback.clock_out import PULSES_PER_POSITION, PULSES_PER_QUARTER
from genre_studio.playback.pulse_filter import PulseFilter

_TIMEOUT_S = 0.5


class Motion(StrEnum):
    """What a master does that a slave does as well."""

    START = "start"
    STOP = "stop"
    LOCATE = "locate"
    LOST = "lost"  # its pulses stopped without a word


@dataclass(frozen=True, slots=True)
class MasterMoved:
    """`beats` are quarter notes of the master's song; `at_s` is when it happened."""

    motion: Motion
    beats: float
    at_s: float


class ClockSlave:
    """Follows one master: give it each message, and ask where the master is at any time.

    A master runs from the first pulse after its start or continue. A pulse that got lost on the way is
    counted by the time that it left, and one that came twice is counted once.
    """

    def __init__(self) -> None:
        self._filter = PulseFilter()
        self._place = 0  # while it stands: the pulse with which it goes on
        self._pulses = 0  # while it runs: the last pulse
        self._sent_to: int | None = None  # while it runs: where the next pulse is, after a song position
        self._is_armed = False
        self._heard_s: float | None = None
        self.is_running = False

    @property
    def bpm(self) -> float:
        """Beats a minute; 0 until two pulses came."""
        return self._filter.bpm

    @property
    def is_heard(self) -> bool:
        """Whether pulses come."""
        return self._heard_s is not None

    def receive(self, message: bytes, at_s: float) -> list[MasterMoved]:
        """One message as it came in. Others than those of a clock are passed over."""
        match message[0]:
            case 0xF8:
                return self._pulse(at_s)
            case 0xFA:
                self._place, self._is_armed = 0, True
            case 0xFB:
                if not self.is_running:
                    self._is_armed = True
            case 0xFC:
                return self._stop(Motion.STOP, at_s)
            case 0xF2 if len(message) == 3:
                return self._locate((message[1] | message[2] << 7) * PULSES_PER_POSITION, at_s)
        return []

    def look(self, now_s: float) -> list[MasterMoved]:
        """Notice pulses that stopped without a word."""
        if self._heard_s is None or now_s - self._heard_s < _TIMEOUT_S:
            return []
        self._heard_s, self._filter = None, PulseFilter()
        return self._stop(Motion.LOST, now_s)

    def beats_at(self, now_s: float) -> float:
        """Where the master is, in quarter notes of its song: filtered, and ahead of its last pulse."""
        if not self.is_running:
            return self._place / PULSES_PER_QUARTER
        period_s = self._filter.period_s
        ahead = (now_s - self._filter.last_s) / period_s if period_s else 0.0
        return (self._pulses + ahead) / PULSES_PER_QUARTER

    def time_at(self, beats: float) -> float:
        """When the master comes to a place at the tempo that it has now; infinity where none is known."""
        if not self.is_running or not self._filter.period_s:
            return inf
        return self._filter.last_s + (beats * PULSES_PER_QUARTER - self._pulses) * self._filter.period_s

    def _pulse(self, at_s: float) -> list[MasterMoved]:
        self._heard_s = at_s
        if self._is_armed:
            self._filter.restart(at_s)
            self._pulses, self._sent_to = self._place, None
            self._is_armed, self.is_running = False, True
            return [MasterMoved(Motion.START, self._pulses / PULSES_PER_QUARTER, at_s)]
        passed = self._filter.take(at_s)
        if self._sent_to is not None:
            self._pulses, self._sent_to = self._sent_to, None
        else:
            self._pulses += passed
        return []

    def _stop(self, motion: Motion, at_s: float) -> list[MasterMoved]:
        if not self.is_running:
            self._is_armed = False
            return []
        self._place = self._pulses + 1  # it goes on with the pulse that did not come
        self.is_running = self._is_armed = False
        return [MasterMoved(motion, self._place / PULSES_PER_QUARTER, at_s)]

    def _locate(self, pulses: int, at_s: float) -> list[MasterMoved]:
        """A song position counts while the master stands; some send it while it runs, for a loop."""
        if self.is_running:
            self._sent_to = pulses
        self._place = pulses
        return [MasterMoved(Motion.LOCATE, pulses / PULSES_PER_QUARTER, at_s)]
