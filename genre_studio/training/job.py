"""What a trainer is asked, and what it says while it works."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from genre_studio.training.corpus import Piece
from genre_studio.training.loop import StepReport

Message: TypeAlias = StepReport | str
"""A step's report, or one sentence for the person who waits."""


@dataclass(frozen=True, slots=True)
class TrainingJob:
    """One training run. Same job, same machine, same thread count: same weights."""

    pieces: tuple[Piece, ...]
    genres: tuple[str, ...]
    folder: Path  # checkpoints and prepared data; a job that finds its own there goes on
    steps: int
    seed: int = 7
    threads: int = 2  # more bring nothing below a batch of 64
    settings: Mapping[str, str] = field(default_factory=dict)  # the plugin's own, such as network sizes


class Trainer(Protocol):
    """The class that `PluginInfo.trainer` names; constructed without arguments."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        """Train until done or stopped; a stop leaves a checkpoint that the same job resumes from."""

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        """Turn a finished job's best weights into a model folder (plugin_api.models)."""
