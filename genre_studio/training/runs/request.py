"""What a person asks of a training run; written once, beside what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RunRequest:
    """One run. Paths are texts, so that the request is plain JSON. Contradictions are refused when made."""

    plugin: str  # id of the plugin that learns
    trainer: str  # its PluginInfo.trainer, "package.module:Class"
    music: str  # a dataset folder, or a folder with a MANIFEST.tsv
    steps: int
    title: str = ""  # of the run and of the model it makes, as a composer reads it
    genres: tuple[str, ...] = ()  # empty: all that the music is labelled with
    seed: int = 7
    threads: int = 2
    device: str = "auto"  # "auto", "cpu", "cuda", "cuda:1", "mps"
    start_from: str | None = None  # a model folder; None: from nothing
    settings: Mapping[str, str] = field(default_factory=dict)  # the trainer's own

    def __post_init__(self) -> None:
        if self.steps < 1 or self.threads < 1:
            raise ValueError("steps and threads must be at least 1")
        if ":" not in self.trainer:
            raise ValueError("trainer must be package.module:Class")
