"""Names of notes as people type them, to pitch classes and MIDI note numbers."""

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS = {"#": 1, "♯": 1, "b": -1, "♭": -1}


def split_step(text: str) -> tuple[int | None, str]:
    """The semitones above C (-1..12) of the note's letter and accidental that begin `text`, and the rest.

    None and the whole text where it begins with no note.
    """
    step = _STEPS.get(text[:1].upper())
    if step is None:
        return None, text
    accidental = _ACCIDENTALS.get(text[1:2])
    return (step, text[1:]) if accidental is None else (step + accidental, text[2:])


def parse_pitch(text: str) -> int:
    """The MIDI note number of "C4" (60), "F#3", "Bb2" or "60". Raises ValueError with one sentence."""
    word = text.strip()
    step, octave = split_step(word)
    pitch = -1
    if step is not None and octave.removeprefix("-").isdecimal():
        pitch = 12 * (int(octave) + 1) + step
    elif word.isdecimal():
        pitch = int(word)
    if not 0 <= pitch <= 127:
        raise ValueError(f"'{word}' is not a note; write a name and octave, like C4 (middle C), or 0 to 127.")
    return pitch
