"""Keeping a part in its register: what it played so far says how high and low it goes.

The network leaps further than players do (measured: the top line of rock moved 7.8 semitones a note
where real ones move 3.2). Notes beyond what the part has played become less likely the further out
they lie; nothing is forbidden.
"""

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import GridSong, is_drum_part
from genre_studio.generation.note_codec import NO_PITCH

FEWEST_NOTES = 8
EASY_SEMITONES = 2  # beyond the lowest and highest note so far: free
NATS_PER_SEMITONE = 0.35
MOST_NATS = 5.0


def register_biases(past: GridSong, parts: set[int]) -> dict[int, NDArray[np.float32]]:
    """What to add to the pitch logits (NO_PITCH + 1,) of each pitched part with enough notes."""
    biases = {}
    for part in parts:
        pitches = past.notes["pitch"][past.notes["part"] == part]
        if is_drum_part(part) or len(pitches) < FEWEST_NOTES:
            continue
        low, high = np.percentile(pitches, [1, 99])
        every = np.arange(NO_PITCH + 1)
        beyond = np.maximum(low - EASY_SEMITONES - every, every - high - EASY_SEMITONES).clip(min=0)
        biases[part] = -np.minimum(beyond * NATS_PER_SEMITONE, MOST_NATS).astype(np.float32)
    return biases
