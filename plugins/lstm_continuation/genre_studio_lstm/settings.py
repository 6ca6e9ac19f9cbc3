"""How a job trains this network: its own settings over those that suit its beginning."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from genre_studio.plugin_api import GenerationError
from genre_studio.plugin_api.models import CONFIG_FILE
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import LoopConfig
from genre_studio.training.settings import loop_config, number_setting
from genre_studio_lstm.network import NetworkConfig
from genre_studio_lstm.weights import stated_config

BATCH = 12  # windows, evenly over the genres


@dataclass(frozen=True, slots=True)
class LstmSettings:
    """What TrainingJob.settings may name, and their values."""

    loop: LoopConfig
    batch: int


def settings_of(job: TrainingJob) -> LstmSettings:
    """Raises GenerationError where a setting is no number or out of range."""
    return LstmSettings(loop_config(job), max(1, int(number_setting(job, "batch", BATCH))))


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
        return stated_config(json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise GenerationError(f"The model {folder.name} cannot be begun with: {error}.") from error
