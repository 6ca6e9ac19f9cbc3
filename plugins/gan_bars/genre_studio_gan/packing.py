"""From a finished training run to a model folder that can be shipped: weights, config, card."""

from collections import Counter
from pathlib import Path

import numpy as np

from genre_studio.generation.lengths import learned_lengths
from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.music import learned_songs
from genre_studio.training.packing import write_model
from genre_studio.training.quote_indexing import index_pieces
from genre_studio_gan.bar_space import BarSpace
from genre_studio_gan.game_job import game_config, game_folder
from genre_studio_gan.info import INFO
from genre_studio_gan.polish_job import polish_folder
from genre_studio_gan.preparation import PREPARED_FOLDER, prepare
from genre_studio_gan.space_job import space_config, space_folder

TITLE = "Five players"


def pack(job: TrainingJob, folder: Path) -> None:
    """Write the best weights of `job` as half-precision safetensors, with config, card and index."""
    space, about_space = load_tensors(space_folder(job) / BEST_NAME)
    game, about_game = load_tensors(game_folder(job) / BEST_NAME)
    decoder, about_decoder = load_tensors(polish_folder(job) / BEST_NAME)
    space |= {f"decoder.{name}": value for name, value in decoder.items()}
    tensors = {f"space.{name}": value for name, value in space.items()} | game
    sizes = space_config(job)
    measured = {genre: round(about_game["held_out"][genre], 4) for genre in job.genres}
    used, kept = _with_phrases(job, held_out=False), _with_phrases(job, held_out=True)
    held_out = Counter(piece.genre for piece in kept)
    about = {
        "title": job.title or TITLE,
        "plugin": INFO.id,
        "held_out": measured,
        "held_out_pieces": ", ".join(f"{count} {genre}" for genre, count in sorted(held_out.items())),
        "distances": ", ".join(f"{genre} {value:.3f}" for genre, value in measured.items()),
        "nats": round(about_decoder["held_out"]["nats"], 3),
        "rate": round(about_decoder["held_out"]["rate"], 1),
        "steps_taken": f"{about_space['step']}, {about_game['step']} and {about_decoder['step']}",
        "lengths": learned_lengths(learned_songs(used)),
        "network": {"space": sizes.to_json(), "game": game_config(job, BarSpace(sizes)).to_json()},
    }
    write_model(job, folder, tensors, about, _CARD, used)
    index_pieces(used, folder)


def _with_phrases(job: TrainingJob, *, held_out: bool) -> list[Piece]:
    """The pieces that gave at least one phrase: no other one was learned from, or judged by."""
    pieces = [piece for piece in job.pieces if piece.held_out == held_out]
    return [pieces[i] for i in np.unique(prepare(pieces, job.folder / PREPARED_FOLDER).pieces)]


_CARD = """# {title}

A model of the plugin "GAN bars" for three genres: {parameters:,} parameters in half precision, SHA-256
`{sha256}`. Three networks: an autoencoder of bars, the generator that writes places in its space, and the
critic of the last step, which chooses between drafts.

## Data and licences

Learned from the pieces that have eight bars of four quarters for a band: {training_data}. The weights are
MIT; the data they learned from asks for attribution:

{licences}

Held out, by work and by composer or soloist: {held_out_pieces} pieces.

## Measures while it learned

- The space of bars: {nats} nats a note on held-out bars, at {rate} nats a bar and player.
- The game: distance of written phrases from held-out ones (counted features as independent normals, 0 is
  equal): {distances}.
- The best of the space, the game and the decoder were those of steps {steps_taken}; seed {seed}.

What evaluation says of it is in docs/models.md.

## Known weaknesses

- Bars of four quarters; shorter ones are written short, longer ones are refused.
- Five players: several tracks of one family share a player.
- It learns in C major and A minor and is moved to the song's key: a key that is hard to tell is told wrong.
- Jazz piano and drums were learned from generated accompaniment (MMA) and sound regular.
- Rock was learned from game music (Freedoom): riffs and bands without singers.
"""
