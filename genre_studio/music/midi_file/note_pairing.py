"""Note-on and note-off messages of one channel to notes, first in first out, without a Python loop.

Overlapping notes of one pitch: an off ends the oldest one that sounds, as most sequencers do. Written
back, the same ons and offs stand at the same ticks.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.midi_file.track_parser import MAX_TICK
from genre_studio.music.notes import DEFAULT_RELEASE_VELOCITY, NOTE_DTYPE, Notes, frozen

_Column = NDArray[np.int64]


class Pairing(NamedTuple):
    """Notes, and the indices (into the messages) of what had to be repaired."""

    notes: Notes
    never_ended: _Column
    orphan_offs: _Column
    zero_length: _Column


def pair_notes(
    ticks: _Column, pitches: _Column, velocities: _Column, is_on: NDArray[Any], end_tick: int
) -> Pairing:
    """Pair the note messages of one channel, given as columns in file order.

    `is_on` is false for note-offs and for ons of velocity 0; the latter should come with the release
    velocity they stand for. Notes still open end at `end_tick`; a note without length gets one tick.
    """
    order, orphan = _paired_order(ticks, pitches, is_on)
    kept = order[~orphan]
    ons, offs = kept[is_on[kept]], kept[~is_on[kept]]
    # Ons and offs are sorted by pitch, then by time: the k-th off of a pitch ends its k-th on.
    off_rank = np.arange(len(offs)) - np.searchsorted(pitches[offs], pitches[offs])
    ended = np.searchsorted(pitches[ons], pitches[offs]) + off_rank
    ends = np.full(len(ons), end_tick, np.int64)
    ends[ended] = ticks[offs]
    releases = np.full(len(ons), DEFAULT_RELEASE_VELOCITY, np.int64)
    releases[ended] = velocities[offs]
    is_open = np.ones(len(ons), bool)
    is_open[ended] = False
    starts = ticks[ons]
    zero_length = ons[(ends <= starts) & ~is_open]
    # A note at the last tick that a file can state begins one earlier, so that its end can be written.
    starts = np.minimum(starts, MAX_TICK - 1)
    notes = np.zeros(len(ons), NOTE_DTYPE)
    notes["start"], notes["duration"] = starts, np.maximum(ends - starts, 1)
    notes["pitch"], notes["velocity"], notes["release"] = pitches[ons], velocities[ons], releases
    notes = notes[np.lexsort((ons, notes["pitch"], starts))]
    notes["id"] = np.arange(len(notes))
    return Pairing(frozen(notes), np.sort(ons[is_open]), np.sort(order[orphan]), np.sort(zero_length))


def _paired_order(
    ticks: _Column, pitches: _Column, is_on: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[Any]]:
    """Indices of the messages sorted by pitch, then time, and which of them are orphaned offs.

    Some programs sort the ends of a tick before its starts, notes of no length included. That leaves
    an orphan, and every later note of the pitch with the wrong end. Where a pitch lacks an end, such
    an off is put back behind its on if that leaves fewer orphans.
    """
    order = np.argsort(pitches, kind="stable")
    orphan = _orphan_offs(pitches[order], is_on[order])
    ons, offs = (np.bincount(pitches[chosen], minlength=128) for chosen in (is_on, ~is_on))
    orphans = np.bincount(pitches[order[orphan]], minlength=128)
    for pitch in np.flatnonzero((orphans > 0) & (ons > offs - orphans)).tolist():
        low, high = np.searchsorted(pitches[order], [pitch, pitch + 1])
        swapped = order[low:high].copy()
        is_early = orphan[low : high - 1] & is_on[swapped[1:]] & (ticks[swapped[:-1]] == ticks[swapped[1:]])
        early = np.flatnonzero(is_early)
        swapped[early], swapped[early + 1] = swapped[early + 1], swapped[early]
        settled = _orphan_offs(pitches[swapped], is_on[swapped])
        if settled.sum() < orphans[pitch]:
            order[low:high], orphan[low:high] = swapped, settled
    return order, orphan


def _orphan_offs(pitches: _Column, is_on: NDArray[Any]) -> NDArray[Any]:
    """Which messages, sorted by pitch, are offs that find no open note of their pitch.

    The count of open notes (+1 for an on, -1 for an off) falls to a new low below zero exactly at an
    orphan. Lowering each pitch's counts by a large step keeps one running minimum for all pitches.
    """
    change = np.where(is_on, 1, -1)
    total = np.cumsum(change)
    first = np.searchsorted(pitches, pitches)  # where each message's pitch begins
    level = -pitches * (2 * len(pitches) + 2)
    count = total - (total - change)[first] + level
    low_before = np.minimum.accumulate(np.concatenate([[1], count]))[:-1]
    orphans: NDArray[Any] = ~is_on & (count < np.minimum(low_before, level))
    return orphans
