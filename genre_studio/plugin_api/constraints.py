"""Hard constraints: what a take may never break, whatever the model would like."""

from dataclasses import dataclass

from genre_studio.plugin_api.errors import GenerationError


@dataclass(frozen=True, slots=True)
class Constraints:
    """Limits on the notes that a generator writes. Drums are exempt from pitch limits."""

    pitch_classes: frozenset[int] | None = None  # allowed pitch classes 0..11, C = 0; None: all
    lowest_pitch: int = 0  # MIDI note number
    highest_pitch: int = 127  # MIDI note number
    polyphony: int | None = None  # most notes sounding at once in one track; None: no limit

    def __post_init__(self) -> None:
        if not 0 <= self.lowest_pitch <= self.highest_pitch <= 127:
            raise GenerationError("The pitch range must run from a lower to a higher note within 0 to 127.")
        if self.polyphony is not None and self.polyphony < 1:
            raise GenerationError("Polyphony must allow at least one note.")
        if self.pitch_classes is not None and not self.pitch_classes:
            raise GenerationError("The scale must hold at least one note.")

    def allows_pitch(self, pitch: int) -> bool:
        """Whether a pitched (not drum) note may have this MIDI note number."""
        in_scale = self.pitch_classes is None or pitch % 12 in self.pitch_classes
        return in_scale and self.lowest_pitch <= pitch <= self.highest_pitch
