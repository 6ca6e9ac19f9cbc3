"""From a finished training run to a model folder that can be shipped: weights, config, card."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import torch

from genre_studio.generation.lengths import learned_lengths
from genre_studio.generation.quotes import QUOTES_FILE, QuoteIndex
from genre_studio.plugin_api.models import read_model
from genre_studio.training.checkpoint import load_tensors, save_tensors, write_whole
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.music import learned_songs
from genre_studio.training.quote_indexing import index_pieces
from genre_studio_lstm.curve import CURVE_NAME
from genre_studio_lstm.info import INFO
from genre_studio_lstm.network import NetworkConfig
from genre_studio_lstm.sequences import LONGEST_PIECE
from genre_studio_lstm.weights import CONFIG_NAME, WEIGHTS_NAME, weights_sha256

CARD_NAME = "card.md"
TITLE = "Bars and bands"


def pack(job: TrainingJob, sizes: NetworkConfig, folder: Path) -> None:
    """Write the best weights of `job` as half-precision safetensors, with config and card."""
    tensors, about = load_tensors(job.folder / BEST_NAME)
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: tensor.to(torch.float16) for name, tensor in tensors.items()}
    save_tensors(folder / WEIGHTS_NAME, halves, {"step": about["step"]})
    measured = about["held_out"]
    held_out = {genre: round(measured[genre], 3) for genre in sizes.genres if genre in measured}
    base = None if job.start_from is None else read_model(job.start_from)
    config = {
        "format": 1,
        "id": folder.name,
        "title": job.title or (f"{base.title}: {', '.join(job.genres)}" if base else TITLE),
        "plugin": INFO.id,
        "genres": list(sizes.genres),
        "parameters": sum(tensor.numel() for tensor in tensors.values()),
        "sha256": weights_sha256(folder),
        "training_data": ", ".join([*([base.training_data] if base else []), _sources(job)]),
        "licence": " | ".join([*([base.licence] if base else []), _licences(job)]),
        "held_out": held_out,
        "network": sizes.to_json(),
        "lengths": learned_lengths(learned_songs(job.pieces)),
        "training": {"seed": job.seed, "step": about["step"], "steps": job.steps, "threads": job.threads}
        | ({"from": base.id, "from_sha256": base.sha256} if base else {}),
    }
    _write(folder / CONFIG_NAME, json.dumps(config, indent=2) + "\n")
    curve = job.folder / CURVE_NAME
    if curve.exists():
        _write(folder / CURVE_NAME, curve.read_text(encoding="utf-8"))
    quotes = index_pieces(job.pieces, folder, most_notes=LONGEST_PIECE)
    _write(folder / CARD_NAME, _card(config, job, about["held_out"], quotes))


def _sources(job: TrainingJob) -> str:
    counts = Counter(piece.subset for piece in job.pieces if not piece.held_out)
    return ", ".join(f"{subset} ({count} files)" for subset, count in sorted(counts.items()))


def _licences(job: TrainingJob) -> str:
    return " | ".join(sorted({f"{piece.subset}: {piece.licence}" for piece in job.pieces}))


def _write(path: Path, text: str) -> None:
    write_whole(path, lambda file: file.write(text.encode()))


def _card(config: dict[str, Any], job: TrainingJob, held_out: dict[str, float], quotes: QuoteIndex) -> str:
    kept = Counter(piece.genre for piece in job.pieces if piece.held_out)
    rows = []
    for genre in config["held_out"]:
        fields = [held_out[f"{genre} {field}"] for field in ("advance", "part", "pitch", "duration", "level")]
        cells = " | ".join(f"{nats:.3f}" for nats in (held_out[genre], *fields))
        rows.append(f"| {genre} | {cells} |")
    return _CARD.format(
        title=config["title"],
        plugin=INFO.title,
        genres=", ".join(config["genres"]),
        parameters=config["parameters"],
        sha256=config["sha256"],
        training_data=config["training_data"],
        rights=_OWN_RIGHTS if job.title or job.start_from else _SHIPPED_RIGHTS,
        licences="\n".join(f"- {line}" for line in config["licence"].split(" | ")),
        held_out=", ".join(f"{count} {genre}" for genre, count in sorted(kept.items())),
        rows="\n".join(rows),
        step=config["training"]["step"],
        steps=job.steps,
        seed=job.seed,
        threads=job.threads,
        curve=CURVE_NAME,
        figures=len(quotes.figures),
        megabytes=quotes.figures.nbytes / 1e6,
        quotes=QUOTES_FILE,
    )


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
