"""What a run says while it works, and the one thing it ends in. Plain values, no Qt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from genre_studio.music.notes import Notes
from genre_studio.plugin_api.take import Take


@dataclass(frozen=True, slots=True)
class Progress:
    """`fraction` of the whole request that is done, 0..1, and a few words for the status line."""

    fraction: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class PartialNotes:
    """New notes of a take in the making, already checked; the finished take replaces them."""

    take_index: int
    track_index: int
    notes: Notes


@dataclass(frozen=True, slots=True)
class TakeReady:
    """A finished, checked take."""

    take: Take


Message: TypeAlias = Progress | PartialNotes | TakeReady


class Place(StrEnum):
    """The four places in which a plugin can fail."""

    DESCRIBE = "describe"  # its description is missing or wrong
    IMPORT = "import"  # its code could not be loaded
    CONSTRUCT = "construct"  # its generator could not be made
    RUN = "run"  # while it wrote notes


class FailureKind(StrEnum):
    """Why a run failed. REFUSED is the person's business, all others are the plugin's fault."""

    REFUSED = "refused"  # a GenerationError: the request cannot be met
    RAISED = "raised"  # any other exception, sys.exit included
    HUNG = "hung"  # no sign of life for too long; its process was killed
    DIED = "died"  # its process ended: abort, segmentation fault, out of memory
    BROKE_RULES = "broke the rules"  # it returned something that no generator may return


@dataclass(frozen=True, slots=True)
class Succeeded:
    """All takes that were asked for, sorted by index."""

    takes: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """`sentence` is for the person; `traceback` and `log` (what the plugin printed) are for its author."""

    sentence: str
    place: Place
    kind: FailureKind
    traceback: str = ""
    log: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The person stopped the run. `takes` were whole by then.

    `killed` tells that the plugin did not stop when asked and lost its process (and loaded model).
    """

    takes: tuple[Take, ...] = ()
    killed: bool = False


Outcome: TypeAlias = Succeeded | Failed | Cancelled
