"""Keeping a take in its register and key: what was played so far says how far it goes.

The network leaps further than players do (measured: the top line of rock moved 7.8 semitones a note
where real ones move 3.2) and strays further from the key (6.9 pitch classes a bar, real 4.8). So notes
beyond a part's compass, and pitch classes that the music has hardly used, become less likely; nothing
is forbidden.
"""

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import SLOTS_PER_FAMILY, GridSong, is_drum_part
from genre_studio.generation.note_codec import NO_PITCH
from genre_studio.music.instruments import Family

FEWEST_NOTES = 8
EASY_SEMITONES = 2  # beyond the lowest and highest note so far: free
NATS_PER_SEMITONE = 0.35
MOST_REGISTER_NATS = 5.0
KEY_WEIGHT = 0.45  # of how much rarer than even a pitch class is, in nats
MOST_KEY_NATS = 1.2
RAREST = 0.004  # share of a pitch class that was never heard

_PITCHES = np.arange(NO_PITCH + 1)


def pitch_biases(past: GridSong, parts: set[int], *, keep_key: bool) -> dict[int, NDArray[np.float32]]:
    """What to add to the pitch logits (NO_PITCH + 1,) of each pitched part."""
    key = _key_bias(past) if keep_key else np.zeros(NO_PITCH + 1, np.float32)
    return {part: key + _register_bias(past, part) for part in parts if not is_drum_part(part)}


def _register_bias(past: GridSong, part: int) -> NDArray[np.float32]:
    pitches = past.notes["pitch"][past.notes["part"] == part]
    if len(pitches) < FEWEST_NOTES:
        return np.zeros(NO_PITCH + 1, np.float32)
    low, high = np.percentile(pitches, [1, 99])
    beyond = np.maximum(low - EASY_SEMITONES - _PITCHES, _PITCHES - high - EASY_SEMITONES).clip(min=0)
    bias: NDArray[np.float32] = -np.minimum(beyond * NATS_PER_SEMITONE, MOST_REGISTER_NATS).astype(np.float32)
    return bias


def _key_bias(past: GridSong) -> NDArray[np.float32]:
    pitched = past.notes[past.notes["part"] // SLOTS_PER_FAMILY != Family.DRUMS]
    if len(pitched) < FEWEST_NOTES:
        return np.zeros(NO_PITCH + 1, np.float32)
    shares = np.bincount(pitched["pitch"] % 12, weights=pitched["duration"], minlength=12)
    rarity = np.log(1 / 12 / (shares / shares.sum() + RAREST)).clip(min=0)
    by_class: NDArray[np.float32] = -np.minimum(KEY_WEIGHT * rarity, MOST_KEY_NATS).astype(np.float32)
    return by_class[_PITCHES % 12]
