"""The trainer: learns, resumes bit for bit, begins with a model, is heard, packs. Tiny networks."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from genre_studio_lstm.batches import WindowSampler
from genre_studio_lstm.network import NoteLstm
from genre_studio_lstm.preparation import load_prepared, prepare
from genre_studio_lstm.settings import network_config
from genre_studio_lstm.trainer import LstmTrainer, summed_loss
from genre_studio_lstm.weights import load_network

from genre_studio.plugin_api.models import read_model
from genre_studio.training.corpus import Piece
from genre_studio.training.job import SamplingTrainer, TrainingJob
from genre_studio.training.losses import Part
from genre_studio.training.reports import StepReport
from tests.helpers.corpora import two_genres
from tests.helpers.trainers import (
    reports_of,
    require_refusals,
    require_resuming,
    require_tuning,
    second_style,
)

SIZES = {"hidden": "16", "head": "8", "evaluate_every": "2", "batch": "3"}


@pytest.fixture
def pieces(tmp_path: Path) -> tuple[Piece, ...]:
    return two_genres(tmp_path)


@pytest.fixture
def job(tmp_path: Path, pieces: tuple[Piece, ...]) -> TrainingJob:
    return TrainingJob(pieces, ("jazz", "rock"), tmp_path / "work", 4, threads=1, settings=SIZES)


def reports(job: TrainingJob, stop_after: int = 99) -> list[StepReport]:
    return reports_of(LstmTrainer(), job, stop_after)


def test_a_stopped_run_ends_as_an_unbroken_one(job: TrainingJob, tmp_path: Path) -> None:
    require_resuming(LstmTrainer(), job, tmp_path)
    with (job.folder / "curve.csv").open() as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["2", "4"]


def test_it_packs_a_model_that_a_second_style_begins_with(job: TrainingJob, tmp_path: Path) -> None:
    reports(job)
    first = tmp_path / "first"
    LstmTrainer().pack(replace(job, title="Scales"), first)
    assert read_model(first).title == "Scales"
    second = replace(second_style(job, first, tmp_path / "tuned"), settings={})
    require_tuning(LstmTrainer(), replace(second, settings={"evaluate_every": "2", "batch": "3"}), "ragtime")
    LstmTrainer().pack(second, tmp_path / "second")
    model = read_model(tmp_path / "second")
    assert model.genres == ("jazz", "rock", "ragtime")
    assert model.training_data == "scales (4 files), scales (2 files)"
    config = json.loads((tmp_path / "second" / "config.json").read_text())
    assert config["training"]["from"] == "first"
    assert load_network(tmp_path / "second").genre.weight.shape[0] == 4


def test_it_is_heard_without_changing_what_it_learns(job: TrainingJob) -> None:
    assert isinstance(LstmTrainer(), SamplingTrainer)
    reports(job, stop_after=2)
    torch.set_num_threads(1)
    takes = list(LstmTrainer().samples(job, 2))
    assert [take.title for take in takes] == ["jazz", "rock"]
    bar = 4 * takes[0].song.ppq
    assert all(take.song.stated_end_tick == 4 * bar for take in takes)
    assert torch.get_num_threads() == 1


def test_parts_of_a_batch_are_the_batch(job: TrainingJob, tmp_path: Path) -> None:
    learning = [piece for piece in job.pieces if not piece.held_out]
    done = list(prepare(learning, tmp_path / "kept", seed=7, augment=True))
    assert done == [1.0]
    prepared = load_prepared(learning, tmp_path / "kept", seed=7, augment=True)
    assert {sequence.genre for sequence in prepared.sequences} == {"jazz", "rock"}
    assert list(prepare(learning, tmp_path / "kept", seed=7, augment=True)) == []
    sampler = WindowSampler(prepared.sequences, ("classical", "jazz", "rock"), batch=5, window=65, seed=1)
    whole = sampler.batch_at(3)
    parts = [sampler.batch_at(3, Part(i, 2)) for i in range(2)]
    assert torch.equal(whole.rows, torch.cat([part.rows for part in parts]))
    network = NoteLstm(network_config(replace(job, genres=("classical", "jazz", "rock")))).eval()
    losses = [summed_loss(network, batch) for batch in (whole, *parts)]
    total, *halves = (float(loss.total.detach()) for loss in losses)
    assert total == pytest.approx(sum(halves), rel=1e-5)
    assert losses[0].notes == losses[1].notes + losses[2].notes


def test_the_network_makes_no_tensor_on_another_device(job: TrainingJob) -> None:
    network = NoteLstm(network_config(job)).to("meta")
    size = (2, 9)
    rows = torch.zeros(*size, 5, dtype=torch.int64, device="meta")
    sequence = next(_sequences(job))
    context = torch.zeros(*size, sequence.shape[1], dtype=torch.int64, device="meta")
    genre = torch.zeros(2, dtype=torch.int64, device="meta")
    parts = torch.zeros(2, network.parts.in_features, device="meta")
    nats, _ = network.nats(rows, context, genre, parts)
    assert nats.device.type == "meta"


def _sequences(job: TrainingJob) -> Iterator[np.ndarray]:
    list(prepare(job.pieces, job.folder / "one", seed=1, augment=False))
    for sequence in load_prepared(job.pieces, job.folder / "one", seed=1, augment=False).sequences:
        yield sequence.context


def test_what_cannot_be_trained_is_said(job: TrainingJob, tmp_path: Path) -> None:
    refused = {
        "at least two": replace(job, pieces=job.pieces[:1]),
        "cannot be begun with": replace(job, start_from=tmp_path),
    }
    require_refusals(LstmTrainer(), job, refused)
