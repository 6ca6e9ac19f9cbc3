"""Channel messages other than notes, kept in the order in which a file brought them.

One array per track holds controllers, programs, bends and pressures together, because their order
at one tick matters (bank select before program change, RPN before data entry).
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import frozen

CHANNEL_EVENT_DTYPE = np.dtype(
    [
        ("tick", np.int64),  # ticks from the start of the song
        ("kind", np.uint8),  # a ChannelEventKind: the status byte's high nibble
        ("number", np.int16),  # controller number or pitch; 0 where the kind has none
        ("value", np.int16),  # 0..127; for BEND -8192..8191
    ]
)

ChannelEvents: TypeAlias = NDArray[Any]
"""A structured array of CHANNEL_EVENT_DTYPE, shape (N,), sorted by tick, stable within a tick."""


class ChannelEventKind(IntEnum):
    """The MIDI 1.0 channel voice messages other than note on and off, by status nibble."""

    NOTE_PRESSURE = 0xA
    CONTROL = 0xB
    PROGRAM = 0xC
    CHANNEL_PRESSURE = 0xD
    BEND = 0xE


class Controller(IntEnum):
    """Controller numbers that the studio itself needs (MIDI 1.0, table 3)."""

    BANK_SELECT = 0
    MODULATION = 1
    VOLUME = 7
    PAN = 10
    EXPRESSION = 11
    BANK_SELECT_LSB = 32
    SUSTAIN = 64
    SOSTENUTO = 66
    ALL_SOUND_OFF = 120
    RESET_CONTROLLERS = 121
    ALL_NOTES_OFF = 123


EMPTY_CHANNEL_EVENTS: ChannelEvents = frozen(np.empty(0, CHANNEL_EVENT_DTYPE))


def make_channel_events(rows: Iterable[tuple[int, int, int, int]]) -> ChannelEvents:
    """Read-only events from (tick, kind, number, value) rows, sorted by tick, stable within one."""
    events = np.array(list(rows), CHANNEL_EVENT_DTYPE)
    return frozen(events[np.argsort(events["tick"], kind="stable")])


def of_kind(events: ChannelEvents, kind: ChannelEventKind, number: int | None = None) -> ChannelEvents:
    """The events of one kind (and, for controllers, of one number)."""
    chosen = events["kind"] == kind
    if number is not None:
        chosen &= events["number"] == number
    selected: ChannelEvents = events[chosen]
    return selected
