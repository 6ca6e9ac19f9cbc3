"""Edits of a song's list of tracks: order, number, instrument, where they sound and how. Pure functions."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import ChannelEventKind, ChannelEvents, make_channel_events
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
        events = _with_start_event(track.events, ChannelEventKind.PROGRAM, 0, program)
    return song.with_track(index, replace(track, events=frozen(events)))


def with_start_value(song: Song, index: int, controller: int, value: int) -> Song:
    """The song with a controller of a track at `value` (0..127) from its start on, until the track moves it.

    Of several values at the start the last one counts, and is the one that is changed.
    """
    track = song.tracks[index]
    places = _start_places(track, controller)
    if len(places):
        events = track.events.copy()
        events["value"][places[-1]] = value
    else:
        events = _with_start_event(track.events, ChannelEventKind.CONTROL, controller, value)
    return song.with_track(index, replace(track, events=frozen(events)))


def start_value(track: Track, controller: int) -> int | None:
    """Where a controller of the track stands at its start, 0..127; None where the track does not say."""
    places = _start_places(track, controller)
    return int(track.events["value"][places[-1]]) if len(places) else None


def with_output(song: Song, index: int, output_id: str) -> Song:
    """The song with a track that sounds on an output of its own; an empty id: where the song goes."""
    return song.with_track(index, replace(song.tracks[index], output_id=output_id))


def with_name(song: Song, index: int, name: str) -> Song:
    return song.with_track(index, replace(song.tracks[index], name=name))


def with_muted(song: Song, index: int, on: bool) -> Song:
    return song.with_track(index, replace(song.tracks[index], muted=on))


def with_soloed(song: Song, index: int, on: bool) -> Song:
    return song.with_track(index, replace(song.tracks[index], soloed=on))


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


def _start_places(track: Track, controller: int) -> NDArray[np.intp]:
    events = track.events
    is_it = (events["kind"] == ChannelEventKind.CONTROL) & (events["number"] == controller)
    return np.flatnonzero(is_it & (events["tick"] <= 0))


def _with_start_event(
    events: ChannelEvents, kind: ChannelEventKind, number: int, value: int
) -> ChannelEvents:
    """Behind a bank that the start may select, before everything later."""
    at = int(np.searchsorted(events["tick"], 0, side="right"))
    new = make_channel_events([(0, kind, number, value)])
    return np.concatenate([events[:at], new, events[at:]])
