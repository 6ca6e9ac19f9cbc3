"""How a take becomes part of a song, and where a continuation goes."""

from collections.abc import Mapping

import numpy as np

from genre_studio.music.edits import add_notes
from genre_studio.music.notes import Notes, frozen, sounding_within
from genre_studio.music.region_start import with_usual_sound
from genre_studio.music.song import Song, Track

_RELEASE_BEATS = 1 / 8
"""A last note that overhangs a bar line by less than a 32nd is played out, not held into the next bar."""


def apply_take(song: Song, region_start: int, region_end: int, notes_by_track: Mapping[int, Notes]) -> Song:
    """The song with a take in the region [start, end) ticks of the tracks that it writes.

    In those tracks the unlocked notes that start in the region make way. Locked notes stay to the
    tick: a note of the take gives way to a locked one of its pitch, by ending earlier or, where the
    locked one already sounds, altogether. Notes held into the region end where the take strikes
    their pitch. The take's notes get fresh ids, and sound as the track usually does, even after a
    fade-out or a final ritardando.
    """
    written = [index for index, taken in notes_by_track.items() if len(taken)]
    if written:
        song = with_usual_sound(song, region_start, region_end, written)
    for index, taken in notes_by_track.items():
        track = song.tracks[index]
        song = song.with_track(index, _with_take(track, region_start, region_end, taken))
    return song


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
    return track.with_notes(add_notes(kept, _without_struck(taken, locked[locked["locked"]])))


def _without_struck(taken: Notes, locked: Notes) -> Notes:
    """The take's notes but for those that start while a locked note of their pitch sounds."""
    struck = np.zeros(len(taken), bool)
    for note in locked:
        while_it_sounds = (taken["start"] >= note["start"]) & (
            taken["start"] < note["start"] + note["duration"]
        )
        struck |= while_it_sounds & (taken["pitch"] == note["pitch"])
    free: Notes = taken[~struck]
    return free
