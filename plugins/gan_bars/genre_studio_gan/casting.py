"""Who of the band plays which track of a song."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.song import Song
from genre_studio_gan.band import Player, player_of

# Where a track is to be written for a player whom another track already has, another one steps in.
_STAND_INS = {
    Player.DRUMS: (),
    Player.BASS: (),
    Player.KEYS: (Player.GUITAR, Player.LEAD),
    Player.GUITAR: (Player.KEYS, Player.LEAD),
    Player.LEAD: (Player.KEYS, Player.GUITAR),
}


def cast(song: Song, written: Sequence[int], heard: Sequence[int]) -> dict[int, Player]:
    """The player of every track of the song.

    A written track whose player is heard on another track goes to a player that nobody has, if there is one.
    """
    players = {index: player_of(track.family) for index, track in enumerate(song.tracks)}
    taken = {players[index] for index in heard}
    for index in written:
        own = players[index]
        if own in taken:
            busy = taken | {players[other] for other in written if other != index}
            players[index] = next((p for p in _STAND_INS[own] if p not in busy), own)
    return players


def shared_out(
    steps: NDArray[np.int64], pitches: NDArray[np.int64], tracks: Sequence[int], registers: Sequence[float]
) -> NDArray[np.int64]:
    """The track of each of one player's notes: each chord from the top down, other notes to the nearest.

    `tracks` are those that the player plays and `registers` their mean pitches, high tracks first.
    """
    owner = np.zeros(len(steps), np.int64)
    if len(tracks) > 1:
        for step in np.unique(steps):
            chord = np.flatnonzero(steps == step)
            chord = chord[np.argsort(-pitches[chord], kind="stable")]
            owner[chord] = _ranks(pitches[chord], np.asarray(registers))
    return np.asarray(tracks)[owner]


def _ranks(pitches: NDArray[np.int64], registers: NDArray[np.float64]) -> NDArray[np.int64]:
    """Pitches from the top down to track places: one each where there are as many, else the nearest."""
    if len(pitches) >= len(registers):
        return np.minimum(np.arange(len(pitches)) * len(registers) // len(pitches), len(registers) - 1)
    return np.asarray(np.abs(pitches[:, None] - registers).argmin(1))
