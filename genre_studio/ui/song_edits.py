"""Edits of what a song's tracks share, asked for in the transport bar. Pure functions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from genre_studio.music.scales import Scale, estimate_key
from genre_studio.music.song import KeySignature, Song
from genre_studio.music.timing import Meter, Tempo, bpm_to_tempo_us


class _Timed(Protocol):
    @property
    def tick(self) -> int: ...


_T = TypeVar("_T", bound=_Timed)


def with_tempo(song: Song, tick: int, bpm: float) -> Song:
    """The tempo in force at `tick` set to `bpm`."""
    start = _start_in_force(song.tempos, tick)
    return replace(song, tempos=_put(song.tempos, Tempo(start, bpm_to_tempo_us(bpm))))


def with_meter(song: Song, tick: int, meter: Meter) -> Song:
    """The meter in force at `tick` changed to that of `meter`."""
    start = _start_in_force(song.meters, tick)
    return replace(song, meters=_put(song.meters, replace(meter, tick=start)))


def with_key(song: Song, scale: Scale) -> Song:
    """The song in a key, major or minor, from its start; later changes of key go."""
    return replace(song, keys=(KeySignature(0, _sharps(scale), scale.is_minor),))


def key_of(song: Song) -> Scale:
    """The key that the song states at its start, or else the one that its notes seem to be in."""
    if song.keys:
        first = min(song.keys, key=lambda key: key.tick)
        root = (first.sharps * 7 + (9 if first.minor else 0)) % 12
        return Scale(root, "minor" if first.minor else "major")
    return estimate_key([track.notes for track in song.tracks if not track.is_drums])


class SongKey:
    """The key of the open song: what it states, or else what was estimated when it was opened.

    Estimating anew at every edit would move the highlighted rows under the pencil.
    """

    def __init__(self, song: Song) -> None:
        self._scale = key_of(song)

    def __call__(self) -> Scale:
        return self._scale

    def open(self, song: Song) -> None:
        """Another song was opened."""
        self._scale = key_of(song)

    def restore(self, scale: Scale) -> None:
        """A session was opened again: its key is what it was, whatever the notes have become since."""
        self._scale = scale

    def follow(self, song: Song) -> None:
        """The song was edited."""
        if song.keys:
            self._scale = key_of(song)


def _start_in_force(changes: Sequence[_Timed], tick: int) -> int:
    return max((change.tick for change in changes if change.tick <= tick), default=0)


def _put(changes: tuple[_T, ...], change: _T) -> tuple[_T, ...]:
    """`change` in place of those on its tick, in order."""
    others = [each for each in changes if each.tick != change.tick]
    return tuple(sorted([*others, change], key=lambda each: each.tick))


def _sharps(scale: Scale) -> int:
    """The fewest accidentals; of six sharps and six flats, those of the scale's usual name."""
    shift = 9 if scale.is_minor else 0
    fitting = [s for s in range(-6, 7) if (s * 7 + shift) % 12 == scale.root]
    return min(fitting, key=lambda s: (abs(s), -s if not scale.is_minor else s))
