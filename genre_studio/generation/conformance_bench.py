"""A plugin on the bench: the request that checks start from, and how its answers are compared."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.conformance_songs import band_song, far_end_of
from genre_studio.generation.outcomes import Failed, Outcome, Succeeded
from genre_studio.music.edits import add_notes
from genre_studio.music.notes import EMPTY_NOTES, Notes, frozen
from genre_studio.music.song import Song, Track
from genre_studio.music.takes import continuation_region
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.info import PluginInfo
from genre_studio.plugin_api.request import FEWEST_STEPS, MOST_STEPS, Region, Request
from genre_studio.plugin_api.take import Take

STOP_LIMIT_S = 2.0
_BARS_AROUND = 2  # of music on either side of what is refilled
_WRITES_BEHIND = (Ability.CONTINUE, Ability.GENERATE)
_NATURAL_ABILITIES = (*_WRITES_BEHIND, Ability.INFILL, Ability.ACCOMPANY, Ability.VARY, Ability.INTERPOLATE)


@dataclass(frozen=True, slots=True)
class Bench:
    """A plugin under test and the worker that runs it."""

    info: PluginInfo
    client: WorkerClient
    open_client: Callable[[], WorkerClient]

    @property
    def abilities(self) -> tuple[Ability, ...]:
        """What the plugin says that it can do, the one that the ordinary checks ask for first."""
        return tuple(a for a in _NATURAL_ABILITIES if a in self.info.abilities)

    def request(
        self,
        song: Song | None = None,
        bars: int = 2,
        ability: Ability | None = None,
        *,
        takes: int = 2,
        tracks: tuple[int, ...] | None = None,
        region: Region | None = None,
    ) -> Request:
        """Takes of `bars` bars, where the ability (the first one, unless told) has its business.

        After the song to continue it or to write from nothing, in its middle to refill it, and of its
        last bars for what needs music there. All tracks are written, but the first where that is to be
        accompanied. A path has as many takes as it may have at least, and leads to `far_end_of` the region.
        """
        ability = ability or self.abilities[0]
        if song is None:
            around = 2 * _BARS_AROUND if ability is Ability.INFILL else 0
            song = band_song() if ability in _WRITES_BEHIND else band_song(max(4, bars + around))
        if tracks is None:
            tracks = tuple(range(int(ability is Ability.ACCOMPANY), len(song.tracks)))
        region = region or Region(*_region(song, bars, ability))
        is_path = ability is Ability.INTERPOLATE
        return Request(
            song,
            region,
            tracks,
            ability,
            self.info.genres[0],
            seed=7,
            takes=min(max(takes, FEWEST_STEPS), MOST_STEPS) if is_path else takes,
            far_end=far_end_of(song, region.start, region.end, tracks) if is_path else {},
        )

    def run(self, request: Request, client: WorkerClient | None = None) -> Outcome:
        return (client or self.client).run(self.info.id, request, lambda _: None, threading.Event())


class NotMet(Exception):
    """The message is one sentence."""


def takes_of(outcome: Outcome) -> tuple[Take, ...]:
    if isinstance(outcome, Succeeded):
        return outcome.takes
    raise NotMet(outcome.sentence if isinstance(outcome, Failed) else "It stopped without being asked to.")


def require(rule_holds: bool, sentence: str) -> None:
    if not rule_holds:
        raise NotMet(sentence)


def same_notes(one: tuple[Take, ...], other: tuple[Take, ...]) -> bool:
    return all(
        a.notes.keys() == b.notes.keys()
        and all(np.array_equal(_sounding(a.notes[t]), _sounding(b.notes[t])) for t in a.notes)
        for a, b in zip(one, other, strict=True)
    )


def _sounding(notes: Notes) -> Notes:
    """What is heard of the notes: ids are the plugin's own affair."""
    heard: Notes = notes[["start", "duration", "pitch", "velocity"]]
    return heard


def with_locked(track: Track, notes: Notes, region: Region) -> Track:
    """The track with `notes`, locked, in place of what starts in the region."""
    inside = (track.notes["start"] >= region.start) & (track.notes["start"] < region.end)
    cleared = track.with_notes(frozen(track.notes[~inside]))
    locked = notes.copy()
    locked["locked"] = True
    return cleared.with_notes(add_notes(cleared.notes, locked))


def without_notes(song: Song) -> Song:
    """The same tracks, all of them empty."""
    return replace(song, tracks=tuple(track.with_notes(EMPTY_NOTES) for track in song.tracks))


def _region(song: Song, bars: int, ability: Ability) -> tuple[int, int]:
    if ability in _WRITES_BEHIND:
        return continuation_region(song, bars)
    meters = song.meter_map
    last_bar = meters.bar_index_at(max(0, song.note_end_tick - 1)) + 1
    around = _BARS_AROUND if ability is Ability.INFILL and last_bar >= bars + 2 * _BARS_AROUND else 0
    first_bar = max(0, last_bar - around - bars)
    return meters.bar_start(first_bar), meters.bar_start(max(last_bar - around, first_bar + 1))
