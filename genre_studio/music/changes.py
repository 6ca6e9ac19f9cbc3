"""What happened to a document, told exactly enough to be done again elsewhere: in a file, for one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from genre_studio.music.history import Step
from genre_studio.music.song import Song
from genre_studio.music.take_record import TakeRecord, Takes


@dataclass(frozen=True, slots=True, eq=False)
class Pushed:
    """A finished gesture: what had been undone is gone, and so are the `dropped` oldest steps."""

    step: Step
    dropped: int
    song: Song  # after it, as in all changes
    takes: Takes


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """So many steps redone, or undone where `by` is negative.

    `redone` are the steps that were redone, as they stand in the history from now on. `goes_on` says
    that a longer step of the same run follows at once in place of the one undone: neither is to be
    seen without the other.
    """

    by: int
    redone: tuple[Step, ...]
    song: Song
    takes: Takes
    goes_on: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """Takes that a generator finished: no step."""

    records: tuple[TakeRecord, ...]
    song: Song
    takes: Takes


@dataclass(frozen=True, slots=True, eq=False)
class Replaced:
    """Another song was opened, with its takes and no history."""

    song: Song
    takes: Takes


Change: TypeAlias = Pushed | Moved | Arrived | Replaced
ChangeListener: TypeAlias = Callable[[Change], None]
