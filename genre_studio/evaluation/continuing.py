"""What is asked of a generator to continue a primer, and the song that its take makes."""

from collections.abc import Mapping

import numpy as np

from genre_studio.evaluation.primers import Primer
from genre_studio.music.notes import Notes, sorted_notes
from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability, Constraints, ParameterValue, Region, Request


class SilentReport:
    """A Report that nobody reads."""

    def progress(self, fraction: float, message: str = "") -> None:
        """Nobody watches."""

    def notes(self, take_index: int, track_index: int, notes: Notes) -> None:
        """Nobody watches."""


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
