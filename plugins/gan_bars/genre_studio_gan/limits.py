"""Which rows a player may write, so that a take keeps to the scale and the range that were asked for."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.plugin_api import Constraints
from genre_studio_gan.band import PITCHES, VOCABULARY, Player, pitch_of


def allowed_rows(constraints: Constraints, semitones: int) -> NDArray[np.bool_]:
    """(players, VOCABULARY): the rows that may be written, where what is written is moved by `semitones`."""
    allowed = np.ones((len(Player), VOCABULARY), bool)
    pitches = [pitch_of(row) + semitones for row in range(PITCHES)]
    open_rows = [0 <= pitch <= 127 and constraints.allows_pitch(pitch) for pitch in pitches]
    for player in Player:
        if player != Player.DRUMS:
            allowed[player, :PITCHES] = open_rows
    return allowed
