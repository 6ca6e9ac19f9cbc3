"""What the window and the engine process say to each other. Plain frozen values, pickled."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from genre_studio.playback.snapshot import SongSnapshot

Loop: TypeAlias = tuple[int, int]
"""The ticks [start, end) that are repeated."""


class OutputKind(StrEnum):
    """Where the music can go."""

    SYNTH = "synth"  # the built-in General MIDI synth
    PORT = "port"  # a MIDI port that some other program or device offers
    VIRTUAL = "virtual"  # a port that we offer, for a DAW to listen to
    NONE = "none"  # silence


@dataclass(frozen=True, slots=True)
class Output:
    """One place to send the music: `id` is what set_output takes, `title` what a person reads."""

    id: str
    title: str
    kind: OutputKind


# From the engine.


@dataclass(frozen=True, slots=True)
class Playhead:
    """Where the song is: sent about 30 times a second while playing, and at every start, stop and locate."""

    tick: int
    is_playing: bool


@dataclass(frozen=True, slots=True)
class OutputsChanged:
    """The outputs there are now and the id of the one in use. The first of these says the engine is ready."""

    outputs: tuple[Output, ...]
    current: str


@dataclass(frozen=True, slots=True)
class EngineMessage:
    """One sentence for a person: no audio device, a port that vanished."""

    text: str


@dataclass(frozen=True, slots=True)
class EngineStopped:
    """The engine process ended without being asked. `EngineClient.start` brings it back with the song."""

    reason: str


EngineEvent: TypeAlias = Playhead | OutputsChanged | EngineMessage | EngineStopped


# To the engine.


@dataclass(frozen=True, slots=True)
class SetSong:
    snapshot: SongSnapshot


@dataclass(frozen=True, slots=True)
class Play:
    from_tick: int
    loop: Loop | None


@dataclass(frozen=True, slots=True)
class Stop:
    pass


@dataclass(frozen=True, slots=True)
class Locate:
    tick: int


@dataclass(frozen=True, slots=True)
class SetLoop:
    loop: Loop | None


@dataclass(frozen=True, slots=True)
class PreviewNote:
    channel: int
    program: int
    pitch: int
    velocity: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class ListOutputs:
    pass


@dataclass(frozen=True, slots=True)
class SetOutput:
    output_id: str


@dataclass(frozen=True, slots=True)
class Panic:
    pass


@dataclass(frozen=True, slots=True)
class Quit:
    pass


Command: TypeAlias = (
    SetSong | Play | Stop | Locate | SetLoop | PreviewNote | ListOutputs | SetOutput | Panic | Quit
)
