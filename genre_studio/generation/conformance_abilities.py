"""Checks that hold for every ability that a plugin declares, not only for the one asked first.

What one ability promises and no other does is in `conformance_promises`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from genre_studio.generation.asking import DOES
from genre_studio.generation.conformance_bench import (
    Bench,
    require,
    same_notes,
    takes_of,
    with_locked,
)
from genre_studio.generation.conformance_promises import PROMISES
from genre_studio.generation.conformance_songs import band_song
from genre_studio.music.notes import Notes, note_ends
from genre_studio.music.takes import apply_take
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.request import Region, Request
from genre_studio.plugin_api.take import Take

AbilityCheck = Callable[[Bench, Ability], str]


def ability_checks(bench: Bench) -> Iterator[tuple[str, Callable[[Bench], str]]]:
    """(name, check) for each ability that the plugin declares, in the order in which they are asked."""
    for number, ability in enumerate(bench.abilities):
        for words, check in _CHECKS if number else _CHECKS[:1]:  # the ordinary checks ask the first the rest
            if check in _FOR_REFILLS and ability is not Ability.INFILL:
                continue  # for other abilities no different from the first
            yield f"{DOES[ability]}: {words}", _bound(check, ability)
        for words, promise in PROMISES.get(ability, ()):
            yield f"{DOES[ability]}: {words}", promise


def leaves_locks(bench: Bench, ability: Ability) -> str:
    """Half of the notes of a track, locked where they stand, are still there after the next run."""
    request = bench.request(ability=ability)
    takes = takes_of(bench.run(request))
    # What is varied is still to be read in its place; anything else is locked as a take wrote it.
    found = request.present_notes() if ability in _READS_THE_REGION else takes[0].notes
    index = max(found, key=lambda track: len(found[track]))
    locked = found[index][::2]
    song = request.song.with_track(index, with_locked(request.song.tracks[index], locked, request.region))
    request = replace(request, song=song)
    kept = request.locked_notes(index)
    require(len(kept) > 0, "It wrote no note that could be locked.")
    for take in takes_of(bench.run(request)):
        after = _after(request, take, index)
        require(bool(np.isin(kept, after).all()), f"Take {take.index + 1} changed a locked note.")
    return f"It left {len(kept)} locked notes as they were."


def _stays_inside(bench: Bench, ability: Ability) -> str:
    """All that starts outside the region is the same after a take is kept, on both sides of it."""
    request = bench.request(ability=ability)
    region = request.region
    for take in takes_of(bench.run(request)):
        for index, track in enumerate(request.song.tracks):
            after = _after(request, take, index)
            sides = (("before", _before(track.notes, region)), ("after", _behind(track.notes, region)))
            for side, before in sides:
                sentence = f"Take {take.index + 1} changed the music {side} the bars it was to write."
                require(bool(np.isin(before, after).all()), sentence)
            inside = (after["start"] >= region.start) & (after["start"] < region.end)
            sounds_on = inside & ~after["locked"] & (note_ends(after) > region.end)
            require(not sounds_on.any(), f"Take {take.index + 1} sounds on into the bars behind.")
    return "The music around it stayed as it was."


def _is_repeatable(bench: Bench, ability: Ability) -> str:
    request = bench.request(ability=ability)
    one, other = (takes_of(bench.run(request)) for _ in range(2))
    require(same_notes(one, other), "The same request twice gave different notes.")
    if ability is Ability.INTERPOLATE:  # the ends say all: a path may be the same for every seed
        return "The same seed gave the same notes."
    fresh = takes_of(bench.run(replace(request, seed=request.seed + 1)))
    require(not same_notes(one, fresh), "Another seed gave the same notes.")
    return "The same seed gave the same notes, another seed others."


def _keeps_to_its_tracks(bench: Bench, ability: Ability) -> str:
    takes = takes_of(bench.run(bench.request(ability=ability, tracks=(1,))))
    require(all(set(take.notes) <= {1} for take in takes), "It wrote a track that it was not asked for.")
    return "Asked for one track, it wrote no other."


def _any_length(bench: Bench, ability: Ability) -> str:
    for bars in (1, 3, 5):
        takes_of(bench.run(bench.request(bars=bars, ability=ability, takes=1)))
    return "It wrote 1, 3 and 5 bars and stayed within them."


def _at_the_start(bench: Bench, ability: Ability) -> str:
    song = band_song(4)
    region = Region(0, song.meter_map.bar_start(2))
    takes_of(bench.run(bench.request(song, ability=ability, region=region)))
    return "It wrote the first bars of a song, with music only behind them."


def _at_the_end(bench: Bench, ability: Ability) -> str:
    """The window asks for this wherever a region covers a song's last bars."""
    song = band_song(4)
    region = Region(song.meter_map.bar_start(2), song.meter_map.bar_start(4))
    takes_of(bench.run(bench.request(song, ability=ability, region=region)))
    return "It wrote the last bars of a song, with nothing behind them."


def _after(request: Request, take: Take, index: int) -> Notes:
    """The notes of a track once the take is kept."""
    song = apply_take(request.song, request.region.start, request.region.end, take.notes)
    return song.tracks[index].notes


def _before(notes: Notes, region: Region) -> Notes:
    """What is over before the region: a note held into it may end where a take strikes it."""
    over: Notes = notes[note_ends(notes) <= region.start]
    return over


def _behind(notes: Notes, region: Region) -> Notes:
    behind: Notes = notes[notes["start"] >= region.end]
    return behind


def _bound(check: AbilityCheck, ability: Ability) -> Callable[[Bench], str]:
    return lambda bench: check(bench, ability)


_CHECKS: tuple[tuple[str, AbilityCheck], ...] = (
    ("nothing outside the region", _stays_inside),
    ("locked notes stay", leaves_locks),
    ("same seed, same notes", _is_repeatable),
    ("only the tracks asked for", _keeps_to_its_tracks),
    ("any length", _any_length),
    ("the first bars", _at_the_start),
    ("the last bars", _at_the_end),
)
_READS_THE_REGION = (Ability.VARY, Ability.INTERPOLATE)
_FOR_REFILLS = (_any_length, _at_the_start, _at_the_end)
