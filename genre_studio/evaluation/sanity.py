"""What no take may be: empty, stuck on one note or one bar, or beyond what was asked."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from genre_studio.music.notes import Notes, note_ends
from genre_studio.plugin_api import Constraints, Request

ONE_NOTE_SHARE = 0.8  # one pitch in more than this share of the notes: stuck on it
ONE_BAR_SHARE = 0.85  # one bar's notes in more than this share of the bars (7 of 8): stuck on it

RUNAWAY_TIMES = 4  # as full as the fullest bar before: real bars reach 3.6 times, one of 294 above 3
FEWEST_IN_FULLEST_BAR = 8  # notes: an almost empty song may fill up


class Problem(StrEnum):
    """What is wrong with a take, as a sentence's end: "the take is ..."."""

    EMPTY = "empty"
    ONE_NOTE = "stuck on one note"
    ONE_BAR = "stuck on one bar"
    RUNAWAY = "far fuller than the bars before it"
    OUTSIDE_REGION = "outside the region or its tracks"
    OUTSIDE_PITCHES = "outside the allowed pitches"
    TOO_THICK = "above the allowed polyphony"


def take_problems(request: Request, notes: Mapping[int, Notes]) -> frozenset[Problem]:
    """All that is wrong with a take's `notes` by track index; the same call judges real bars."""
    written = {track: part for track, part in notes.items() if len(part)}
    if not written:
        return frozenset({Problem.EMPTY})
    checks = {
        Problem.ONE_NOTE: _is_one_note(request, written),
        Problem.ONE_BAR: _is_one_bar(request, written),
        Problem.RUNAWAY: _runs_away(request, written),
        Problem.OUTSIDE_REGION: _leaves_region(request, written),
        Problem.OUTSIDE_PITCHES: any(
            not _is_drums(request, track) and _leaves_pitches(request.constraints, part)
            for track, part in written.items()
        ),
        Problem.TOO_THICK: any(
            request.constraints.polyphony is not None
            and highest_polyphony(part) > request.constraints.polyphony
            for part in written.values()
        ),
    }
    return frozenset(problem for problem, is_so in checks.items() if is_so)


def highest_polyphony(notes: Notes) -> int:
    """The most notes that sound at once; one that ends as another starts does not sound with it."""
    ticks = np.concatenate([note_ends(notes), notes["start"]])
    change = np.repeat([-1, 1], len(notes))
    order = np.lexsort((change, ticks))
    return int(np.cumsum(change[order]).max(initial=0))


def _is_one_note(request: Request, notes: Mapping[int, Notes]) -> bool:
    """One pitch rules the pitched tracks; the drums, where the take has nothing else."""
    drums = {track for track in notes if _is_drums(request, track)}
    heard = [part["pitch"] for track, part in notes.items() if track not in drums or drums == set(notes)]
    pitches = np.concatenate(heard)
    return bool(len(pitches) > 1 and np.bincount(pitches).max() > ONE_NOTE_SHARE * len(pitches))


def _is_drums(request: Request, track: int) -> bool:
    """A track that the song does not have counts as pitched; it is a problem of its own."""
    tracks = request.song.tracks
    return 0 <= track < len(tracks) and tracks[track].is_drums


def _runs_away(request: Request, notes: Mapping[int, Notes]) -> bool:
    """A bar holds far more notes than any bar of the same tracks before the region."""
    region, tracks = request.region, [t for t in request.tracks if t < len(request.song.tracks)]
    before = [request.song.tracks[track].notes["start"] for track in tracks]
    earlier = np.concatenate([starts[starts < region.start] for starts in before])
    allowed = RUNAWAY_TIMES * max(_fullest_bar(request, earlier), FEWEST_IN_FULLEST_BAR)
    return _fullest_bar(request, np.concatenate([part["start"] for part in notes.values()])) > allowed


def _fullest_bar(request: Request, starts: NDArray[np.int64]) -> int:
    """The most notes that start in one bar."""
    bars = [request.song.meter_map.bar_index_at(int(tick)) for tick in starts]
    return max(Counter(bars).values(), default=0)


def _is_one_bar(request: Request, notes: Mapping[int, Notes]) -> bool:
    """Nearly all bars of a region of four bars or more hold the same notes, or none."""
    meters, region = request.song.meter_map, request.region
    first = meters.bar_index_at(region.start)
    lines = [region.start]
    while lines[-1] < region.end:
        first += 1
        lines.append(min(meters.bar_start(first), region.end))
    bars = [_bar_contents(notes, low, high) for low, high in pairwise(lines)]
    commonest = max(bars.count(bar) for bar in bars)
    return len(bars) >= 4 and commonest > ONE_BAR_SHARE * len(bars)


def _bar_contents(notes: Mapping[int, Notes], low: int, high: int) -> frozenset[tuple[int, int, int]]:
    """(track, start within the bar, pitch) of the notes that start in [low, high) ticks."""
    rows: set[tuple[int, int, int]] = set()
    for track, part in notes.items():
        inside = part[(part["start"] >= low) & (part["start"] < high)]
        rows |= {(track, int(n["start"]) - low, int(n["pitch"])) for n in inside}
    return frozenset(rows)


def _leaves_region(request: Request, notes: Mapping[int, Notes]) -> bool:
    region = request.region
    beyond = any(
        part["start"].min() < region.start or part["start"].max() >= region.end for part in notes.values()
    )
    return beyond or not set(notes) <= set(request.tracks)


def _leaves_pitches(constraints: Constraints, notes: Notes) -> bool:
    pitches: NDArray[np.int64] = np.unique(notes["pitch"])
    return not all(constraints.allows_pitch(int(pitch)) for pitch in pitches)
