"""Ask a generator for continuations of primers, in this process, as the benchmarks do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from genre_studio.evaluation.primers import Primer
from genre_studio.music.notes import Notes, sorted_notes
from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, Constraints, Generator, ParameterValue, Region, Request


class Continuer(Protocol):
    """Anything that goes on with a primer: a plugin, or a stand-in to compare with."""

    def __call__(self, primer: Primer, genre: str, bars: int, takes: int, seed: int) -> list[Song]:
        """`takes` songs: the primer, followed by `bars` new bars."""


class SilentReport:
    """A Report that nobody reads."""

    def progress(self, fraction: float, message: str = "") -> None:
        """Nobody watches."""

    def notes(self, take_index: int, track_index: int, notes: Notes) -> None:
        """Nobody watches."""


@dataclass(frozen=True)
class PluginContinuer:
    """A plugin's generator as a Continuer. It writes all tracks of the primer."""

    generator: Generator
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    constraints: Constraints = field(default_factory=Constraints)
    model: str | None = None  # one of the plugin's; None: its default

    def __call__(self, primer: Primer, genre: str, bars: int, takes: int, seed: int) -> list[Song]:
        request = continue_request(
            primer,
            genre,
            bars,
            takes,
            seed,
            parameters=self.parameters,
            constraints=self.constraints,
            model=self.model,
        )
        made = sorted(self.generator.generate(request, SilentReport()), key=lambda take: take.index)
        return [with_take(primer.song, take.notes) for take in made]


def continue_request(
    primer: Primer,
    genre: str,
    bars: int,
    takes: int,
    seed: int,
    *,
    parameters: Mapping[str, ParameterValue] | None = None,
    constraints: Constraints | None = None,
    model: str | None = None,
) -> Request:
    """The request that a composer's click on "continue" makes of a primer."""
    end = primer.song.meter_map.bar_start(primer.bars + bars)
    return Request(
        song=primer.song,
        region=Region(primer.end_tick, end),
        tracks=tuple(range(len(primer.song.tracks))),
        ability=Ability.CONTINUE,
        genre=genre,
        seed=seed,
        takes=takes,
        model=model,
        parameters=parameters or {},
        constraints=constraints or Constraints(),
    )


def with_take(song: Song, notes: Mapping[int, Notes]) -> Song:
    """The song with a take's notes added to its tracks, ids numbered anew."""
    for index, part in notes.items():
        track = song.tracks[index]
        joined = np.concatenate([track.notes, part])
        joined["id"] = np.arange(len(joined))
        song = song.with_track(index, track.with_notes(sorted_notes(joined)))
    return song


def notes_after(song: Song, tick: int) -> dict[int, Notes]:
    """The notes that start at or after `tick`, by track: what a continuation added."""
    return {i: track.notes[track.notes["start"] >= tick] for i, track in enumerate(song.tracks)}
