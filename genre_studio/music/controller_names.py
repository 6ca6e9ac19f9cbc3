"""What controllers are called, and what their values mean, as the MIDI 1.0 specification's table 3 has it."""

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, ChannelEvents, Controller
from genre_studio.music.controller_lane import Lane

SWITCH_FROM = 64
"""A switch is on from this value."""

BEND_SEMITONES = 2
"""How far a full bend reaches on an instrument that was not told otherwise (General MIDI)."""

_NAMES = {
    0: "Bank", 1: "Modulation", 2: "Breath", 4: "Foot", 5: "Portamento time", 6: "Data entry",
    7: "Volume", 8: "Balance", 10: "Pan", 11: "Expression", 12: "Effect 1", 13: "Effect 2",
    32: "Bank, fine", 33: "Modulation, fine", 38: "Data entry, fine", 39: "Volume, fine",
    64: "Pedal", 65: "Portamento", 66: "Sostenuto", 67: "Soft pedal", 68: "Legato pedal", 69: "Hold 2",
    70: "Sound variation", 71: "Resonance", 72: "Release", 73: "Attack", 74: "Brightness", 75: "Decay",
    76: "Vibrato rate", 77: "Vibrato depth", 78: "Vibrato delay", 84: "Portamento control",
    91: "Reverb", 92: "Tremolo", 93: "Chorus", 94: "Detune", 95: "Phaser",
    96: "Data up", 97: "Data down", 98: "NRPN, fine", 99: "NRPN", 100: "RPN, fine", 101: "RPN",
    120: "All sound off", 121: "Reset controllers", 122: "Local keyboard", 123: "All notes off",
    124: "Omni off", 125: "Omni on", 126: "Mono", 127: "Poly",
}  # fmt: skip
_SWITCHES = frozenset(range(64, 70))
_CENTRED = frozenset({8, 10})

SUSTAIN_LANE = Lane(number=Controller.SUSTAIN)
MODULATION_LANE = Lane(number=Controller.MODULATION)
PROGRAM_LANE = Lane(ChannelEventKind.PROGRAM)
COMMON_LANES = tuple(Lane(number=number) for number in (1, 2, 7, 10, 11, 64, 66, 67, 71, 74, 91, 93))
"""The controllers that a menu offers first."""


def controller_name(number: int) -> str:
    """Volume for controller 7; Controller 20 for one without a name."""
    return _NAMES.get(number, f"Controller {number}")


def lane_name(lane: Lane) -> str:
    """What a person calls what the lane holds."""
    match lane.kind:
        case ChannelEventKind.CONTROL:
            return controller_name(lane.number)
        case ChannelEventKind.BEND:
            return "Pitch bend"
        case ChannelEventKind.PROGRAM:
            return "Instrument"
        case ChannelEventKind.CHANNEL_PRESSURE:
            return "Pressure"
        case _:
            return f"Pressure of key {lane.number}"


def is_switch(lane: Lane) -> bool:
    """Whether the lane is a pedal or another switch, on from 64."""
    return lane.kind is ChannelEventKind.CONTROL and lane.number in _SWITCHES


def resting_value(lane: Lane) -> int:
    """The value that a lane's curve is drawn from: the middle where it means 'none', else the lowest."""
    if lane.kind is ChannelEventKind.BEND:
        return 0
    is_centred = lane.kind is ChannelEventKind.CONTROL and lane.number in _CENTRED
    return SWITCH_FROM if is_centred else lane.lowest


def value_text(lane: Lane, value: int) -> str:
    """A value with its meaning: 64 (50%), 20 left, +2048 (+0.50 semitones), down."""
    if lane.kind is ChannelEventKind.BEND:
        semitones = value / 8192 * BEND_SEMITONES
        return f"{value:+d} ({semitones:+.2f} semitones)" if value else "0 (no bend)"
    if is_switch(lane):
        return f"{value} ({'down' if value >= SWITCH_FROM else 'up'})"
    if lane.kind is ChannelEventKind.CONTROL and lane.number in _CENTRED:
        away = value - SWITCH_FROM
        return f"{value} ({abs(away)} {'right' if away > 0 else 'left'})" if away else f"{value} (middle)"
    return f"{value} ({round(value / 127 * 100)}%)"


def lane_words(lane: Lane) -> str:
    """The lane's name within a sentence: modulation, pitch bend, RPN."""
    name = lane_name(lane)
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def lane_caption(lane: Lane) -> str:
    """The lane's name on a small tab: CC1, Pedal, Bend."""
    if lane.kind is ChannelEventKind.BEND:
        return "Bend"
    if lane == SUSTAIN_LANE or lane.kind is not ChannelEventKind.CONTROL:
        return lane_name(lane)
    return f"CC{lane.number}"


def used_lanes(events: ChannelEvents) -> tuple[Lane, ...]:
    """Every lane in which a track has events, bends first, then controllers by number, then the others."""
    found = np.unique(events[["kind", "number"]])
    lanes = [Lane(ChannelEventKind(int(kind)), int(number)) for kind, number in found]
    order = (ChannelEventKind.BEND, ChannelEventKind.CONTROL)
    return tuple(
        sorted(lanes, key=lambda e: (order.index(e.kind) if e.kind in order else 2, e.kind, e.number))
    )
