"""Songs made alike for blind listening: one length, looped from bar lines, and one instrument if wished."""

from dataclasses import replace

import numpy as np

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import Notes, frozen, sorted_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Tempo

_PIANO = 0


def looped(song: Song, seconds: float) -> Song:
    """The first `seconds` of a song, in its first tempo; a shorter one begins again at its last bar line.

    Only notes and programs are kept. Raises ValueError for a song without notes.
    """
    if not song.note_count:
        raise ValueError("there is nothing to listen to: the song has no note")
    tempo_us = song.tempo_map.tempo_us_at(0)
    end = max(1, round(seconds * 1e6 / tempo_us * song.ppq))
    round_ticks = song.meter_map.bars_end(song.note_end_tick)
    tracks = tuple(_looped_track(track, round_ticks, end) for track in song.tracks)
    return Song(ppq=song.ppq, tracks=tracks, tempos=(Tempo(0, tempo_us),), meters=song.meters[:1])


def on_piano(song: Song) -> Song:
    """All pitched tracks on a piano, without drums: what is left to tell music by are its notes."""
    program = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, _PIANO)])
    tracks = tuple(
        replace(track, channel=0, events=program, muted=False, soloed=False)
        for track in song.tracks
        if not track.is_drums
    )
    return replace(song, tracks=tracks)


def _looped_track(track: Track, round_ticks: int, end: int) -> Track:
    rounds = -(-end // round_ticks)
    notes = np.concatenate([_moved(track.notes, i * round_ticks) for i in range(rounds)])
    notes = notes[notes["start"] < end]
    notes["duration"] = np.minimum(notes["duration"], end - notes["start"])
    notes["id"] = np.arange(len(notes))
    program = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, track.program)])
    return Track(track.name, track.channel, sorted_notes(frozen(notes)), program)


def _moved(notes: Notes, ticks: int) -> Notes:
    moved = notes.copy()
    moved["start"] += ticks
    return moved
