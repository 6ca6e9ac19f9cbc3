"""Tracks added to a song: new ones, and those of other songs. Pure functions."""

from dataclasses import replace

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.clips import scaled_notes
from genre_studio.music.instruments import DEFAULT_PROGRAM, DRUM_CHANNEL, Family
from genre_studio.music.notes import frozen
from genre_studio.music.song import Song, Track

BAND = (Family.DRUMS, Family.BASS, Family.KEYS, Family.GUITAR, Family.STRINGS)
"""The parts of a new band, in the order of their tracks."""

_CHANNELS = 16


def with_new_track(song: Song, family: Family = Family.KEYS) -> Song:
    """The song with an empty track of a family, named after it, on a channel that is free, if one is."""
    is_drums = family is Family.DRUMS
    channel = DRUM_CHANNEL if is_drums else _free_channel(song.tracks)
    events = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, DEFAULT_PROGRAM[family])])
    name = _free_name(family.title, {track.name for track in song.tracks})
    track = Track(name, channel, events=events, colour=len(song.tracks))
    return replace(song, tracks=(*song.tracks, track))


def with_band(song: Song) -> Song:
    """The song with an empty track for each part of `BAND` that it lacks."""
    for family in BAND:
        if all(track.family is not family for track in song.tracks):
            song = with_new_track(song, family)
    return song


def with_parts_for(song: Song, other: Song) -> tuple[Song, dict[int, int]]:
    """A track of the song for each of `other` that holds notes, and which one: index by index of `other`.

    A part goes to the first free track of its family; where there is none, the song gets a new one.
    """
    places: dict[int, int] = {}
    for index, track in enumerate(other.tracks):
        if len(track.notes):
            taken = set(places.values())
            fitting = (i for i, t in enumerate(song.tracks) if t.family is track.family and i not in taken)
            place = next(fitting, len(song.tracks))
            if place == len(song.tracks):
                song = with_new_track(song, track.family)
            places[index] = place
    return song, places


def with_tracks_of(song: Song, other: Song, name: str) -> Song:
    """The song and the tracks of another that hold notes, bar 1 on bar 1, on channels that are free.

    Tempo, meter and key stay the song's own. A track without a name gets `name`.
    """
    for track in other.tracks:
        if len(track.notes):
            taken = {each.channel for each in song.tracks}
            keeps_channel = track.is_drums or track.channel not in taken
            added = replace(
                _at_resolution(track, song.ppq / other.ppq),
                name=track.name.strip() or name,
                channel=track.channel if keeps_channel else _free_channel(song.tracks),
                colour=len(song.tracks),
                muted=False,
                soloed=False,
            )
            song = replace(song, tracks=(*song.tracks, added))
    return song


def _free_channel(tracks: tuple[Track, ...]) -> int:
    """The lowest channel that no track uses, drums aside; the first where all are taken."""
    taken = {track.channel for track in tracks}
    return next((c for c in range(_CHANNELS) if c != DRUM_CHANNEL and c not in taken), 0)


def _free_name(name: str, taken: set[str]) -> str:
    """Bass, Bass 2, Bass 3 ..."""
    names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return next(each for each in names if each not in taken)


def _at_resolution(track: Track, factor: float) -> Track:
    """The track with its ticks multiplied by `factor`."""
    if factor == 1.0:
        return track
    events = track.events.copy()
    events["tick"] = np.rint(events["tick"] * factor)
    return replace(
        track,
        notes=scaled_notes(track.notes, factor),
        events=frozen(events),
        texts=tuple(replace(text, tick=round(text.tick * factor)) for text in track.texts),
        raw_events=tuple(replace(raw, tick=round(raw.tick * factor)) for raw in track.raw_events),
    )
