"""What sort of thing a step of the history changed, in one word for its list."""

from enum import Enum

from genre_studio.music.difference import SongDifference
from genre_studio.music.history import Step


class StepKind(Enum):
    """The value is the word that a person reads."""

    TAKES = "takes"
    TRACKS = "tracks"
    NOTES = "notes"
    LANES = "lanes"  # controllers, bends, programs
    SONG = "song"  # tempo, meter, key, markers, title


def kind_of(step: Step) -> StepKind:
    """The weightiest of what the step changed: a kept take changes notes too, and is a take all the same."""
    if not step.takes.is_empty and not _moves_tracks(step.difference):
        return StepKind.TAKES
    return _kind_of(step.difference)


def _kind_of(difference: SongDifference) -> StepKind:
    changes = [change for _, _, change in difference.kept if change is not None]
    if _moves_tracks(difference) or any(change.before for change in changes):
        return StepKind.TRACKS
    if any("notes" in change.rows for change in changes):
        return StepKind.NOTES
    return StepKind.LANES if changes else StepKind.SONG


def _moves_tracks(difference: SongDifference) -> bool:
    """Whether tracks came, went or changed places: takes follow their tracks then, which is not the point."""
    moved = any(before != after for before, after, _ in difference.kept)
    return bool(moved or difference.added or difference.removed)
