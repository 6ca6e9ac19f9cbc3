"""What "1.0" on the panel's dials means, by genre: the settings at which takes measured best.

Found by told-apart figures (docs/evaluation.md) on held-out pieces; what was tried stands in docs/models.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Multiplied by the dials of the panel."""

    temperature: float
    top_p: float
    pitch_top_p: float  # wrong notes lie in the tail of the pitches
    copying: float  # of what earlier bars propose; 1: as learned
    home_strength: float  # genre guidance over bars that already sound like the genre; 1: none
    away_strength: float  # and over bars of another genre
    genre_weight: float = 1.5  # of Taste, over the genre's own bars
    keep_key: bool = False  # hold softly to the pitch classes heard, over the genre's own bars too


@dataclass(frozen=True, slots=True)
class Taste:
    """What decides between drafts of the same bars, as weights of log odds. Zero: no opinion."""

    reality: float  # that they are a piece's own and not this model's
    genre: float  # that they are of the genre asked for


AWAY_TASTE = Taste(reality=1.0, genre=2.0)  # over bars of another genre: arriving matters more
DRAFTS = 4  # of every two bars of a take
AWAY_DRAFTS = 3  # guidance doubles their cost
FILL_DRAFTS = 8  # of a gap with music after it, while it is short
SHORT_GAP_QUARTERS = 16

CALIBRATIONS = {
    "classical": Calibration(0.88, 0.95, 0.9, 1.0, 1.0, 2.0),
    "jazz": Calibration(1.0, 0.99, 0.97, 1.0, 1.0, 3.0),
    "rock": Calibration(0.82, 0.95, 0.92, 1.0, 2.0, 3.5, genre_weight=3.0, keep_key=True),
}
AWAY_COPYING = 0.5  # of what earlier bars propose, where those bars are of another genre
UNTRIED = Calibration(0.95, 0.97, 0.92, 1.0, 1.0, 3.0)
