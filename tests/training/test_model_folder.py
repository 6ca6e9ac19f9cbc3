"""A model folder: written by `packing`, read by `weights`; and a job's `settings`."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from genre_studio.plugin_api import API_VERSION, GenerationError, PluginInfo, models
from genre_studio.plugin_api.models import read_model
from genre_studio.training.corpus import read_corpus
from genre_studio.training.job import TrainingJob
from genre_studio.training.packing import write_model
from genre_studio.training.settings import TUNED, loop_config, number_setting
from genre_studio.training.weights import load_weights, read_weights
from tests.helpers.corpora import write_corpus
from tests.helpers.requests import small_request

INFO = PluginInfo(
    "tiny", "Tiny", "1", API_VERSION, "A tiny one.", frozenset(), ("jazz",), (), "nowhere:Nothing"
)


@pytest.fixture
def job(tmp_path: Path) -> TrainingJob:
    return TrainingJob(read_corpus(write_corpus(tmp_path / "music")), ("jazz",), tmp_path / "run", 30)


@pytest.fixture
def folder(tmp_path: Path, job: TrainingJob) -> Path:
    about = {"title": "Small", "plugin": "tiny", "held_out": {"jazz": 2.5}, "network": {"width": 2}}
    tensors = {"weight": torch.tensor([[0.5, 1 / 3]])}
    write_model(job, tmp_path / "model", tensors, about, "# {title}\n{licences}\n{steps} steps\n", job.pieces)
    return tmp_path / "model"


def test_what_was_packed_is_read(folder: Path) -> None:
    weights = read_weights(folder)
    assert weights.tensors["weight"].dtype == torch.float16
    assert weights.config["network"] == {"width": 2}
    assert (weights.info.title, weights.info.parameter_count, weights.number_of("jazz")) == ("Small", 2, 0)
    assert (folder / "card.md").read_text(encoding="utf-8") == "# Small\n- scales: CC0\n30 steps\n"
    with pytest.raises(GenerationError, match="knows jazz, not polka"):
        weights.number_of("polka")


def test_a_model_that_began_as_another_names_what_that_one_learned_from(
    folder: Path, tmp_path: Path, job: TrainingJob
) -> None:
    base = read_model(folder)
    about = {"title": "More", "plugin": "tiny", "held_out": {}, "training": {"step": 20}}
    tensors = {"weight": torch.zeros(2)}
    card = "{plugin} {extra} {training_data}"
    words = {"plugin": "Tiny ones", "extra": 3}
    write_model(job, tmp_path / "more", tensors, about, card, job.pieces[:1], words=words, base=base)
    weights = read_weights(tmp_path / "more")
    assert weights.info.training_data == f"{base.training_data}, scales (1 files)"
    assert weights.info.licence == "scales: CC0 | scales: CC0"
    training = {"seed": job.seed, "steps": 30, "threads": job.threads, "step": 20}
    assert weights.config["training"] == training | {"from": "model", "from_sha256": base.sha256}
    said = (tmp_path / "more" / "card.md").read_text(encoding="utf-8")
    assert said == f"Tiny ones 3 {weights.info.training_data}"


def test_weights_larger_than_a_plugin_takes_are_refused(folder: Path) -> None:
    size = (folder / "model.safetensors").stat().st_size
    read_weights(folder, most_bytes=size)
    with pytest.raises(GenerationError, match="larger than this plugin can load"):
        read_weights(folder, most_bytes=size - 1)


def test_a_model_is_found_by_its_id_and_says_where_a_take_comes_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "own_models_folder", lambda: folder.parent)
    weights = load_weights(INFO, folder.name)
    provenance = weights.provenance(INFO, small_request(), 1, {"heat": 0.5})
    assert (provenance.plugin_id, provenance.model_id, provenance.take_index) == ("tiny", "model", 1)
    assert provenance.model_sha256 == weights.info.sha256
    with pytest.raises(GenerationError, match="There is no model"):
        load_weights(INFO, str(folder))


def test_weights_of_another_file_are_refused(folder: Path) -> None:
    data = bytearray((folder / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (folder / "model.safetensors").write_bytes(bytes(data))
    with pytest.raises(GenerationError, match=r"not the one its config\.json describes"):
        read_weights(folder)


def test_a_jobs_settings_come_before_the_usual_ones(job: TrainingJob, folder: Path) -> None:
    chosen = replace(job, settings={"learning_rate": "0.01", "patience": "3"})
    config = loop_config(chosen)
    assert (config.learning_rate, config.patience, config.steps) == (0.01, 3, 30)
    assert not config.evaluate_first
    tuned = loop_config(replace(job, start_from=folder))
    assert (tuned.learning_rate, tuned.evaluate_first) == (TUNED["learning_rate"], True)
    assert number_setting(chosen, "batch", 8) == 8
    for wrong, said in (
        ({"patience": "soon"}, "patience must be a number"),
        ({"patience": "0"}, "contradict"),
    ):
        with pytest.raises(GenerationError, match=said):
            loop_config(replace(job, settings=wrong))
