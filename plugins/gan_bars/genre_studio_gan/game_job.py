"""The second half of a training: the game, watched, checkpointed, and stopped by what it makes."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from genre_studio.training.checkpoint import load_tensors, optimizer_tensors, restore_optimizer, save_tensors
from genre_studio.training.job import Message, TrainingJob
from genre_studio.training.loop import BEST_NAME, CHECKPOINT_NAME, StepReport
from genre_studio.training.settings import number_setting
from genre_studio_gan.band import PHRASE_BARS
from genre_studio_gan.bar_space import BarSpace
from genre_studio_gan.cells import PLAYERS
from genre_studio_gan.critics import SongCritic
from genre_studio_gan.descriptors import descriptors, distance
from genre_studio_gan.game import Game, GameSettings
from genre_studio_gan.latents import LatentSet, Scale, encode_set, plays_chords, scale_of, scaled
from genre_studio_gan.phrase_writing import write_phrases
from genre_studio_gan.preparation import PhraseSet
from genre_studio_gan.song_network import GameConfig, SongNetwork, Wish, draw_noise
from genre_studio_gan.space_training import genre_chances
from genre_studio_gan.weights import GanModel, load_model

GAME_FOLDER = "game"
LATENTS_NAME = "latents.safetensors"
EVALUATE_EVERY = 500
PATIENCE = 12  # evaluations without a nearer set of phrases before it stops
WATCHED = 96  # phrases of each genre that are written and held-out ones they are compared with


def game_config(job: TrainingJob, space: BarSpace) -> GameConfig:
    """The game's sizes: those of the model to begin with, the usual ones, or the job's own settings."""
    if job.start_from is not None:
        return load_model(job.start_from).network.config
    usual = GameConfig(genres=len(job.genres), latent=space.config.latent)
    return replace(
        usual,
        noise=int(number_setting(job, "game_noise", usual.noise)),
        hidden=int(number_setting(job, "game_hidden", usual.hidden)),
        critic=int(number_setting(job, "game_critic", usual.critic)),
    )


def game_folder(job: TrainingJob) -> Path:
    return job.folder / GAME_FOLDER


def encoded(job: TrainingJob, space: BarSpace, learning: PhraseSet) -> LatentSet:
    """The phrases to learn from as latents in the space's units, kept in the job's folder."""
    path = job.folder / LATENTS_NAME
    if not path.exists():
        latents = encode_set(space, learning, job.genres)
        halves = {"mean": latents.mean.half(), "deviation": latents.deviation.half()}
        others = {name: getattr(latents, name) for name in ("playing", "chords", "density", "genre")}
        save_tensors(path, halves | others, {"phrases": len(learning)})
    # Read back even where they were just made: a run that is resumed must see the same halves.
    tensors, _ = load_tensors(path)
    return LatentSet(
        tensors["mean"].float(),
        tensors["deviation"].float(),
        tensors["playing"],
        tensors["chords"],
        tensors["density"],
        tensors["genre"],
    )


def train_game(
    job: TrainingJob,
    space: BarSpace,
    learning: PhraseSet,
    judging: PhraseSet,
    should_stop: Callable[[], bool],
    begun: GanModel | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Message]:
    """Play until done, stopped, or no nearer for PATIENCE evaluations. Resumes what is in `game_folder`.

    With `begun` both players know what that model's know.
    """
    latents = encoded(job, space, learning)
    scale = scale_of(latents)
    config = game_config(job, space)
    torch.manual_seed(job.seed)
    game = Game(
        begun.network if begun is not None else SongNetwork(config),
        begun.critic if begun is not None else SongCritic(config),
        scaled(latents, scale),
        [chances for genre in job.genres if len((chances := genre_chances(learning, genre))[0])],
        GameSettings(),
        seed=job.seed,
        steps=job.steps,
    )
    folder = game_folder(job)
    folder.mkdir(parents=True, exist_ok=True)
    record = _Record(game, folder, scale)
    watch = _Watch(space, scale, judging, job.genres, seed=job.seed)
    began_s = clock()
    while game.step < job.steps and record.since_best < PATIENCE:
        losses = game.take_step()
        measured: dict[str, float] | None = None
        is_best = False
        if game.step % EVALUATE_EVERY == 0 or game.step == job.steps:
            measured = {**watch.measure(game), "generator": losses.generator, "critic": losses.critic}
            is_best = record.keep_if_best(measured)
            record.save()
        stopping = should_stop()
        if stopping and measured is None:
            record.save()
        rate = game.optimizers[0].param_groups[0]["lr"]
        yield StepReport(game.step, job.steps, losses.generator, rate, clock() - began_s, measured, is_best)
        if stopping:
            return


class _Watch:
    """Writes phrases from fixed noise for what held-out phrases wish, and measures how far they are."""

    def __init__(
        self, space: BarSpace, scale: Scale, judging: PhraseSet, genres: Sequence[str], *, seed: int
    ) -> None:
        self._space, self._scale, self._seed = space, scale, seed
        self._real: dict[str, NDArray[np.float64]] = {}
        self._wishes: dict[str, Wish] = {}
        rng = np.random.default_rng(seed)
        for number, genre in enumerate(genres):
            members = np.flatnonzero(judging.genres == genre)
            if not len(members):
                continue
            chosen = rng.choice(members, min(WATCHED, len(members)), replace=False)
            phrases = [judging.phrase(int(i)) for i in chosen]
            self._real[genre] = descriptors(phrases)
            playing = np.array([np.isin(np.arange(PLAYERS), phrase["player"]) for phrase in phrases])
            chords = np.stack([plays_chords(phrase) for phrase in phrases])
            self._wishes[genre] = _free_wish(
                functional.one_hot(torch.tensor([number] * len(phrases)), len(genres)).float(),
                torch.from_numpy(playing).float(),
                torch.from_numpy(chords),
                space.config.latent,
            )
        self._unit = np.concatenate(list(self._real.values())).std(0)

    def measure(self, game: Game) -> dict[str, float]:
        network = SongNetwork(game.network.config)
        network.load_state_dict(game.average)
        measured = {}
        for genre, wish in self._wishes.items():
            phrases = self.phrases(network, wish)
            measured[genre] = distance(descriptors(phrases), self._real[genre], self._unit)
        return {"loss": sum(measured.values()) / len(measured), **measured}

    def phrases(self, network: SongNetwork, wish: Wish) -> list[NDArray[np.void]]:
        generator = torch.Generator().manual_seed(self._seed)
        with torch.inference_mode():
            made = network(draw_noise(len(wish.genre), network.config.noise, generator), wish)
        latents = self._scale.to_space(made)
        cells = np.repeat(wish.playing.numpy()[:, None] > 0, PHRASE_BARS, axis=1)
        return write_phrases(
            self._space.decoder,
            latents,
            cells,
            list(range(len(latents))),
            chords=wish.chords.numpy() > 0,
        )


def _free_wish(genre: Tensor, playing: Tensor, chords: Tensor, latent: int) -> Wish:
    """Nothing is given, and every density is asked for."""
    count = len(playing)
    return Wish(
        genre,
        playing,
        chords,
        torch.linspace(0, 1, count)[:, None],
        torch.zeros(count, PHRASE_BARS, PLAYERS, latent),
        torch.zeros(count, PHRASE_BARS, PLAYERS),
    )


class _Record:
    """Checkpoints of a game: all that is needed to go on, and the nearest generator so far."""

    def __init__(self, game: Game, folder: Path, scale: Scale) -> None:
        self._game, self._folder, self._scale = game, folder, scale
        self._best = math.inf
        self.since_best = 0
        if (folder / CHECKPOINT_NAME).exists():
            self._restore()

    def keep_if_best(self, measured: Mapping[str, float]) -> bool:
        self.since_best += 1
        if measured["loss"] >= self._best:
            return False
        self._best, self.since_best = measured["loss"], 0
        tensors = {f"network.{name}": value for name, value in self._game.average.items()}
        tensors |= {f"critic.{name}": value for name, value in self._game.critic.state_dict().items()}
        tensors |= {"scale.mean": self._scale.mean, "scale.deviation": self._scale.deviation}
        about = {"step": self._game.step, "held_out": dict(measured)}
        save_tensors(self._folder / BEST_NAME, tensors, about)
        return True

    def save(self) -> None:
        game = self._game
        parts = {
            "network": game.network.state_dict(),
            "critic": game.critic.state_dict(),
            "average": game.average,
            "network_optimizer": optimizer_tensors(game.optimizers[0]),
            "critic_optimizer": optimizer_tensors(game.optimizers[1]),
        }
        tensors = {
            f"{part}/{name}": value for part, values in parts.items() for name, value in values.items()
        }
        about = {"step": game.step, "best": self._best, "since_best": self.since_best}
        save_tensors(self._folder / CHECKPOINT_NAME, tensors, about)

    def _restore(self) -> None:
        tensors, about = load_tensors(self._folder / CHECKPOINT_NAME)
        parts: dict[str, dict[str, Tensor]] = {}
        for key, value in tensors.items():
            part, _, name = key.partition("/")
            parts.setdefault(part, {})[name] = value
        game = self._game
        game.network.load_state_dict(parts["network"])
        game.critic.load_state_dict(parts["critic"])
        game.average = parts["average"]
        for optimizer, part in zip(game.optimizers, ("network_optimizer", "critic_optimizer"), strict=True):
            restore_optimizer(optimizer, parts[part])
        game.step, self._best, self.since_best = about["step"], about["best"], about["since_best"]
