"""How a run fares: what its process last wrote down, read by anybody at any time."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RunStatus(StrEnum):
    """Where a run is. INTERRUPTED is never written: it is what a run is whose process went without a word."""

    STARTING = "starting"
    READING = "reading"  # the music, before the first step
    RUNNING = "running"
    PAUSED = "paused"  # no process; goes on from its checkpoint
    INTERRUPTED = "interrupted"  # the same, but nobody asked for it: killed, or the power went
    FAILED = "failed"  # the same, with a sentence about why
    STOPPED = "stopped"  # ended early, its best weights kept as a model
    FINISHED = "finished"

    @property
    def is_alive(self) -> bool:
        return self in (RunStatus.STARTING, RunStatus.READING, RunStatus.RUNNING)

    @property
    def can_resume(self) -> bool:
        return not self.is_alive and self is not RunStatus.FINISHED


@dataclass(frozen=True, slots=True)
class RunState:
    """A run's state at `updated_at`, seconds since the epoch."""

    status: RunStatus
    sentence: str = ""  # for the person: what it does, or why it ended
    step: int = 0
    steps: int = 0
    loss: float | None = None
    held_out: Mapping[str, float] | None = None  # of the last evaluation
    best_held_out: float | None = None  # the lowest held-out loss so far
    best_step: int = 0
    learning_rate: float = 0.0
    notes_per_second: float = 0.0
    memory_bytes: int = 0
    device: str = ""
    parts: int = 1  # passes a batch is cut into so that it fits the memory
    seconds_left: float | None = None
    trained_s: float = 0.0  # over all its sittings
    model: str = ""  # folder name of the packed model below the run's folder; empty: none yet
    model_id: str = ""  # under which the person's model store keeps it; empty: not there
    updated_at: float = 0.0
