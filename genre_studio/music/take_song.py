"""A take on its own, as a small song: what is dragged out, exported, or written with --only-new."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from genre_studio.music.channel_events import (
    CHANNEL_EVENT_DTYPE,
    ChannelEventKind,
    ChannelEvents,
    Controller,
    of_kind,
)
from genre_studio.music.lane_events import part_of_lanes, with_lanes
from genre_studio.music.notes import Notes, frozen, starting_within
from genre_studio.music.region_start import with_usual_sound
from genre_studio.music.song import KeySignature, Song, Track
from genre_studio.music.timing import DEFAULT_TEMPO_US, Tempo

_CARRIED = (Controller.BANK_SELECT, Controller.BANK_SELECT_LSB, Controller.VOLUME, Controller.PAN)


def take_song(
    song: Song,
    region_start: int,
    region_end: int,
    notes_by_track: Mapping[int, Notes],
    events_by_track: Mapping[int, ChannelEvents] | None = None,
) -> Song:
    """The take's notes with the region's first tick as tick 0, one track a part.

    Tempo, meter and key are those of the region; parts keep name, channel, program and mix. The song
    states the region's length as its end, so that a file of it ends on the full bar. It sounds as the
    take does in its song: a fade-out before the region is not carried over.
    """
    written = [index for index, notes in notes_by_track.items() if len(notes)]
    if written:
        song = with_usual_sound(song, region_start, region_end, written)
    tracks = tuple(
        _part(song.tracks[index], notes, region_start, region_end, (events_by_track or {}).get(index))
        for index, notes in sorted(notes_by_track.items())
        if len(notes)
    )
    return Song(
        ppq=song.ppq,
        tracks=tracks,
        tempos=_tempos(song, region_start, region_end),
        meters=(replace(song.meter_map.meter_at(region_start), tick=0),),
        keys=_keys(song, region_start),
        title=song.title,
        stated_end_tick=region_end - region_start,
    )


def _part(track: Track, notes: Notes, start: int, end: int, moved: ChannelEvents | None) -> Track:
    inside = starting_within(notes, start, end).copy()
    inside["duration"] = np.minimum(inside["duration"], end - inside["start"])
    inside["start"] -= start
    return replace(
        track,
        notes=frozen(inside),
        events=_mix(track, start) if moved is None else _with_moved(_mix(track, start), moved, start, end),
        texts=(),
        raw_events=(),
        muted=False,
        soloed=False,
    )


def _with_moved(mix: ChannelEvents, moved: ChannelEvents, start: int, end: int) -> ChannelEvents:
    """The take's own pedals and wheels, counted from its first tick."""
    own = part_of_lanes(moved, start, end).copy()
    own["tick"] -= start
    return with_lanes(mix, 0, end - start, frozen(own))


def _mix(track: Track, tick: int) -> ChannelEvents:
    """The last bank, volume, pan and program before `tick`, at tick 0."""
    before = track.events[: np.searchsorted(track.events["tick"], tick, side="right")]
    rows = [of_kind(before, ChannelEventKind.CONTROL, number)[-1:] for number in _CARRIED]
    rows.append(of_kind(before, ChannelEventKind.PROGRAM)[-1:])
    mix = np.concatenate(rows).astype(CHANNEL_EVENT_DTYPE)
    mix["tick"] = 0
    return frozen(mix)


def _tempos(song: Song, start: int, end: int) -> tuple[Tempo, ...]:
    before = [t for t in song.tempos if t.tick <= start]
    first = max(before, key=lambda t: t.tick).tempo_us if before else DEFAULT_TEMPO_US
    inside = (Tempo(t.tick - start, t.tempo_us) for t in song.tempos if start < t.tick < end)
    return (Tempo(0, first), *inside)


def _keys(song: Song, start: int) -> tuple[KeySignature, ...]:
    before = [key for key in song.keys if key.tick <= start]
    return (replace(max(before, key=lambda key: key.tick), tick=0),) if before else ()
