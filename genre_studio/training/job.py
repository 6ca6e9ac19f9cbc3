"""What a trainer is asked, and what it says while it works. No torch here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from genre_studio.training.corpus import Piece
from genre_studio.training.reports import Message, SampleTake, StepReport

__all__ = ["Message", "SampleTake", "SamplingTrainer", "StepReport", "Trainer", "TrainingJob"]


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
    device: str = "cpu"  # what training.device.choose_device takes: "auto", "cpu", "cuda", "cuda:1", "mps"
    start_from: Path | None = None  # a model folder to begin with; None: from nothing
    title: str = ""  # of the model, as a composer reads it; empty: the plugin's own


class Trainer(Protocol):
    """The class that `PluginInfo.trainer` names; constructed without arguments."""

    def train(self, job: TrainingJob, should_stop: Callable[[], bool]) -> Iterator[Message]:
        """Train until done or stopped; a stop leaves a checkpoint that the same job resumes from.

        With `job.start_from` the weights begin as that model's and not by chance. A trainer that cannot
        begin with a model, or not with this one, raises GenerationError.
        """

    def pack(self, job: TrainingJob, model_folder: Path) -> None:
        """Turn a finished job's best weights into a model folder (plugin_api.models)."""


@runtime_checkable
class SamplingTrainer(Protocol):
    """What a Trainer may do besides: let its model be heard while it learns."""

    def samples(self, job: TrainingJob, step: int) -> Iterator[SampleTake]:
        """A few short takes of the best weights so far. Called between two steps after an evaluation.

        Must not change what the run would learn.
        """
