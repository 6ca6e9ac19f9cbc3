"""Cells, a bar of one player each: as rolls for the encoder, events for the decoder, context for both.

Shapes: C cells, E events of the longest cell, H = HALF_BEATS.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from genre_studio.generation.note_codec import DURATION_STEPS
from genre_studio_gan.band import LEVELS, PHRASE_BARS, PHRASE_NOTE, PITCHES, STEPS_PER_BAR, VOCABULARY, Player

PLAYERS = len(Player)
END = STEPS_PER_BAR  # the step that says: no further note in this cell
HALF_BEATS = 8  # of a bar: how finely a player hears the others' harmony
SLOTS = 24  # of a bar: how finely it hears their rhythm
CONTEXT_SIZE = HALF_BEATS * 24 + SLOTS * 5 + PLAYERS

_STEPS = np.array(DURATION_STEPS)
_KICK_SNARE_HAT = np.full(VOCABULARY, -1)
_KICK_SNARE_HAT[PITCHES:] = 2
_KICK_SNARE_HAT[[PITCHES, PITCHES + 1]] = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Rolls:
    """A phrase as piano-rolls, onsets and sustain apart: a repeated note is not a long one.

    `onsets` holds (level + 1) / LEVELS where a note begins, `sounding` is 1 where one sounds; both are
    (bars, PLAYERS, STEPS_PER_BAR, VOCABULARY).
    """

    onsets: NDArray[np.float32]
    sounding: NDArray[np.float32]


def rolls_of(phrase: NDArray[np.void], bars: int = PHRASE_BARS) -> Rolls:
    """The rolls of a phrase of PHRASE_NOTE rows; what sounds on into later bars does so there too."""
    onsets = np.zeros((PLAYERS, bars * STEPS_PER_BAR, VOCABULARY), np.float32)
    change = np.zeros((PLAYERS, bars * STEPS_PER_BAR + 1, VOCABULARY), np.int16)
    players, rows = phrase["player"].astype(int), phrase["row"].astype(int)
    starts = phrase["bar"].astype(int) * STEPS_PER_BAR + phrase["step"]
    ends = np.minimum(starts + _STEPS[phrase["duration"]], bars * STEPS_PER_BAR)
    onsets[players, starts, rows] = (phrase["level"] + 1) / LEVELS
    np.add.at(change, (players, starts, rows), 1)
    np.add.at(change, (players, ends, rows), -1)
    sounding = (np.cumsum(change, axis=1)[:, :-1] > 0).astype(np.float32)
    shape = (PLAYERS, bars, STEPS_PER_BAR, VOCABULARY)
    return Rolls(
        onsets.reshape(shape).transpose(1, 0, 2, 3).copy(),
        sounding.reshape(shape).transpose(1, 0, 2, 3).copy(),
    )


def context_of(rolls: Rolls, heard: NDArray[np.bool_]) -> NDArray[np.float32]:
    """What a player hears of the others in each bar, (bars, CONTEXT_SIZE): never of itself.

    `heard` is (PLAYERS,): whom it hears. Pitch classes of all and of the bass in each half beat, where
    pitched players and kick, snare and the rest of the kit strike, and who is heard.
    """
    bars = len(rolls.onsets)
    pitched = [player for player in Player if player != Player.DRUMS and heard[player]]
    classes = _classes(rolls.sounding[:, pitched, :, :PITCHES].max(1, initial=0))
    hears_bass = heard[Player.BASS]
    bass = _classes(rolls.sounding[:, Player.BASS, :, :PITCHES] * hears_bass)
    strikes = rolls.onsets[:, pitched, :, :PITCHES].max((1, 3), initial=0)
    low = rolls.onsets[:, Player.BASS].max(-1) * hears_bass
    kit = rolls.onsets[:, Player.DRUMS, :, PITCHES:] * heard[Player.DRUMS]
    drums = [kit[..., _KICK_SNARE_HAT[PITCHES:] == kind].max(-1) for kind in range(3)]
    rhythm = [_slots(onsets) for onsets in (strikes, low, *drums)]
    who = np.tile(heard.astype(np.float32), (bars, 1))
    return np.concatenate([classes.reshape(bars, -1), bass.reshape(bars, -1), *rhythm, who], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """The notes of C cells, padded: the decoder's targets. `lengths` counts notes, without END."""

    steps: Tensor  # (C, E + 1) int64, END after the last note and in the padding
    rows: Tensor  # (C, E + 1) int64, 0 in the padding; likewise:
    durations: Tensor
    levels: Tensor
    lengths: Tensor  # (C,)


def events_of(cells: Sequence[NDArray[np.void]]) -> Events:
    """Cells' notes, each sorted by (step, row), as padded tensors."""
    lengths = np.array([len(cell) for cell in cells], np.int64)
    width = int(lengths.max(initial=0)) + 1
    inside = np.arange(width) < lengths[:, None]
    notes = np.concatenate([*cells, np.zeros(0, PHRASE_NOTE)])

    def column(name: str, padding: int) -> Tensor:
        values = np.full(inside.shape, padding, np.int64)
        if len(notes):
            values[inside] = notes[name]
        return torch.from_numpy(values)

    return Events(
        column("step", END),
        column("row", 0),
        column("duration", 0),
        column("level", 0),
        torch.from_numpy(lengths),
    )


def _classes(sounding: NDArray[np.float32]) -> NDArray[np.float32]:
    """(bars, STEPS_PER_BAR, PITCHES) to (bars, HALF_BEATS, 12): the share of the time a class sounds."""
    bars = len(sounding)
    octaves = sounding.reshape(bars, HALF_BEATS, STEPS_PER_BAR // HALF_BEATS, PITCHES // 12, 12)
    return np.asarray(octaves.max(3).mean(2), np.float32)


def _slots(onsets: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(onsets.reshape(len(onsets), SLOTS, -1).max(-1), np.float32)
