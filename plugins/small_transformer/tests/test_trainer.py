"""The trainer: learns, resumes bit for bit, begins with a model, packs one that is used. Tiny networks."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from genre_studio_transformer.beginning import loaded_network
from genre_studio_transformer.reading import Music
from genre_studio_transformer.trainer import TransformerTrainer, held_out_nats

from genre_studio.generation.note_codec import Field
from genre_studio.plugin_api import GenerationError
from genre_studio.plugin_api.models import read_model
from genre_studio.training.job import TrainingJob
from genre_studio.training.reports import StepReport
from tests.helpers.trainers import (
    reports_of,
    require_refusals,
    require_resuming,
    require_tuning,
    second_style,
)


def reports(job: TrainingJob) -> list[StepReport]:
    return reports_of(TransformerTrainer(), job)


def test_a_stopped_run_ends_as_an_unbroken_one(job: TrainingJob, tmp_path: Path) -> None:
    require_resuming(TransformerTrainer(), job, tmp_path)


def test_it_learns(job: TrainingJob) -> None:
    longer = replace(job, steps=60, settings={**job.settings, "evaluate_every": "30", "warmup_steps": "5"})
    told = [report for report in reports(longer) if report.held_out is not None]
    assert told[-1].held_out["loss"] < told[0].held_out["loss"] < 17


def test_it_packs_a_model_that_a_second_style_begins_with(job: TrainingJob, tmp_path: Path) -> None:
    reports(job)
    TransformerTrainer().pack(replace(job, title="Scales"), tmp_path / "first")
    model = read_model(tmp_path / "first")
    assert (model.title, model.genres) == ("Scales", ("jazz", "rock"))
    assert set(model.held_out) == {"jazz", "rock"}
    assert "scales: CC0" in (tmp_path / "first" / "card.md").read_text(encoding="utf-8")
    second = second_style(job, tmp_path / "first", tmp_path / "tuned")
    require_tuning(TransformerTrainer(), second, "ragtime")
    TransformerTrainer().pack(second, tmp_path / "second")
    assert read_model(tmp_path / "second").genres == ("jazz", "rock", "ragtime")
    tuned = loaded_network(tmp_path / "second")
    assert tuned.genre.weight.shape[0] == 4
    assert tuned.sizes.width == 16


def test_a_damaged_model_is_refused_before_memory_is_taken(model_folder: Path, job: TrainingJob) -> None:
    config = json.loads((model_folder / "config.json").read_text())
    for network, said in (({"width": 10**9}, "width is too large"), ({"depth": 3}, "unexpected keyword")):
        (model_folder / "config.json").write_text(json.dumps({**config, "network": network}))
        with pytest.raises(GenerationError, match=said):
            loaded_network(model_folder)
    (model_folder / "config.json").write_text(json.dumps({**config, "network": {"width": 20, "heads": 2}}))
    with pytest.raises(GenerationError, match="cannot be used"):
        loaded_network(model_folder)


def test_what_cannot_be_trained_is_said(job: TrainingJob, tmp_path: Path) -> None:
    refused = {
        "two pieces": replace(job, pieces=job.pieces[:1]),
        "settings cannot be used": replace(job, settings={"width": "15"}),
        "no model": replace(job, start_from=tmp_path),
    }
    require_refusals(TransformerTrainer(), job, refused)


def test_the_held_out_loss_is_the_mean_of_the_genres(music: Music, model_folder: Path) -> None:
    measured = held_out_nats(loaded_network(model_folder), music.held_out)
    assert measured["loss"] == pytest.approx((measured["jazz"] + measured["rock"]) / 2)
    fields = sum(measured[f"jazz {field.name.lower()}"] for field in Field)
    assert measured["jazz"] == pytest.approx(fields, rel=1e-4)
    assert "classical" not in measured
