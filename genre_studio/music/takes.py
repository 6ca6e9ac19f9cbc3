"""How a take becomes part of a song, and where a continuation goes.

The rule for the bars [start, end) of the tracks that a take writes, whatever lies around them:

- What starts before `start` stays, and is heard for as long as before: a note that hangs into the bars
  is only shortened where the take strikes the same pitch while it still sounds.
- What starts in the bars makes way, even where it would sound on behind them, unless it is locked.
- What starts at `end` or later stays to the tick; a take never sounds on past `end`.
- Locked notes stay to the tick wherever they stand. A note of the take that would strike the pitch of a
  sounding locked note is left out; one that would run into a locked note ends where that begins.
- Tracks that the take does not write are not touched.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from genre_studio.music.edits import add_notes
from genre_studio.music.notes import Notes, frozen, next_note_id, note_ends, sounding_within, starting_within
from genre_studio.music.region_start import with_usual_sound
from genre_studio.music.song import Song, Track

_RELEASE_BEATS = 1 / 8
"""A last note that overhangs a bar line by less than a 32nd is played out, not held into the next bar."""


def apply_take(song: Song, region_start: int, region_end: int, notes_by_track: Mapping[int, Notes]) -> Song:
    """The song with a take in the region [start, end) ticks of the tracks that it writes.

    The module's docstring says what stays and what makes way. The take's notes get fresh ids, and
    sound as the track usually does, even after a fade-out or a final ritardando.
    """
    written = [index for index, taken in notes_by_track.items() if len(taken)]
    if written:
        song = with_usual_sound(song, region_start, region_end, written)
    for index, taken in notes_by_track.items():
        track = song.tracks[index]
        song = song.with_track(index, _with_take(track, region_start, region_end, taken))
    return song


def part_of_take(
    notes_by_track: Mapping[int, Notes], start: int, end: int, tracks: Iterable[int]
) -> dict[int, Notes]:
    """What a take holds for `tracks` in [start, end): notes that start there, cut off at `end`."""
    part = {}
    for index in tracks:
        if index in notes_by_track:
            notes = starting_within(notes_by_track[index], start, end).copy()
            notes["duration"] = np.minimum(notes["duration"], end - notes["start"])
            part[index] = frozen(notes)
    return part


def making_way(song: Song, region_start: int, region_end: int, tracks: Iterable[int]) -> dict[int, Notes]:
    """By track index, the notes that a take of this region would take the place of."""
    found = {}
    for index in tracks:
        notes = starting_within(song.tracks[index].notes, region_start, region_end)
        found[index] = notes[~notes["locked"]]
    return found


def continuation_region(song: Song, bars: int) -> tuple[int, int]:
    """The `bars` bars from the first bar line at or after the last note, as (start, end) ticks.

    Bars are those of the song's meter there. A song without notes is continued from its start.
    """
    meters = song.meter_map
    last = song.note_end_tick
    bar_line = meters.bar_start_at(last)
    last_onset = max((int(track.notes["start"][-1]) for track in song.tracks if len(track.notes)), default=0)
    release_ticks = _RELEASE_BEATS * meters.meter_at(last).beat_ticks(song.ppq)
    is_release = last_onset < bar_line and last - bar_line < release_ticks
    start = bar_line if is_release else meters.bars_end(last)
    return start, meters.bar_start(meters.bar_index_at(start) + bars)


def _with_take(track: Track, region_start: int, region_end: int, taken: Notes) -> Track:
    notes = track.notes
    inside = (notes["start"] >= region_start) & (notes["start"] < region_end)
    kept = frozen(notes[~inside | notes["locked"]])
    locked = sounding_within(kept, region_start, region_end)
    heard = taken.copy()
    heard["duration"] = np.minimum(heard["duration"], region_end - heard["start"])
    after = add_notes(kept, _without_struck(heard, locked[locked["locked"]]))
    return track.with_notes(_renumbered(after, next_note_id(kept), next_note_id(notes)))


def _renumbered(notes: Notes, first_new: int, first_free: int) -> Notes:
    """The notes with ids from `first_new` on counted from `first_free`: those that made way keep theirs."""
    if first_new == first_free:
        return notes
    renumbered = notes.copy()
    renumbered["id"][notes["id"] >= first_new] += first_free - first_new
    return frozen(renumbered)


def _without_struck(taken: Notes, locked: Notes) -> Notes:
    """The take's notes but for those that start while a locked note of their pitch sounds."""
    struck = np.zeros(len(taken), bool)
    for note, end in zip(locked, note_ends(locked), strict=True):
        while_it_sounds = (taken["start"] >= note["start"]) & (taken["start"] < end)
        struck |= while_it_sounds & (taken["pitch"] == note["pitch"])
    free: Notes = taken[~struck]
    return free
