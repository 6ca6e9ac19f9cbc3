"""Instrument families: the handful of roles into which General MIDI programs fall."""

from enum import IntEnum

DRUM_CHANNEL = 9
"""General MIDI percussion: channel 10 counted from one."""


class Family(IntEnum):
    """Roles in a band. The numbers are part of the model vocabulary: append, never renumber."""

    DRUMS = 0
    BASS = 1
    KEYS = 2
    GUITAR = 3
    STRINGS = 4
    LEAD = 5  # winds, brass, voices and synth leads: what carries a melody
    PAD = 6  # synth pads, effects, ethnic and the rest

    @property
    def title(self) -> str:
        return self.name.capitalize()


# General MIDI level 1 groups its 128 programs by eights.
_FAMILY_OF_GROUP = (
    Family.KEYS,  # 0-7 pianos
    Family.KEYS,  # 8-15 chromatic percussion: vibraphone, celesta
    Family.KEYS,  # 16-23 organs
    Family.GUITAR,  # 24-31
    Family.BASS,  # 32-39
    Family.STRINGS,  # 40-47 solo strings, harp
    Family.STRINGS,  # 48-55 ensembles; voices are taken out below
    Family.LEAD,  # 56-63 brass
    Family.LEAD,  # 64-71 reeds
    Family.LEAD,  # 72-79 pipes
    Family.LEAD,  # 80-87 synth leads
    Family.PAD,  # 88-95 synth pads
    Family.PAD,  # 96-103 effects
    Family.GUITAR,  # 104-111 sitar, banjo, shamisen: plucked
    Family.PAD,  # 112-119 percussive
    Family.PAD,  # 120-127 sound effects
)
_VOICES = range(52, 55)

DEFAULT_PROGRAM = {
    Family.DRUMS: 0,
    Family.BASS: 33,
    Family.KEYS: 0,
    Family.GUITAR: 27,
    Family.STRINGS: 48,
    Family.LEAD: 65,
    Family.PAD: 89,
}
"""The General MIDI program that a new track of a family starts with."""


def family_of(program: int, *, is_drums: bool = False) -> Family:
    """The family of a General MIDI program (0..127) or of the percussion channel."""
    if is_drums:
        return Family.DRUMS
    if program in _VOICES:
        return Family.LEAD
    return _FAMILY_OF_GROUP[program // 8]
