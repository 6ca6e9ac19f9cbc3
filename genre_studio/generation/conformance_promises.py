"""What single abilities promise: the checks that only one of them is asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from genre_studio.generation.conformance_bench import Bench, require, same_notes, takes_of, without_notes
from genre_studio.generation.conformance_songs import band_song, far_end_of
from genre_studio.music.edits import transpose
from genre_studio.music.notes import Notes, note_ends
from genre_studio.music.song import Song
from genre_studio.plugin_api.ability import Ability
from genre_studio.plugin_api.request import MOST_STEPS, Request
from genre_studio.plugin_api.take import Take

_LONGEST_BARS = 16
_TRITONE = 6


def likeness(song: Song, one: Mapping[int, Notes], other: Mapping[int, Notes]) -> float:
    """How much of two clips sounds alike, 0..1: the same pitch class in the same track and eighth note.

    The cosine of the two sets of such cells; drums are compared by pitch.
    """
    mine, theirs = (set(_cells(song, notes)) for notes in (one, other))
    if not mine or not theirs:
        return 0.0
    return float(len(mine & theirs) / (len(mine) * len(theirs)) ** 0.5)


def _cells(song: Song, notes_by_track: Mapping[int, Notes]) -> Iterable[tuple[int, int, int]]:
    eighth = song.ppq // 2
    for track, notes in notes_by_track.items():
        octave = 128 if song.tracks[track].is_drums else 12
        for start, end, pitch in zip(notes["start"], note_ends(notes), notes["pitch"], strict=True):
            for cell in range(int(start) // eighth, max(int(start) // eighth + 1, int(end) // eighth)):
                yield track, cell, int(pitch) % octave


def _fills_an_empty_song(bench: Bench) -> str:
    song = without_notes(band_song())
    takes = takes_of(bench.run(bench.request(song, ability=Ability.GENERATE)))
    _require_notes(takes)
    return "It wrote to tracks without a note."


def _writes_long_and_short(bench: Bench) -> str:
    song = without_notes(band_song())
    for bars in (1, _LONGEST_BARS):
        _require_notes(takes_of(bench.run(bench.request(song, bars, Ability.GENERATE, takes=1))))
    return f"It wrote 1 bar and {_LONGEST_BARS} bars from nothing."


def _listens(bench: Bench) -> str:
    """The same melody a tritone higher wants other notes below it."""
    request = bench.request(ability=Ability.ACCOMPANY, tracks=(1,))
    takes = takes_of(bench.run(request))
    _require_notes(takes)
    melody = request.song.tracks[0]
    higher = melody.with_notes(transpose(melody.notes, melody.notes["id"].tolist(), _TRITONE))
    moved = takes_of(bench.run(replace(request, song=request.song.with_track(0, higher))))
    require(not same_notes(takes, moved), "It wrote the same notes to other music: it does not listen.")
    return "To other music it wrote other notes."


def _writes_above(bench: Bench) -> str:
    _require_notes(takes_of(bench.run(bench.request(ability=Ability.ACCOMPANY, tracks=(0,)))))
    return "It wrote a melody to bass and drums."


def _stays_near(bench: Bench) -> str:
    request = bench.request(ability=Ability.VARY)
    takes = takes_of(bench.run(request))
    source, foreign = request.present_notes(), _far_end(request)
    for take in takes:
        near, far = (likeness(request.song, take.notes, clip) for clip in (source, foreign))
        require(near > far, f"Take {take.index + 1} is nearer to other music than to what it was to vary.")
        require(not _same(take.notes, source), f"Take {take.index + 1} is what it was to vary, unchanged.")
    return "The takes are near what was there, and differ from it."


def _arrives(bench: Bench) -> str:
    request = bench.request(ability=Ability.INTERPOLATE, takes=5)
    takes = takes_of(bench.run(request))
    ends = (request.present_notes(), request.far_end)
    for take, home, where in ((takes[0], 0, "start"), (takes[-1], 1, "end")):
        near, far = (likeness(request.song, take.notes, ends[end]) for end in (home, 1 - home))
        require(near > far, f"Take {take.index + 1} is not near the clip at the {where} of the path.")
    require(not same_notes(takes[:-1], takes[1:]), "Every step of the path is the same.")
    return f"{len(takes)} steps led from the one clip to the other."


def _goes_every_length(bench: Bench) -> str:
    for steps in (3, MOST_STEPS):
        takes_of(bench.run(bench.request(bars=1, ability=Ability.INTERPOLATE, takes=steps)))
    return f"It went in 3 and in {MOST_STEPS} steps."


def _far_end(request: Request) -> dict[int, Notes]:
    return far_end_of(request.song, request.region.start, request.region.end, request.tracks)


def _require_notes(takes: Iterable[Take]) -> None:
    for take in takes:
        require(any(len(notes) for notes in take.notes.values()), f"Take {take.index + 1} holds no note.")


def _same(one: Mapping[int, Notes], other: Mapping[int, Notes]) -> bool:
    fields = ["start", "duration", "pitch", "velocity"]
    found = ({track: n[fields] for track, n in notes.items() if len(n)} for notes in (one, other))
    mine, theirs = found
    return mine.keys() == theirs.keys() and all(np.array_equal(mine[t], theirs[t]) for t in mine)


PROMISES: Mapping[Ability, tuple[tuple[str, Callable[[Bench], str]], ...]] = {
    Ability.GENERATE: (("an empty song", _fills_an_empty_song), ("1 to 16 bars", _writes_long_and_short)),
    Ability.ACCOMPANY: (("listens", _listens), ("any track", _writes_above)),
    Ability.VARY: (("stays near", _stays_near),),
    Ability.INTERPOLATE: (("starts and arrives", _arrives), ("any number of steps", _goes_every_length)),
}
