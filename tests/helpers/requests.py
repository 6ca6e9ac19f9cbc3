"""Small songs and requests for tests of generators."""

from dataclasses import replace
from typing import Any

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DRUM_CHANNEL
from genre_studio.music.notes import frozen, make_notes
from genre_studio.music.song import Song, Track
from genre_studio.plugin_api import Ability, Region, Request

BAR = 4 * 480


def small_song() -> Song:
    """Two bars: a melody, a bass and drums."""
    melody = make_notes(range(0, 2 * BAR, 480), [480] * 8, [60, 62, 64, 65, 67, 65, 64, 62])
    bass = make_notes([0, BAR], [BAR, BAR], [36, 43])
    drums = make_notes(range(0, 2 * BAR, 480), [120] * 8, [36, 38] * 4)
    program = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, 33)])
    tracks = (
        Track("Melody", 0, melody),
        Track("Bass", 1, bass, program),
        Track("Drums", DRUM_CHANNEL, drums),
    )
    return Song(tracks=tracks, title="Small")


def small_request(**changes: Any) -> Request:
    """Two takes of the two bars after the small song, all tracks."""
    request = Request(
        song=small_song(),
        region=Region(2 * BAR, 4 * BAR),
        tracks=(0, 1, 2),
        ability=Ability.CONTINUE,
        genre="jazz",
        seed=7,
        takes=2,
    )
    return replace(request, **changes)


def with_notes_again(song: Song, track: int, ticks: int, count: int | None = None, **changes: Any) -> Song:
    """The song with a track's first `count` notes once more, so many ticks later, their fields changed."""
    notes = song.tracks[track].notes
    later = notes[:count].copy()
    later["start"] += ticks
    later["id"] += 1000
    for name, value in changes.items():
        later[name] = value
    return song.with_track(track, song.tracks[track].with_notes(frozen(np.concatenate([notes, later]))))
