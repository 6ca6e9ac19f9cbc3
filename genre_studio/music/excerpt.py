"""Cutting bars out of a song into a song of their own."""

from dataclasses import replace

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events, of_kind
from genre_studio.music.notes import frozen, note_ends, starting_within
from genre_studio.music.song import Song, Track


def excerpt(song: Song, start: int, end: int) -> Song:
    """The notes that start in [start, end) ticks, moved to 0 and cut at the end, under their programs.

    `start` is a bar line; one meter is taken for all of it.
    """
    meter = song.meter_map.meter_at(start)
    tempos = [t for t in song.tempos if start < t.tick < end]
    held = [t for t in song.tempos if t.tick <= start][-1:]
    return Song(
        ppq=song.ppq,
        tracks=tuple(_excerpt_of_track(track, start, end) for track in song.tracks),
        tempos=tuple(replace(t, tick=max(0, t.tick - start)) for t in [*held, *tempos]),
        meters=(replace(meter, tick=0),),
        title=song.title,
    )


def has_one_meter(song: Song, first_bar: int, bars: int) -> bool:
    """Whether `bars` bars from `first_bar` on are equally long."""
    meters = song.meter_map
    start = meters.bar_start(first_bar)
    length = meters.meter_at(start).bar_ticks(song.ppq)
    return meters.bar_start(first_bar + bars) - start == bars * length


def _excerpt_of_track(track: Track, start: int, end: int) -> Track:
    notes = starting_within(track.notes, start, end).copy()
    notes["duration"] = np.minimum(note_ends(notes), end) - notes["start"]
    notes["start"] -= start
    notes["locked"] = False
    programs = of_kind(track.events, ChannelEventKind.PROGRAM)
    held = programs[programs["tick"] <= start][-1:]
    program = int(held["value"][0]) if len(held) else track.program
    events = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, program)])
    return Track(name=track.name, channel=track.channel, notes=frozen(notes), events=events)
