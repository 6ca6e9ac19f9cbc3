"""What the middle of the dials means in each genre, as found with benchmarks/gan_quality.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of the shipped model."""

    temperature: float  # of the decoder's steps, durations and levels
    row_temperature: float  # of its pitches, which clash sooner than rhythms do
    same_bar: float
    """Mean square distance below which two bars count as one: as many come back as do in what was learned
    from (there 3, 6 and 23 to 43% of neighbouring, or fourth, bars lie within 0.05)."""


CALIBRATIONS = {
    "classical": Calibration(0.85, 0.75, 0.24),
    "jazz": Calibration(0.85, 0.8, 0.28),
    "rock": Calibration(0.7, 0.55, 0.55),
}
UNTRIED = Calibration(0.8, 0.7, 0.3)
