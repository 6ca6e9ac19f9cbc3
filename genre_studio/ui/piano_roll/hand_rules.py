"""What the hand is held to while it draws and moves: a scale, and chords in place of single notes."""

from dataclasses import dataclass

from genre_studio.music.chords import CHORD_STEPS, SCALE_CHORD_DEGREES, chord_pitches, scale_chord_pitches
from genre_studio.music.scales import Scale


@dataclass(frozen=True, slots=True)
class Stamp:
    """A chord that the pencil places: of CHORD_STEPS, or of SCALE_CHORD_DEGREES where `in_scale`."""

    name: str
    in_scale: bool = False

    @property
    def title(self) -> str:
        """As a menu shows it: "scale triad", "minor 7"."""
        return f"scale {self.name}" if self.in_scale else self.name


STAMPS = (
    *(Stamp(name, in_scale=True) for name in SCALE_CHORD_DEGREES),
    *(Stamp(name) for name in CHORD_STEPS),
)
"""The chords of a menu: those that the scale decides first."""


@dataclass(frozen=True, slots=True)
class HandRules:
    """Rules for pitches that a person draws or moves. Drums know neither scale nor chord."""

    keeps_scale: bool = False
    stamp: Stamp | None = None

    def drawn_pitches(self, pitch: int, scale: Scale | None) -> tuple[int, ...]:
        """What a press on a row draws, the lowest first; one pitch or those of a chord."""
        if scale is not None and self.keeps_scale:
            pitch = scale.nearest_pitches[pitch]
        pitches = (pitch,) if self.stamp is None else _chord(pitch, self.stamp, scale)
        if scale is not None and self.keeps_scale:
            pitches = tuple(sorted({scale.nearest_pitches[each] for each in pitches}))
        return pitches


def _chord(root: int, stamp: Stamp, scale: Scale | None) -> tuple[int, ...]:
    if not stamp.in_scale:
        return chord_pitches(root, stamp.name)
    return scale_chord_pitches(root, stamp.name, scale or Scale(0, "major"))
