"""A plugin on the bench: the request that checks start from, and how its answers are compared."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.conformance_songs import band_song
from genre_studio.generation.outcomes import Failed, Outcome, Succeeded
from genre_studio.music.notes import Notes
from genre_studio.music.song import Song
from genre_studio.music.takes import continuation_region
from genre_studio.plugin_api.info import Ability, PluginInfo
from genre_studio.plugin_api.request import Region, Request
from genre_studio.plugin_api.take import Take

STOP_LIMIT_S = 2.0
_NATURAL_ABILITIES = (Ability.CONTINUE, Ability.GENERATE, Ability.INFILL, Ability.ACCOMPANY, Ability.VARY)


@dataclass(frozen=True, slots=True)
class Bench:
    """A plugin under test and the worker that runs it."""

    info: PluginInfo
    client: WorkerClient
    open_client: Callable[[], WorkerClient]

    @property
    def ability(self) -> Ability:
        """What the ordinary checks ask for."""
        return next((a for a in _NATURAL_ABILITIES if a in self.info.abilities), Ability.INTERPOLATE)

    def request(self, song: Song | None = None, bars: int = 2) -> Request:
        """Two takes of `bars` bars after the song, or of its last bars for what needs music there."""
        song = song or band_song()
        region = Region(*continuation_region(song, bars))
        if self.ability not in (Ability.CONTINUE, Ability.GENERATE):
            end = song.meter_map.bars_end(song.note_end_tick)
            first_bar = max(0, song.meter_map.bar_index_at(max(0, end - 1)) + 1 - bars)
            region = Region(song.meter_map.bar_start(first_bar), max(end, 1))
        tracks = tuple(range(len(song.tracks)))
        return Request(song, region, tracks, self.ability, self.info.genres[0], seed=7, takes=2)

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
