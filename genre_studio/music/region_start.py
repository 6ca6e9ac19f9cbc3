"""Let new music sound as the track usually does, whatever the music before it left behind.

A fade-out leaves the volume near nothing, a last chord its pedal down, a guitar its string bent and a
final ritardando half the tempo. A take that starts there states what held before, once.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.channel_events import (
    ChannelEventKind,
    ChannelEvents,
    Controller,
    make_channel_events,
    of_kind,
)
from genre_studio.music.notes import frozen
from genre_studio.music.song import Song
from genre_studio.music.timing import Tempo

_LOUDNESS = {Controller.VOLUME: 100, Controller.EXPRESSION: 127}
"""The controllers of loudness, with what General MIDI has them at before a file says anything."""

_FAINT = 1 / 3  # of the usual volume: quieter is a fade-out, not a mix
_SLOW, _FAST = 0.6, 1.6  # of the usual tempo in beats a minute
_PEDAL_DOWN = 64


class _Setting(NamedTuple):
    """One controller or the bend: what it should be, and which of its values hide new music."""

    kind: ChannelEventKind
    number: int | None
    at_rest: int
    usual: int
    lowest: int
    highest: int

    def is_off(self, values: NDArray[Any]) -> NDArray[np.bool_]:
        return (values < self.lowest) | (values > self.highest)


def with_usual_sound(song: Song, region_start: int, region_end: int, tracks: Iterable[int]) -> Song:
    """The song with `tracks` set at `region_start` as they were for most of their notes before it.

    Pedal and bend are let go; volume, expression and tempo are restored where they lie far from
    usual. A tempo is only stated where no note starts later, which it would shift. Where nothing is
    off, nothing is added and the song is the same object.
    """
    for index in tracks:
        song = _with_usual_track(song, region_start, region_end, index)
    return _with_usual_tempo(song, region_start, region_end)


def _with_usual_track(song: Song, start: int, end: int, index: int) -> Song:
    track = song.tracks[index]
    spoken = _channel_events(song, track.channel)
    onsets = track.notes["start"][: np.searchsorted(track.notes["start"], start)]
    is_last = not len(track.notes) or int(track.notes["start"][-1]) < start
    hidden = np.zeros(len(track.events), bool)
    rows = []
    for setting in _settings(spoken, onsets):
        if setting.is_off(_values_at(spoken, setting, np.array([start])))[0]:
            rows.append((start, setting.kind, setting.number or 0, setting.usual))
        if is_last:
            hidden |= _is_hiding(track.events, setting, start, end)
    if not rows and not hidden.any():
        return song
    kept, added = track.events[~hidden], make_channel_events(rows)
    place = np.searchsorted(kept["tick"], start, side="right")
    events = frozen(np.concatenate([kept[:place], added, kept[place:]]))
    return song.with_track(index, replace(track, events=events))


def _channel_events(song: Song, channel: int) -> ChannelEvents:
    """What all tracks of a channel say to it, in time order: they share its pedal and its volume."""
    events = np.concatenate([track.events for track in song.tracks if track.channel == channel])
    ordered: ChannelEvents = events[np.argsort(events["tick"], kind="stable")]
    return ordered


def _settings(spoken: ChannelEvents, onsets: NDArray[np.int64]) -> list[_Setting]:
    control = ChannelEventKind.CONTROL
    settings = [
        _Setting(control, Controller.SUSTAIN, 0, 0, 0, _PEDAL_DOWN - 1),
        _Setting(ChannelEventKind.BEND, None, 0, 0, 0, 0),
    ]
    for number, at_rest in _LOUDNESS.items() if len(onsets) else ():
        blank = _Setting(control, number, at_rest, at_rest, 0, 127)
        usual = _median(_values_at(spoken, blank, onsets))
        settings.append(blank._replace(usual=usual, lowest=int(np.ceil(usual * _FAINT))))
    return settings


def _values_at(spoken: ChannelEvents, setting: _Setting, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """What the setting is at each tick, the messages of that tick included."""
    events = of_kind(spoken, setting.kind, setting.number)
    values = np.concatenate([[setting.at_rest], events["value"]]).astype(np.int64)
    found: NDArray[np.int64] = values[np.searchsorted(events["tick"], ticks, side="right")]
    return found


def _is_hiding(events: ChannelEvents, setting: _Setting, start: int, end: int) -> NDArray[np.bool_]:
    """The rest of a fade-out after the last note, which would swallow what is written there."""
    chosen = (events["kind"] == setting.kind) & (events["tick"] > start) & (events["tick"] < end)
    if setting.number is not None:
        chosen &= events["number"] == setting.number
    hiding: NDArray[np.bool_] = chosen & setting.is_off(events["value"])
    return hiding


def _with_usual_tempo(song: Song, start: int, end: int) -> Song:
    onsets = np.concatenate([np.empty(0, np.int64), *(track.notes["start"] for track in song.tracks)])
    if not len(onsets) or onsets.max() >= start:
        return song
    tempo_map = song.tempo_map
    usual_us = _median(tempo_map.tempos_us_at(onsets))

    def is_off(tempo_us: int) -> bool:
        return not _SLOW <= usual_us / tempo_us <= _FAST

    kept = [tempo for tempo in song.tempos if not (start < tempo.tick < end and is_off(tempo.tempo_us))]
    if is_off(tempo_map.tempo_us_at(start)):
        kept = [tempo for tempo in kept if tempo.tick != start]
        kept = sorted([*kept, Tempo(start, usual_us)], key=lambda tempo: tempo.tick)
    tempos = tuple(kept)
    return song if tempos == song.tempos else replace(song, tempos=tempos)


def _median(values: NDArray[np.int64]) -> int:
    """The middle value, one of those that there are."""
    return int(np.sort(values)[len(values) // 2])
