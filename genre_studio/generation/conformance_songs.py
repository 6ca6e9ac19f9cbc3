"""Small songs on which plugins are checked: ordinary ones, and those that catch them out."""

from collections.abc import Iterable

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.instruments import DEFAULT_PROGRAM, DRUM_CHANNEL, Family
from genre_studio.music.notes import EMPTY_NOTES, Notes, make_notes
from genre_studio.music.song import Song, Track
from genre_studio.music.timing import Meter

_PPQ = 480
_MELODY = (60, 64, 67, 65, 64, 62, 59, 62)  # C major, an eighth note each
_ROOTS = (36, 43)
_OTHER_LINES = {  # pitches, and how many eighths each lasts
    Family.DRUMS: ((42, 46), 1),
    Family.BASS: ((45, 40, 41), 1),
    Family.KEYS: ((81, 77, 74, 69), 2),
}


def band_song(bars: int = 4, meter: Meter | None = None) -> Song:
    """A melody, a bass and drums in C major, `bars` bars long, in 4/4 unless told."""
    meter = meter or Meter(0, 4, 4)
    end = bars * meter.bar_ticks(_PPQ)
    eighth, beat = _PPQ // 2, meter.beat_ticks(_PPQ)
    starts = range(0, end, eighth)
    melody = make_notes(starts, [eighth] * len(starts), [_MELODY[i % 8] for i in range(len(starts))])
    bars_at = range(0, end, meter.bar_ticks(_PPQ))
    bass = make_notes(bars_at, [beat] * bars, [_ROOTS[i % 2] for i in range(bars)])
    beats = range(0, end, beat)
    drums = make_notes(beats, [beat // 4] * len(beats), [(36, 38)[i % 2] for i in range(len(beats))])
    tracks = (
        _track("Melody", 0, Family.KEYS, melody),
        _track("Bass", 1, Family.BASS, bass),
        Track("Drums", DRUM_CHANNEL, drums),
    )
    return Song(ppq=_PPQ, tracks=tracks, meters=(meter,))


def empty_song() -> Song:
    """A piano track without a note."""
    return Song(ppq=_PPQ, tracks=(_track("Piano", 0, Family.KEYS, EMPTY_NOTES),))


def drums_song() -> Song:
    """Four bars of nothing but drums."""
    return Song(ppq=_PPQ, tracks=(band_song().tracks[2],))


def far_end_of(song: Song, start: int, end: int, tracks: Iterable[int]) -> dict[int, Notes]:
    """Other music than `band_song` has for these tracks in [start, end) ticks: what a path may lead to."""
    return {index: _other_line(song.tracks[index].family, song.ppq, start, end) for index in tracks}


def _other_line(family: Family, ppq: int, start: int, end: int) -> Notes:
    pitches, step = _OTHER_LINES.get(family, _OTHER_LINES[Family.KEYS])
    starts = range(start, end, step * ppq // 2)
    durations = [min(step * ppq // 2, end - at) for at in starts]
    return make_notes(starts, durations, [pitches[i % len(pitches)] for i in range(len(starts))])


def _track(name: str, channel: int, family: Family, notes: Notes) -> Track:
    program = make_channel_events([(0, ChannelEventKind.PROGRAM, 0, DEFAULT_PROGRAM[family])])
    return Track(name, channel, notes, program)
