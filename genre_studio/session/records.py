"""The values that a session file is made of, beside the song's own."""

from dataclasses import dataclass, field, replace

from genre_studio.music.history import Step
from genre_studio.music.listening import ListeningAnswer
from genre_studio.music.song import Song
from genre_studio.music.take_record import NO_TAKES, TakeRecord, Takes


@dataclass(frozen=True, slots=True, eq=False)
class StoredSong:
    """A song whose tracks are objects of their own, named by the SHA-256 of their packed bytes."""

    song: Song  # without its tracks
    tracks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ArrivedTakes:
    """Takes that came between two gestures."""

    records: tuple[TakeRecord, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A whole song in the file, as it was after step `position`. `song` is the name of its object."""

    song: bytes
    position: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What belongs together in the file, and what must be there for nothing to be missing.

    Steps are numbered `first` to `last` without a gap; those up to `position` are done. `sequence`
    counts all changes that were ever written.
    """

    sequence: int = 0
    first: int = 1
    position: int = 0
    last: int = 0
    anchors: tuple[Anchor, ...] = ()  # the newest first
    takes: tuple[int, ...] = ()  # the ids of the takes
    has_view: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether the numbers can be true together."""
        in_line = 1 <= self.first <= self.position + 1 <= self.last + 1
        return in_line and all(self.first - 1 <= a.position <= self.last for a in self.anchors)

    def with_step(self, dropped: int) -> "Ledger":
        """After another gesture: what had been undone is gone, and so are the `dropped` oldest."""
        position, first = self.position + 1, self.first + dropped
        anchors = tuple(a for a in self.anchors if first - 1 <= a.position < position)
        return replace(self, first=first, position=position, last=position, anchors=anchors)


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """All that a session holds. Steps are in the orders of `Document.done_names` and `undone_names`.

    `view` is a packed value of the window's own, or None. `losses` says what could not be read, each
    as the end of a sentence ("2 takes"); empty for a file that is whole.
    """

    song: Song
    takes: Takes = field(default_factory=lambda: NO_TAKES)
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    view: bytes | None = None
    listening: tuple[ListeningAnswer, ...] = ()  # in the order in which they were given
    losses: tuple[str, ...] = ()
