"""What window and engine say to each other of sync, inputs and recording. Plain frozen values, pickled."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from genre_studio.music.recording import Played, RecordMode, Stretch

Loop: TypeAlias = tuple[int, int]

ALL_INPUTS = "*"
"""In place of an input's id: every input there is."""


class SyncSource(StrEnum):
    """Who beats the time."""

    INTERNAL = "internal"  # we do
    CLOCK = "clock"  # MIDI clock of another program or device
    LINK = "link"  # the Ableton Link session of this network


# From the engine.


@dataclass(frozen=True, slots=True)
class Input:
    """One place where music comes from: `id` is what the commands take, `title` what a person reads."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class InputsChanged:
    """The inputs that there are now, and the ids of those that are open."""

    inputs: tuple[Input, ...]
    open_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputHeard:
    """Channel messages that came in since the last of these, oldest first. At most 30 a second."""

    messages: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class RecordingBegan:
    """The recording runs: from `start`, once the count-in is over, and round `loop` if there is one."""

    start: int
    loop: Loop | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was played since the last of these, and how far the recording has come. At most 30 a second."""

    played: tuple[Played, ...]
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """Nothing more comes. `was_begun` is false where the song never started."""

    stretch: Stretch
    was_begun: bool


@dataclass(frozen=True, slots=True)
class SyncState:
    """How the beat that we follow does: its tempo (0: none yet), how many Link peers, whether it runs."""

    source: SyncSource
    bpm: float
    peers: int
    is_heard: bool


LiveEvent: TypeAlias = InputsChanged | InputHeard | RecordingBegan | Recorded | RecordingEnded | SyncState


# To the engine.


@dataclass(frozen=True, slots=True)
class SetSync:
    """Follow this source; MIDI clock from one input, or (the empty id) from whichever sends it first."""

    source: SyncSource
    input_id: str = ""


@dataclass(frozen=True, slots=True)
class SetClockOutputs:
    """Send MIDI clock to these outputs; the empty id is the main one."""

    output_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetInputs:
    """Play and record from these inputs."""

    input_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetThru:
    """Let what comes in sound as this part, or not at all."""

    is_on: bool
    channel: int = 0
    program: int = 0
    output_id: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Record from now on, or from when the song starts. `journal` is the file that keeps it safe.

    `latency_s` is how long a key takes to reach us. `track_index` to `song_title` are for the journal.
    """

    journal: Path
    mode: RecordMode
    early_ticks: int
    latency_s: float
    track_index: int
    track_name: str
    channel: int
    program: int
    song_title: str


@dataclass(frozen=True, slots=True)
class StopRecording:
    pass


LiveCommand: TypeAlias = SetSync | SetClockOutputs | SetInputs | SetThru | Record | StopRecording
