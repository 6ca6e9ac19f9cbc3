"""From a finished training run to a model folder that can be shipped: weights, config, card."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from genre_studio.generation.lengths import learned_lengths
from genre_studio.generation.quotes import QUOTES_FILE, QuoteIndex
from genre_studio.plugin_api.models import ModelInfo, read_model
from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.music import learned_songs
from genre_studio.training.packing import licences_of, loss_row, write_model
from genre_studio.training.quote_indexing import index_pieces
from genre_studio.training.whole_files import write_text
from genre_studio_lstm.curve import CURVE_NAME
from genre_studio_lstm.info import INFO
from genre_studio_lstm.network import NetworkConfig
from genre_studio_lstm.sequences import LONGEST_PIECE

TITLE = "Bars and bands"


def pack(job: TrainingJob, sizes: NetworkConfig, folder: Path) -> None:
    """Write the best weights of `job` as half-precision safetensors, with config, card, curve and index."""
    tensors, best = load_tensors(job.folder / BEST_NAME)
    base = None if job.start_from is None else read_model(job.start_from)
    measured = best["held_out"]
    about = {
        "title": _title(job, base),
        "plugin": INFO.id,
        "genres": list(sizes.genres),
        "licence": licences_of(job.pieces),
        "held_out": {genre: round(measured[genre], 3) for genre in sizes.genres if genre in measured},
        "network": sizes.to_json(),
        "lengths": learned_lengths(learned_songs(job.pieces)),
        "training": {"step": best["step"]},
    }
    folder.mkdir(parents=True, exist_ok=True)
    curve = job.folder / CURVE_NAME
    if curve.exists():
        write_text(folder / CURVE_NAME, curve.read_text(encoding="utf-8"))
    words = _words(job, about, measured, index_pieces(job.pieces, folder, most_notes=LONGEST_PIECE))
    used = [piece for piece in job.pieces if not piece.held_out]
    write_model(job, folder, tensors, about, _CARD, used, words=words, base=base)


def _title(job: TrainingJob, base: ModelInfo | None) -> str:
    return job.title or (f"{base.title}: {', '.join(job.genres)}" if base else TITLE)


def _words(
    job: TrainingJob, about: Mapping[str, Any], measured: Mapping[str, float], quotes: QuoteIndex
) -> dict[str, object]:
    """What the card says in its own words."""
    kept = Counter(piece.genre for piece in job.pieces if piece.held_out)
    return {
        "plugin": INFO.title,
        "genres": ", ".join(about["genres"]),
        "rights": _OWN_RIGHTS if job.title or job.start_from else _SHIPPED_RIGHTS,
        "held_out": ", ".join(f"{count} {genre}" for genre, count in sorted(kept.items())),
        "rows": "\n".join(loss_row(genre, measured) for genre in about["held_out"]),
        "step": about["training"]["step"],
        "curve": CURVE_NAME,
        "figures": len(quotes.figures),
        "megabytes": quotes.figures.nbytes / 1e6,
        "quotes": QUOTES_FILE,
    }


_SHIPPED_RIGHTS = "The weights are MIT; the data they learned from asks for attribution:"
_OWN_RIGHTS = "What may be done with the weights depends on the music they learned from:"

_CARD = """# {title}

A model of the plugin "{plugin}" for {genres}: {parameters:,} parameters in half precision, SHA-256
`{sha256}`.

## Data and licences

Learned from {training_data}. {rights}

{licences}

Held out, by work and by composer or soloist: {held_out} pieces.

## Held-out loss

Nats a note, the first 767 rows of each held-out piece.

| genre | all | advance | part | pitch | duration | dynamics |
|---|---|---|---|---|---|---|
{rows}

Best at step {step} of {steps}, seed {seed}, {threads} thread(s). The curve is in `{curve}`.

## What it quotes

`{quotes}` lists what it learned from as {figures:,} hashes of six notes each ({megabytes:.1f} MB), to find
quotes in takes. No note can be read from it.

## Known weaknesses

- Everything is written on a grid of twelfths of a beat; there is no rubato and no push or lay-back.
- Jazz piano and drums were learned from generated accompaniment (MMA) and sound regular; the horn
  lines and the walking bass were learned from transcribed players.
- Rock was learned from game music (Freedoom) and drum tracks: riffs and bands without singers.
- Dynamics come in eight levels. Pedal and other controllers are not written.
- It remembers by looking back eight bars at most and by what an LSTM holds: it does not plan a form.
"""
