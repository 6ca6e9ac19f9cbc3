"""What a dataset knows of one file before it chooses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PieceFacts:
    """One readable file. Digests are equal where the music is: `shape` whatever its key."""

    content: str
    shape: str
    title: str
    notes: int
    bars: int
    seconds: float
    meters: tuple[str, ...]
    key: str  # estimated from what sounds
    families: tuple[str, ...]  # one word a track with notes
    steadiness: float  # 0: onsets anywhere; 1: all on sixteenths and triplets of the beat
    only_drums: bool
