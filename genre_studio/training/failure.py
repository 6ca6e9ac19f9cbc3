"""What ended a run, in one sentence for the person whose run it was."""

from pathlib import Path

from genre_studio.generation.failure_words import error_in_words
from genre_studio.plugin_api.errors import GenerationError
from genre_studio.training.checkpoint import CheckpointError
from genre_studio.training.memory import is_out_of_memory
from genre_studio.training.whole_files import is_full_disk

_TOLD = (GenerationError, CheckpointError)


def failure_in_words(error: BaseException, place: Path) -> str:
    """One sentence: what, where, what to do. `place` is the folder that the run writes to."""
    if is_out_of_memory(error):
        return (
            "Memory ran out, even for the smallest batch: close other programs or choose a smaller "
            "model, then resume; nothing that was learned is lost."
        )
    if is_full_disk(error):
        return f"The disk is full: make room where {place} lies, then resume; the last checkpoint is whole."
    if isinstance(error, _TOLD):
        return str(error)
    return f"Training stopped: {error_in_words(error)}. Its last checkpoint is whole."
