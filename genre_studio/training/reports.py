"""What a trainer says while it works. No torch: the window reads these, too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from genre_studio.music.song import Song


@dataclass(frozen=True, slots=True)
class StepReport:
    """What happened in one step."""

    step: int  # counted from one
    steps: int
    loss: float  # of the training batch
    learning_rate: float
    elapsed_s: float  # since this run began
    held_out: Mapping[str, float] | None = None  # after an evaluation: "loss" decides, lower is better
    is_best: bool = False
    notes_per_second: float = 0.0  # learned from, over the last steps; 0: the trainer does not count notes
    memory_bytes: int = 0  # in use on the device, or by the process on a CPU
    device: str = ""  # "cpu", "cuda:0", "mps"
    parts: int = 1  # into how many passes the batch is cut so that it fits the memory
    trouble: str = ""  # one sentence while the run waits for something, such as room on the disk


Message: TypeAlias = StepReport | str
"""A step's report, or one sentence for the person who waits."""


@dataclass(frozen=True, eq=False, slots=True)
class SampleTake:
    """A few bars that the model writes while it learns, to be heard at a checkpoint."""

    title: str  # short, such as the genre; names the file
    song: Song
