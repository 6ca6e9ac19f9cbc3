"""From a finished run to a model folder that can be shipped."""

from pathlib import Path

from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.packing import loss_row, write_model
from genre_studio_transformer.info import INFO
from genre_studio_transformer.network import Sizes


def pack(job: TrainingJob, sizes: Sizes, folder: Path) -> None:
    """Write the best weights of `job` with their held-out loss and a card."""
    tensors, best = load_tensors(job.folder / BEST_NAME)
    measured = best["held_out"]
    genres = [genre for genre in sizes.genres if genre in measured]
    about = {
        "title": job.title or "Rows and attention",
        "plugin": INFO.id,
        "genres": list(sizes.genres),
        "held_out": {genre: round(measured[genre], 3) for genre in genres},
        "network": sizes.to_json(),
        "best_step": best["step"],
    }
    rows = "\n".join(loss_row(genre, measured) for genre in genres)
    learned = [piece for piece in job.pieces if not piece.held_out]
    write_model(job, folder, tensors, about, _CARD, learned, words={"rows": rows})


_CARD = """# {title}

A model of the plugin "{plugin}": a decoder-only Transformer over notes with {parameters:,} parameters in half
precision, SHA-256 `{sha256}`.

## Data and licences

Learned from {training_data}. The weights are MIT; the data they learned from asks for attribution:

{licences}

## Held-out loss

Nats a note, the first 767 rows of each held-out piece (split by author and work).

| genre | all | advance | part | pitch | duration | dynamics |
|---|---|---|---|---|---|---|
{rows}

Best at step {best_step} of {steps}, seed {seed}, {threads} thread(s).

## Known weaknesses

- It was trained for minutes, to show how a plugin is made; it is no rival to the LSTM that ships beside it.
- It sees the last 256 notes and nothing before them, and nothing of what follows the region.
- Everything is written on a grid of twelfths of a beat, and notes have one of 22 lengths: swing is coarse.
- Dynamics come in eight levels. Pedal and other controllers are not written.
"""
