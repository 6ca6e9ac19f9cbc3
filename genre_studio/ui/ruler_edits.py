"""Edits of what stands on the ruler: markers, changes of tempo and meter. Pure functions."""

from dataclasses import replace

from genre_studio.music.song import Marker, Song
from genre_studio.music.timing import Meter, Tempo


def with_marker(song: Song, marker: Marker) -> Song:
    """The song with a marker added, behind those of its tick."""
    return replace(song, markers=_in_order((*song.markers, marker)))


def with_marker_changed(song: Song, before: Marker, after: Marker) -> Song:
    """The song with one marker moved or renamed."""
    return with_marker(without_marker(song, before), after)


def without_marker(song: Song, marker: Marker) -> Song:
    """The song without one marker. Raises ValueError where it is not there."""
    at = song.markers.index(marker)
    return replace(song, markers=(*song.markers[:at], *song.markers[at + 1 :]))


def next_marker_tick(song: Song, tick: int) -> int | None:
    """The first marker after `tick`."""
    return min((marker.tick for marker in song.markers if marker.tick > tick), default=None)


def previous_marker_tick(song: Song, tick: int) -> int | None:
    """The last marker before `tick`."""
    return max((marker.tick for marker in song.markers if marker.tick < tick), default=None)


def with_tempo_change(song: Song, tempo: Tempo) -> Song:
    """The song with a tempo from its tick on, in place of one that begins there."""
    others = [each for each in song.tempos if each.tick != tempo.tick]
    return replace(song, tempos=tuple(sorted((*others, tempo), key=lambda each: each.tick)))


def without_tempo_change(song: Song, tick: int) -> Song:
    """The song without the tempo that begins at `tick`; the one before it goes on."""
    return replace(song, tempos=tuple(each for each in song.tempos if each.tick != tick))


def with_meter_change(song: Song, meter: Meter) -> Song:
    """The song with a meter from its tick on, in place of one that begins there."""
    others = [each for each in song.meters if each.tick != meter.tick]
    return replace(song, meters=tuple(sorted((*others, meter), key=lambda each: each.tick)))


def without_meter_change(song: Song, tick: int) -> Song:
    """The song without the meter that begins at `tick`; the one before it goes on."""
    return replace(song, meters=tuple(each for each in song.meters if each.tick != tick))


def _in_order(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    return tuple(sorted(markers, key=lambda marker: marker.tick))
