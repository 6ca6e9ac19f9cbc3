"""The clips that a path can lead from and to: bars of the song, and takes. Plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from genre_studio.music.notes import Notes, starting_within
from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord
from genre_studio.music.takes import apply_take
from genre_studio.ui.spoken import bars_named, genre_title

Bars = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Notes by track index in the bars `region`. `key` is the same for as long as it is the same clip."""

    key: str
    title: str  # in a sentence: "bars 5 to 8", "take 3"
    label: str  # in a list: takes are numbered anew in each run, so it names genre and seed too
    region: Bars
    notes: Mapping[int, Notes] = field(default_factory=dict)
    is_take: bool = False

    def put_in(self, song: Song) -> Song:
        """The song with this clip in its place, where it is not there already."""
        return apply_take(song, *self.region, self.notes) if self.is_take else song


def take_key(id: int) -> str:
    return f"take:{id}"


def clips_of(song: Song, bars: Iterable[tuple[str, Bars | None]], takes: Iterable[TakeRecord]) -> list[Clip]:
    """What there is to choose from: each of these bars (by key) and whole takes, if they hold notes."""
    found = [_clip_of_bars(song, key, region) for key, region in bars if region is not None]
    for take in takes:
        if take.is_whole:
            found.append(_clip_of_take(take))
    return [clip for clip in found if any(len(notes) for notes in clip.notes.values())]


def chosen_ends(clips: list[Clip], near: str, far: str) -> tuple[Clip, Clip] | None:
    """The clips of these keys; where there is none of a key, the first that is not the other end.

    None where there are not two clips.
    """
    if len(clips) < 2:
        return None
    by_key = {clip.key: clip for clip in clips}
    start = by_key.get(near) or next(clip for clip in clips if clip.key != far)
    end = by_key.get(far) or next(clip for clip in clips if clip is not start)
    return start, end


def _clip_of_bars(song: Song, key: str, region: Bars) -> Clip:
    notes = {i: starting_within(track.notes, *region) for i, track in enumerate(song.tracks)}
    title = bars_named(song, region)
    return Clip(key, title, f"The song, {title}", region, notes)


def _clip_of_take(take: TakeRecord) -> Clip:
    asked = take.asked
    words = (f"Take {take.number}", genre_title(asked.genre), f"seed {asked.seed}")
    label = " · ".join(filter(None, words))
    return Clip(take_key(take.id), f"take {take.number}", label, asked.region, take.notes, is_take=True)
