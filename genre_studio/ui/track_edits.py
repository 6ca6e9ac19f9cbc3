"""Edits of a song's list of tracks: order, number, instrument and channel. Pure functions."""

from dataclasses import replace

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import frozen
from genre_studio.music.song import Song, Track


def without_track(song: Song, index: int) -> Song:
    """The song without a track and its notes."""
    return replace(song, tracks=(*song.tracks[:index], *song.tracks[index + 1 :]))


def with_moved_track(song: Song, index: int, to: int) -> Song:
    """The song with the track `index` at the place `to` of the list, held within it."""
    tracks = list(song.tracks)
    track = tracks.pop(index)
    tracks.insert(min(max(to, 0), len(tracks)), track)
    return replace(song, tracks=tuple(tracks))


def with_duplicate(song: Song, index: int) -> Song:
    """The song with a copy of a track right behind it, on its channel, named as a copy."""
    track = song.tracks[index]
    copy = replace(track, name=f"{track.name} copy".strip(), soloed=False)
    return replace(song, tracks=(*song.tracks[: index + 1], copy, *song.tracks[index + 1 :]))


def with_program(song: Song, index: int, program: int) -> Song:
    """The song with a track's first program changed (0..127), or set at its start where it has none."""
    track = song.tracks[index]
    programs = np.flatnonzero(track.events["kind"] == ChannelEventKind.PROGRAM)
    if len(programs):
        events = track.events.copy()
        events["value"][programs[0]] = program
    else:
        # Behind a bank that the start may select, before everything later.
        at = int(np.searchsorted(track.events["tick"], 0, side="right"))
        new = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, program)])
        events = np.concatenate([track.events[:at], new, track.events[at:]])
    return song.with_track(index, replace(track, events=frozen(events)))


def with_channel(song: Song, index: int, channel: int) -> Song:
    """The song with a track on another channel, 0..15; 9 is the drums'."""
    return song.with_track(index, replace(song.tracks[index], channel=channel))


def with_colour(song: Song, index: int, colour: int) -> Song:
    """The song with a track in another of the theme's colours."""
    return song.with_track(index, replace(song.tracks[index], colour=colour))


def track_after_move(index: int, to: int, shown: int) -> int:
    """Where the track that was at `shown` is, once the track at `index` has moved to the place `to`."""
    order = [number for number in range(max(index, to, shown) + 1) if number != index]
    order.insert(to, index)
    return order.index(shown)


def program_of(track: Track) -> int | None:
    """The program that the track states first; None where it states none."""
    programs = track.events[track.events["kind"] == ChannelEventKind.PROGRAM]
    return int(programs["value"][0]) if len(programs) else None
