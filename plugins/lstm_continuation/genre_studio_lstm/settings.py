"""How a job trains this network: its own settings over those that suit its beginning."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from genre_studio.plugin_api import GenerationError
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import LoopConfig
from genre_studio_lstm.network import NetworkConfig
from genre_studio_lstm.weights import CONFIG_NAME

BATCH = 12  # windows, evenly over the genres
_FRESH = {"learning_rate": 2e-3, "warmup_steps": 200, "evaluate_every": 250, "average_decay": 0.998}
# A model that knows music already is moved gently, and looked at often: twenty pieces are learned by heart
# in minutes.
_TUNED = {"learning_rate": 5e-4, "warmup_steps": 20, "evaluate_every": 50, "average_decay": 0.98}


@dataclass(frozen=True, slots=True)
class LstmSettings:
    """What TrainingJob.settings may name, and their values."""

    loop: LoopConfig
    batch: int


def settings_of(job: TrainingJob) -> LstmSettings:
    """Raises GenerationError where a setting is no number or out of range."""
    usual = _FRESH if job.start_from is None else _TUNED
    number = {name: _number(job, name, value) for name, value in usual.items()}
    try:
        loop = LoopConfig(
            steps=job.steps,
            seed=job.seed,
            learning_rate=number["learning_rate"],
            warmup_steps=max(1, int(number["warmup_steps"])),
            evaluate_every=int(number["evaluate_every"]),
            average_decay=number["average_decay"],
            patience=int(_number(job, "patience", 6)),
            evaluate_first=job.start_from is not None,
        )
    except ValueError as error:
        raise GenerationError(f"The settings contradict each other: {error}.") from error
    return LstmSettings(loop, max(1, int(_number(job, "batch", BATCH))))


def network_config(job: TrainingJob) -> NetworkConfig:
    """The network's sizes: the usual ones or the job's own; those of the model that it begins with.

    Genres that this model does not know come after its own. Raises GenerationError.
    """
    if job.start_from is not None:
        known = model_config(job.start_from)
        return replace(known, genres=(*known.genres, *(g for g in job.genres if g not in known.genres)))
    usual = NetworkConfig(genres=tuple(job.genres))
    try:
        return replace(
            usual,
            hidden=int(job.settings.get("hidden", usual.hidden)),
            layers=int(job.settings.get("layers", usual.layers)),
            head=int(job.settings.get("head", usual.head)),
            dropout=float(job.settings.get("dropout", usual.dropout)),
        )
    except ValueError as error:
        raise GenerationError(f"The network's settings cannot be used: {error}.") from error


def model_config(folder: Path) -> NetworkConfig:
    """The sizes that a model folder states. Raises GenerationError."""
    try:
        settings = json.loads((folder / CONFIG_NAME).read_text(encoding="utf-8"))["network"]
        return NetworkConfig(**{**settings, "genres": tuple(settings["genres"])})
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise GenerationError(f"The model {folder.name} cannot be begun with: {error}.") from error


def _number(job: TrainingJob, name: str, usual: float) -> float:
    try:
        return float(job.settings.get(name, usual))
    except ValueError as error:
        raise GenerationError(f"The setting {name} must be a number.") from error
