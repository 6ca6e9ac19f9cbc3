"""How notes are shown: what their colours mean, what is written in them, which rows and ghosts there are."""

from dataclasses import dataclass
from enum import Enum

from genre_studio.ui.piano_roll.pitch_rows import Fold


class ColourBy(Enum):
    """What a note's colour tells."""

    TRACK = "Track"
    VELOCITY = "Velocity"
    PITCH = "Pitch"


class Labels(Enum):
    """What is written in notes that are large enough."""

    NONE = "Nothing"
    NAMES = "Names"
    VELOCITIES = "Velocities"


@dataclass(frozen=True, slots=True)
class NoteLook:
    """A person's choices of looks; none of them changes a note."""

    fold: Fold = Fold.NONE
    colours_by: ColourBy = ColourBy.TRACK
    labels: Labels = Labels.NAMES
    shows_ghosts: bool = True
    shows_scale: bool = True
