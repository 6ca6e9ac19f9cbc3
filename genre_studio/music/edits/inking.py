"""Inking: what was performed gives written notes its velocity and timing, and leaves their pitches alone."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.edits.choosing import NoteIds, chosen
from genre_studio.music.edits.overlaps import settled
from genre_studio.music.notes import Notes


class Inked(NamedTuple):
    """The notes after it, and how many of those chosen were met and of those played were used."""

    notes: Notes
    met: int
    used: int


def ink(
    notes: Notes,
    ids: NoteIds,
    played: Notes,
    window_ticks: int,
    *,
    velocity: bool = True,
    timing: bool = True,
    by_pitch: bool = True,
) -> Inked:
    """The chosen notes with velocity, or start and length, of the played notes that meet them.

    A played note meets the written one of its pitch that lies nearest within `window_ticks`, in order:
    none is met twice and no two cross. Where `by_pitch` is false any key may be tapped for any note, and
    one tap gives a whole chord its velocity and its shift. Notes that nobody met stay as they are.
    """
    mask = chosen(notes, ids)
    written = np.flatnonzero(mask)
    pairs = _pairs_by_pitch if by_pitch else _pairs_by_onset
    at, by = pairs(notes[written], played, window_ticks)
    at = written[at]
    if not len(at):
        return Inked(notes, 0, 0)
    inked = notes.copy()
    if velocity:
        inked["velocity"][at] = played["velocity"][by]
        inked["release"][at] = played["release"][by]
    if timing and by_pitch:
        inked["start"][at] = played["start"][by]
        inked["duration"][at] = played["duration"][by]
    elif timing:
        shift = played["start"][by] - _onset_of(notes[written])[np.searchsorted(written, at)]
        inked["start"][at] = np.maximum(inked["start"][at] + shift, 0)
    met = np.zeros(len(notes), bool)
    met[at] = True
    return Inked(settled(inked, met), len(at), len(np.unique(by)))


def _pairs_by_pitch(written: Notes, played: Notes, window: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of written and of played notes that meet, pitch by pitch."""
    pairs: list[tuple[int, int]] = []
    for pitch in np.intersect1d(written["pitch"], played["pitch"]):
        a, b = np.flatnonzero(written["pitch"] == pitch), np.flatnonzero(played["pitch"] == pitch)
        met = aligned(written["start"][a], played["start"][b], window)
        pairs += [(int(a[i]), int(b[j])) for i, j in met]
    return _columns(pairs)


def _pairs_by_onset(written: Notes, played: Notes, window: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The same where a tap of any key, or several at once, stands for all the notes of an onset."""
    if not len(written) or not len(played):
        return _columns([])
    onset_of, tap_of = _onset_of(written), _onset_of(played, window // 8)
    onsets, taps = np.unique(onset_of), np.unique(tap_of)
    pairs: list[tuple[int, int]] = []
    for i, j in aligned(onsets, taps, window):
        loudest = max(np.flatnonzero(tap_of == taps[j]), key=lambda k: played["velocity"][k])
        pairs += [(int(k), int(loudest)) for k in np.flatnonzero(onset_of == onsets[i])]
    return _columns(pairs)


def _onset_of(notes: Notes, spread: int = 0) -> NDArray[np.int64]:
    """For each note the start of its chord: notes at most `spread` ticks after the one before are one."""
    start = notes["start"].astype(np.int64)
    begins = np.concatenate([[True], np.diff(start) > spread])[: len(start)]
    return np.asarray(start[begins][np.cumsum(begins) - 1])


def aligned(written: NDArray[np.int64], played: NDArray[np.int64], window: int) -> list[tuple[int, int]]:
    """Pairs (index written, index played) of two rising rows of ticks, in order and none twice.

    As many as lie within `window` of each other, and of all such choices the one with the least distance
    in sum: an edit distance in which leaving out a pair costs more than any that it can save.
    """
    n, m = len(written), len(played)
    apart = np.abs(written[:, None] - played[None, :])
    gain = np.where(apart <= window, (window + 1) * (min(n, m) + 1) - apart, 0)
    best = np.zeros((n + 1, m + 1), np.int64)
    for i in range(n):
        met = best[i, :-1] + gain[i]
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(met, best[i, 1:]))
    pairs = []
    i, j = n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _columns(pairs: list[tuple[int, int]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    table = np.array(pairs, np.intp).reshape(-1, 2)
    return table[:, 0], table[:, 1]
