"""Keeping a take to what was asked: scale and range while it is written, locks and polyphony after."""

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.run_checks import overlaps_same_pitch
from genre_studio.music.notes import Notes, make_notes, note_ends
from genre_studio.plugin_api import Constraints, Request
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


def kept_within(notes: Notes, request: Request, track_index: int) -> Notes:
    """The notes without those on top of locked ones or beyond the polyphony that was asked for."""
    locked = request.locked_notes(track_index)
    if len(locked):
        notes = notes[~overlaps_same_pitch(notes, locked)]
    most = request.constraints.polyphony
    return notes if most is None else _thinned(notes, locked, most)


def _thinned(notes: Notes, locked: Notes, most: int) -> Notes:
    """At most `most` notes at once: what sounds is cut where a new note needs its place; locked ones stay."""
    placed: list[list[int]] = []  # start, end, pitch, velocity
    for start, end, pitch, velocity in zip(
        notes["start"].tolist(),
        note_ends(notes).tolist(),
        notes["pitch"].tolist(),
        notes["velocity"].tolist(),
        strict=True,
    ):
        held = int(((locked["start"] < end) & (note_ends(locked) > start)).sum())
        sounding = [note for note in placed if note[1] > start]
        together = [note for note in sounding if note[0] == start]
        if held + len(together) >= most:
            continue
        for note in sorted(sounding, key=lambda note: note[0])[: max(0, held + len(sounding) + 1 - most)]:
            note[1] = start
        placed.append([start, end, pitch, velocity])
    kept = np.array([note for note in placed if note[1] > note[0]], np.int64).reshape(-1, 4).T
    return make_notes(kept[0], kept[1] - kept[0], kept[2], kept[3])
