"""Steps from a file, applied and checked: a step that does not fit what is there is as good as missing."""

from collections.abc import Mapping

from genre_studio.music.difference import SongDifference, TrackDifference
from genre_studio.music.history import Step
from genre_studio.music.song import Song
from genre_studio.session.checks import check
from genre_studio.session.errors import DamagedRecord

Shape = tuple[tuple[int, int], ...]
"""Of each track: how many notes and how many channel events it has."""

_ROWS = {"notes": 0, "events": 1}


def applied(song: Song, start: int, target: int, steps: Mapping[int, Step]) -> tuple[Song, int]:
    """The song after step `target`, from the one after step `start`; or as near as the steps lead.

    Returns it with the number of the last step that is done in it. Steps are redone or undone.
    """
    position = start
    while position != target:
        forward = target > position
        step = steps.get(position + 1 if forward else position)
        try:
            if step is None or shape_after(shape_of(song), step.difference, forward=forward) is None:
                break
            other = step.difference.redone(song) if forward else step.difference.undone(song)
            for track in other.tracks:
                check(track)
            check(other)
        except (DamagedRecord, ValueError, TypeError, IndexError):
            break
        song, position = other, position + (1 if forward else -1)
    return song, position


def longest_chain(
    song: Song, position: int, first: int, last: int, steps: Mapping[int, Step]
) -> tuple[int, int]:
    """The first and last step that undo and redo can reach from `song`, which is after step `position`."""
    reached = []
    for numbers, forward in ((range(position, first - 1, -1), False), (range(position + 1, last + 1), True)):
        shape: Shape | None = shape_of(song)
        count = 0
        for number in numbers:
            step = steps.get(number)
            if step is None or shape is None:
                break
            shape = shape_after(shape, step.difference, forward=forward)
            if shape is None:
                break
            count += 1
        reached.append(count)
    return position - reached[0] + 1, position + reached[1]


def shape_of(song: Song) -> Shape:
    return tuple((len(track.notes), len(track.events)) for track in song.tracks)


def shape_after(shape: Shape, difference: SongDifference, *, forward: bool) -> Shape | None:
    """The shape of a song after a difference is redone or undone; None where it does not fit."""
    gone, come = (difference.removed, difference.added) if forward else (difference.added, difference.removed)
    after = {place: (len(track.notes), len(track.events)) for place, track in come.items()}
    if len(difference.kept) + len(gone) != len(shape):
        return None
    for i, j, change in difference.kept:
        source, target = (i, j) if forward else (j, i)
        counts = _counts_after(shape[source], change, forward=forward)
        if counts is None:
            return None
        after[target] = counts
    return tuple(after[place] for place in range(len(after)))


def _counts_after(
    counts: tuple[int, int], change: TrackDifference | None, *, forward: bool
) -> tuple[int, int] | None:
    after = list(counts)
    for name, rows in (change.rows if change else {}).items():
        out_at, in_at = (rows.removed_at, rows.added_at) if forward else (rows.added_at, rows.removed_at)
        before = counts[_ROWS[name]]
        count = before - len(out_at) + len(in_at)
        if (len(out_at) and out_at[-1] >= before) or (len(in_at) and in_at[-1] >= count):
            return None
        after[_ROWS[name]] = count
    return after[0], after[1]
