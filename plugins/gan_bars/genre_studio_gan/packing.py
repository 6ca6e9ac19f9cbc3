"""From a finished training run to a model folder that can be shipped: weights, config, card."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

from genre_studio.generation.lengths import learned_lengths
from genre_studio.plugin_api.models import CARD_FILE, CONFIG_FILE, WEIGHTS_FILE
from genre_studio.training.checkpoint import load_tensors, save_tensors, write_whole
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.music import learned_songs
from genre_studio_gan.bar_space import BarSpace
from genre_studio_gan.game_job import game_config, game_folder
from genre_studio_gan.info import INFO
from genre_studio_gan.polish_job import polish_folder
from genre_studio_gan.space_job import space_config, space_folder
from genre_studio_gan.weights import weights_sha256

TITLE = "Five players"


def pack(job: TrainingJob, folder: Path) -> None:
    """Write the best weights of `job` as half-precision safetensors, with config and card."""
    space, about_space = load_tensors(space_folder(job) / BEST_NAME)
    game, about_game = load_tensors(game_folder(job) / BEST_NAME)
    decoder, about_decoder = load_tensors(polish_folder(job) / BEST_NAME)
    space |= {f"decoder.{name}": value for name, value in decoder.items()}
    tensors = {f"space.{name}": value for name, value in space.items()} | game
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: value.to(torch.float16) for name, value in tensors.items()}
    save_tensors(
        folder / WEIGHTS_FILE, halves, {"space_step": about_space["step"], "step": about_game["step"]}
    )
    sizes = space_config(job)
    learned = [piece for piece in job.pieces if not piece.held_out]
    held_out = {genre: round(about_game["held_out"][genre], 4) for genre in job.genres}
    licences = sorted({f"{piece.subset}: {piece.licence} ({piece.source})" for piece in learned})
    config: dict[str, Any] = {
        "format": 1,
        "id": folder.name,
        "title": job.title or TITLE,
        "plugin": INFO.id,
        "genres": list(job.genres),
        "parameters": sum(value.numel() for value in tensors.values()),
        "sha256": weights_sha256(folder),
        "training_data": _counted(piece.subset for piece in learned),
        "licence": " | ".join(licences),
        "held_out": held_out,
        "lengths": learned_lengths(learned_songs(job.pieces)),
        "network": {"space": sizes.to_json(), "game": game_config(job, BarSpace(sizes)).to_json()},
        "training": {
            "seed": job.seed,
            "space_step": about_space["step"],
            "step": about_game["step"],
            "steps": job.steps,
            "threads": job.threads,
        },
    }
    _write(folder / CONFIG_FILE, json.dumps(config, indent=2) + "\n")
    kept = _counted(piece.genre for piece in job.pieces if piece.held_out)
    card = _CARD.format(
        title=config["title"],
        plugin=INFO.title,
        genres=", ".join(job.genres),
        parameters=config["parameters"],
        sha256=config["sha256"],
        training_data=config["training_data"],
        licences="\n".join(f"- {line}" for line in config["licence"].split(" | ")),
        held_out=kept,
        nats=about_decoder["held_out"]["nats"],
        rate=about_space["held_out"]["rate"],
        space_step=about_space["step"],
        distances=", ".join(f"{genre} {value:.3f}" for genre, value in held_out.items()),
        step=about_game["step"],
        seed=job.seed,
    )
    _write(folder / CARD_FILE, card)


def _counted(names: Iterable[str]) -> str:
    counts = Counter(names)
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def _write(path: Path, text: str) -> None:
    write_whole(path, lambda file: file.write(text.encode()))


_CARD = """# {title}

A model of the plugin "{plugin}" for {genres}: {parameters:,} parameters in half precision, SHA-256
`{sha256}`. Three networks: an autoencoder of bars, the generator that writes places in its space, and the
critic of the last step, which chooses between drafts.

## Data and licences

Learned from {training_data}, as far as they have eight bars of four quarters. The weights are MIT; the data
they learned from asks for attribution:

{licences}

Held out, by work and by composer or soloist: {held_out} pieces.

## Measures while it learned

- The space of bars: {nats:.3f} nats a note on held-out bars at {rate:.1f} nats a bar and player;
  step {space_step}.
- The game: distance of written phrases from held-out ones (counted features, as independent normals, 0 is
  equal): {distances}; step {step}, seed {seed}.

What evaluation says of it is in docs/models.md.

## Known weaknesses

- Bars of four quarters; shorter ones are written short, longer ones are refused.
- Five players: several tracks of one family share a player.
- It learns in C major and A minor and is moved to the song's key: a key that is hard to tell is told wrong.
- Jazz piano and drums were learned from generated accompaniment (MMA) and sound regular.
- Rock was learned from game music (Freedoom): riffs and bands without singers.
"""
