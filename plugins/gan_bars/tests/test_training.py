"""From files to a model folder: both halves, stopped and resumed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from genre_studio_gan.bar_space import BarSpace
from genre_studio_gan.game_job import GAME_FOLDER
from genre_studio_gan.preparation import prepare
from genre_studio_gan.space_training import CellSampler, space_loss
from genre_studio_gan.trainer import GanTrainer
from genre_studio_gan.weights import load_model
from genre_studio_gan.wishes import draw_masks

from genre_studio.training.checkpoint import load_tensors
from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import BEST_NAME, CHECKPOINT_NAME, StepReport

TINY = {
    "space_steps": "3",
    "decoder_steps": "2",
    "latent": "6",
    "hidden": "16",
    "channels": "4",
    "head": "8",
    "game_noise": "4",
    "game_hidden": "16",
    "game_critic": "16",
}


@pytest.fixture
def job(pieces: tuple[Piece, ...], tmp_path: Path) -> TrainingJob:
    return TrainingJob(pieces, ("classical", "jazz", "rock"), tmp_path / "run", 4, threads=1, settings=TINY)


def test_a_training_ends_in_a_model_that_can_be_loaded(job: TrainingJob, tmp_path: Path) -> None:
    trainer = GanTrainer()
    messages = list(trainer.train(job, lambda: False))
    assert any(isinstance(m, str) and "left out" in m for m in messages)
    reports = [m for m in messages if isinstance(m, StepReport)]
    assert [r.step for r in reports] == [1, 2, 3, 1, 2, 3, 4, 1, 2]
    assert reports[-1].held_out is not None and np.isfinite(reports[-1].held_out["loss"])
    trainer.pack(job, tmp_path / "packed")
    model = load_model(tmp_path / "packed")
    assert model.genres == job.genres and "made" in model.weights.info.training_data
    assert "Held out" in (tmp_path / "packed" / "card.md").read_text()


def test_a_stopped_game_goes_on_as_if_it_had_not_been(job: TrainingJob, tmp_path: Path) -> None:
    whole = replace(job, folder=tmp_path / "whole")
    list(GanTrainer().train(whole, lambda: False))
    steps = 0

    def stop() -> bool:
        nonlocal steps
        steps += 1
        return steps == 6  # in the middle of the game

    list(GanTrainer().train(job, stop))
    list(GanTrainer().train(job, lambda: False))
    one, _ = load_tensors(whole.folder / GAME_FOLDER / CHECKPOINT_NAME)
    other, _ = load_tensors(job.folder / GAME_FOLDER / CHECKPOINT_NAME)
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    best, about = load_tensors(job.folder / GAME_FOLDER / BEST_NAME)
    assert "scale.mean" in best and about["step"] == 4


def test_phrases_are_read_once(pieces: tuple[Piece, ...], tmp_path: Path) -> None:
    first = prepare(pieces, tmp_path / "cache")
    for piece in pieces:
        piece.path.write_bytes(b"x" * piece.path.stat().st_size)
    again = prepare(pieces, tmp_path / "cache")
    assert np.array_equal(first.notes, again.notes) and np.array_equal(first.genres, again.genres)


def test_a_broken_file_is_named_and_the_others_are_read(pieces: tuple[Piece, ...], tmp_path: Path) -> None:
    pieces[0].path.write_bytes(b"no music")
    found = prepare(pieces, tmp_path / "cache")
    assert any(reason.startswith("0.mid") for reason in found.refused)
    assert len(found)


def test_the_space_learns_what_it_is_shown(
    pieces: tuple[Piece, ...], tmp_path: Path, space: BarSpace
) -> None:
    phrases = prepare(pieces, tmp_path / "cache")
    sampler = CellSampler(phrases, ("classical", "jazz", "rock"), batch=3, bars=2, seed=1)
    batch = sampler.batch_at(0)
    optimizer = torch.optim.Adam(space.parameters(), 1e-2)
    losses = []
    for _ in range(25):
        torch.manual_seed(1)
        loss = space_loss(space.train(), batch, 0.01)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.7 * losses[0]


def test_something_is_always_left_to_write() -> None:
    rng = np.random.default_rng(0)
    playing = rng.random((500, 5)) < 0.6
    playing[:, 2] = True
    masks = draw_masks(playing, rng)
    cells = np.broadcast_to(playing[:, None], masks.shape)
    assert (masks <= cells).all()
    assert (masks.sum((1, 2)) < cells.sum((1, 2))).all()
    assert 0.3 < (masks.sum((1, 2)) == 0).mean() < 0.7
