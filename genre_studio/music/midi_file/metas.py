"""Meta events to song values and back."""

from enum import IntEnum

from genre_studio.music.song import KeySignature
from genre_studio.music.timing import Meter, Tempo


class MetaType(IntEnum):
    """The meta types that the studio interprets."""

    TEXT = 0x01
    NAME = 0x03
    MARKER = 0x06
    CHANNEL_PREFIX = 0x20
    END_OF_TRACK = 0x2F
    TEMPO = 0x51
    METER = 0x58
    KEY = 0x59


TEXT_TYPES = range(0x01, 0x0A)
"""Text, copyright, name, instrument, lyric, marker, cue, program name, device name."""


def decode_tempo(tick: int, data: bytes) -> Tempo | None:
    """A tempo from three bytes of microseconds a quarter note, None where it cannot be played."""
    tempo_us = int.from_bytes(data, "big")
    return Tempo(tick, tempo_us) if len(data) == 3 and tempo_us else None


def decode_meter(tick: int, data: bytes) -> Meter | None:
    """A meter from its four bytes, None where no bar can be counted by it."""
    if len(data) != 4 or not data[0] or data[1] > 7:
        return None
    return Meter(tick, data[0], 2 ** data[1], data[2], data[3])


def decode_key(tick: int, data: bytes) -> KeySignature | None:
    """A key from its two bytes (sharps as a signed byte, mode), None where there is no such key."""
    if len(data) != 2 or data[1] > 1:
        return None
    sharps = int.from_bytes(data[:1], "big", signed=True)
    return KeySignature(tick, sharps, bool(data[1])) if -7 <= sharps <= 7 else None


def encode_tempo(tempo: Tempo) -> bytes:
    """Raises ValueError outside 1 to 16,777,215 microseconds, which is what three bytes hold."""
    if not 1 <= tempo.tempo_us <= 0xFF_FFFF:
        raise ValueError(f"a tempo of {tempo.bpm:g} beats a minute does not fit in a MIDI file")
    return tempo.tempo_us.to_bytes(3, "big")


def encode_meter(meter: Meter) -> bytes:
    """Raises ValueError where the numerator exceeds 255 or the denominator is no power of two."""
    exponent = meter.denominator.bit_length() - 1
    if not (1 <= meter.numerator <= 255 and 0 <= exponent <= 7 and meter.denominator == 1 << exponent):
        raise ValueError(f"the meter {meter.numerator}/{meter.denominator} does not fit in a MIDI file")
    return bytes((meter.numerator, exponent, meter.clocks_per_click, meter.notated_32nds_per_quarter))


def encode_key(key: KeySignature) -> bytes:
    """Raises ValueError where the key has more than seven sharps or flats."""
    if not -7 <= key.sharps <= 7:
        raise ValueError(f"a key of {key.sharps} sharps does not exist")
    return bytes((key.sharps % 256, key.minor))
