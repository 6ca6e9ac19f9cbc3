"""Both trainers, from pieces to a model folder that its generator loads."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from genre_studio_report.gan_generator import network_of
from genre_studio_report.gan_trainer import ReportGanTrainer, pictures_of
from genre_studio_report.info import GAN, LSTM
from genre_studio_report.lstm_generator import voice_of
from genre_studio_report.lstm_trainer import ReportLstmTrainer, words_of_genre

from genre_studio.generation.info_codec import info_from_json, info_to_json
from genre_studio.plugin_api import GenerationError, PluginInfo
from genre_studio.plugin_api.models import ModelInfo, models_of
from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob
from genre_studio.training.loop import StepReport
from genre_studio.training.weights import load_weights, read_weights

GENRES = ("classical", "jazz", "rock")


def job(pieces: tuple[Piece, ...], folder: Path, **settings: str) -> TrainingJob:
    return TrainingJob(pieces, GENRES, folder, steps=2, threads=1, settings=settings)


def test_the_lstm_learns_and_is_packed(pieces: tuple[Piece, ...], tmp_path: Path) -> None:
    asked = job(pieces, tmp_path / "run", outer="6", inner="8")
    messages = list(ReportLstmTrainer().train(asked, lambda: False))
    reports = [message for message in messages if isinstance(message, StepReport)]
    assert len(reports) == 6
    assert all(np.isfinite(r.held_out["loss"]) for r in reports if r.held_out is not None)
    ReportLstmTrainer().pack(asked, tmp_path / "words")
    weights = read_weights(tmp_path / "words")
    voice = voice_of(weights, "jazz")
    assert voice.vocabulary == ("C4", "C5", "D4", "E4", "G4", "?")
    assert weights.info.held_out["jazz"] == pytest.approx(np.log(6), rel=0.2)
    card = (tmp_path / "words" / "card.md").read_text()
    assert "subset: CC0" in card
    assert "{" not in card


def test_the_gan_learns_and_is_packed(pieces: tuple[Piece, ...], tmp_path: Path) -> None:
    asked = job(pieces, tmp_path / "run", noise="5", first="2", width="3", judge="4")
    reports = [r for r in ReportGanTrainer().train(asked, lambda: False) if isinstance(r, StepReport)]
    assert [report.step for report in reports] == [1, 2] * 3
    ReportGanTrainer().pack(asked, tmp_path / "tiny")
    network = network_of(read_weights(tmp_path / "tiny"), "rock")
    assert network(torch.zeros(1, 5)).shape == (1, 106, 106)
    assert "{" not in (tmp_path / "tiny" / "card.md").read_text()


@pytest.mark.parametrize("trainer", [ReportLstmTrainer(), ReportGanTrainer()])
def test_a_stop_ends_after_one_step(
    trainer: ReportLstmTrainer | ReportGanTrainer, pieces: tuple[Piece, ...], tmp_path: Path
) -> None:
    small = {"outer": "6", "inner": "8", "noise": "5", "first": "2", "width": "3", "judge": "4"}
    asked = replace(job(pieces, tmp_path / "run", **small), steps=50)
    reports = [m for m in trainer.train(asked, lambda: True) if isinstance(m, StepReport)]
    assert [report.step for report in reports] == [1]
    assert (tmp_path / "run" / "classical" / "checkpoint.safetensors").exists()


@pytest.mark.parametrize("trainer", [ReportLstmTrainer(), ReportGanTrainer()])
def test_nothing_to_learn_from_is_one_sentence(
    trainer: ReportLstmTrainer | ReportGanTrainer, tmp_path: Path
) -> None:
    with pytest.raises(GenerationError, match="no music to learn classical from"):
        list(trainer.train(job((), tmp_path), lambda: False))


def test_held_out_pieces_are_kept_apart(pieces: tuple[Piece, ...]) -> None:
    words = words_of_genre(pieces, "rock")
    assert (len(words.learning), len(words.held_out)) == (2, 1)
    assert len(pictures_of(pieces, "rock", held_out=True)) == 2  # 32 beats: 106 columns and the rest


@pytest.mark.parametrize("info", [LSTM, GAN])
def test_the_shipped_models_are_whole(info: PluginInfo) -> None:
    (model,) = models_of(info)
    assert isinstance(model, ModelInfo), model
    assert model.genres == info.genres
    assert model.card_path.read_text().startswith("# The source report's")
    weights = load_weights(info, model.id)
    for genre in info.genres:
        loaded = voice_of(weights, genre).network if info is LSTM else network_of(weights, genre)
        assert all(bool(torch.isfinite(parameter).all()) for parameter in loaded.parameters())


@pytest.mark.parametrize("info", [LSTM, GAN])
def test_the_description_survives_its_way_to_the_window(info: PluginInfo) -> None:
    assert info_from_json(info_to_json(info)) == info
