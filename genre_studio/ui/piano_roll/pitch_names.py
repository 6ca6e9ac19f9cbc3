"""What a row is called: note names, and General MIDI's drum names."""

_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_BLACK_KEYS = frozenset({1, 3, 6, 8, 10})

# General MIDI level 1 percussion key map, from note 35.
_DRUMS = (
    "Kick 2", "Kick", "Side stick", "Snare", "Clap", "Snare 2", "Low floor tom", "Closed hat",
    "High floor tom", "Pedal hat", "Low tom", "Open hat", "Low-mid tom", "High-mid tom", "Crash",
    "High tom", "Ride", "China", "Ride bell", "Tambourine", "Splash", "Cowbell", "Crash 2",
    "Vibraslap", "Ride 2", "High bongo", "Low bongo", "Mute conga", "High conga", "Low conga",
    "High timbale", "Low timbale", "High agogo", "Low agogo", "Cabasa", "Maracas", "Short whistle",
    "Long whistle", "Short guiro", "Long guiro", "Claves", "High block", "Low block", "Mute cuica",
    "Open cuica", "Mute triangle", "Triangle",
)  # fmt: skip
_FIRST_DRUM = 35
DRUM_PITCHES = range(_FIRST_DRUM, _FIRST_DRUM + len(_DRUMS))
"""The note numbers that General MIDI gives a drum."""


def is_black_key(pitch: int) -> bool:
    return pitch % 12 in _BLACK_KEYS


def pitch_name(pitch: int) -> str:
    """C4 for MIDI note 60."""
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"


def drum_name(pitch: int) -> str:
    """The General MIDI drum of a note number, or its pitch name where there is none."""
    index = pitch - _FIRST_DRUM
    return _DRUMS[index] if 0 <= index < len(_DRUMS) else pitch_name(pitch)


def row_name(pitch: int, *, is_drums: bool) -> str:
    return drum_name(pitch) if is_drums else pitch_name(pitch)
