"""What the window and the engine process say to each other. Plain frozen values, pickled."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from genre_studio.playback.live_messages import LiveCommand, LiveEvent
from genre_studio.playback.snapshot import SongSnapshot

Loop: TypeAlias = tuple[int, int]
"""The ticks [start, end) that are repeated."""


class OutputKind(StrEnum):
    """Where the music can go."""

    SYNTH = "synth"  # the built-in General MIDI synth
    PORT = "port"  # a MIDI port that some other program or device offers
    VIRTUAL = "virtual"  # a port that we offer, for a DAW to listen to
    NONE = "none"  # silence
    ADVICE = "advice"  # no output, but how to come by one


@dataclass(frozen=True, slots=True)
class Output:
    """One place to send the music: `id` is what set_output takes, `title` what a person reads.

    `advice` is what to say instead where choosing it would lead nowhere.
    """

    id: str
    title: str
    kind: OutputKind
    advice: str = ""


# From the engine.


@dataclass(frozen=True, slots=True)
class Playhead:
    """Where the song is: sent about 30 times a second while playing, and at every start, stop and locate."""

    tick: int
    is_playing: bool
    is_counting_in: bool = False  # it stands at the tick at which it will start
    count_in_beat: int = 0  # while it counts in: which click of its bar was the last, from 1


@dataclass(frozen=True, slots=True)
class OutputsChanged:
    """The outputs there are now, the id of the main one in use ("none" where there is none), and the ids
    of those that were asked for and are not there. The first of these says the engine is ready."""

    outputs: tuple[Output, ...]
    current: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """Since the last of these: which outputs were sent something, and by how much the latest of it was
    late, in seconds. At most 10 a second, and none in silence."""

    output_ids: tuple[str, ...]
    worst_late_s: float


@dataclass(frozen=True, slots=True)
class EngineMessage:
    """One sentence for a person: no audio device, a port that vanished."""

    text: str


@dataclass(frozen=True, slots=True)
class EngineStopped:
    """The engine process ended without being asked. `EngineClient.start` brings it back with the song."""

    reason: str


EngineEvent: TypeAlias = Playhead | OutputsChanged | Activity | EngineMessage | EngineStopped | LiveEvent


# To the engine.


@dataclass(frozen=True, slots=True)
class SetSong:
    snapshot: SongSnapshot


@dataclass(frozen=True, slots=True)
class Play:
    from_tick: int
    loop: Loop | None
    count_in_bars: int = 0
    past_end: bool = False  # also where nothing is written, as for a recording


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
class SetMetronome:
    """`output_id` empty: on the main output."""

    is_on: bool
    output_id: str = ""


@dataclass(frozen=True, slots=True)
class PreviewNote:
    channel: int
    program: int
    pitch: int
    velocity: int
    duration_s: float
    output_id: str = ""


@dataclass(frozen=True, slots=True)
class ListOutputs:
    pass


@dataclass(frozen=True, slots=True)
class SetOutput:
    output_id: str


@dataclass(frozen=True, slots=True)
class SetLeads:
    """How many seconds earlier than it should sound each output is sent to, by its id; negative is later."""

    leads_s: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Panic:
    pass


@dataclass(frozen=True, slots=True)
class Quit:
    pass


Command: TypeAlias = (
    SetSong
    | Play
    | Stop
    | Locate
    | SetLoop
    | SetMetronome
    | PreviewNote
    | ListOutputs
    | SetOutput
    | SetLeads
    | Panic
    | Quit
    | LiveCommand
)
