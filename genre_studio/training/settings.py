"""What a job says about how to train, over what suits its beginning. No torch but the loop's."""

from collections.abc import Mapping

from genre_studio.plugin_api import GenerationError
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import LoopConfig

FRESH: Mapping[str, float] = {
    "learning_rate": 2e-3,
    "warmup_steps": 200,
    "evaluate_every": 250,
    "average_decay": 0.998,
    "patience": 6,
}
# A model that knows music already is moved gently, and looked at often: twenty pieces are learned by heart
# in minutes.
TUNED: Mapping[str, float] = {
    "learning_rate": 5e-4,
    "warmup_steps": 20,
    "evaluate_every": 50,
    "average_decay": 0.98,
    "patience": 6,
}


def loop_config(
    job: TrainingJob, fresh: Mapping[str, float] = FRESH, tuned: Mapping[str, float] = TUNED
) -> LoopConfig:
    """The loop of a job that begins from nothing (`fresh`) or with a model, its own settings first.

    Raises GenerationError where a setting is no number or out of range.
    """
    usual = fresh if job.start_from is None else tuned
    number = {name: number_setting(job, name, value) for name, value in usual.items()}
    try:
        return LoopConfig(
            steps=job.steps,
            seed=job.seed,
            learning_rate=number["learning_rate"],
            warmup_steps=max(1, int(number["warmup_steps"])),
            evaluate_every=int(number["evaluate_every"]),
            average_decay=number["average_decay"],
            patience=int(number["patience"]),
            evaluate_first=job.start_from is not None,
        )
    except ValueError as error:
        raise GenerationError(f"The settings contradict each other: {error}.") from error


def number_setting(job: TrainingJob, name: str, usual: float) -> float:
    """A setting of the job's own, or the usual value. Raises GenerationError where it is no number."""
    try:
        return float(job.settings.get(name, usual))
    except ValueError as error:
        raise GenerationError(f"The setting {name} must be a number.") from error
