import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from genre_studio.plugin_api import API_VERSION, Ability, GenerationError, PluginInfo
from genre_studio.plugin_api.models import BrokenModel, ModelInfo, models_of, read_model

CONFIG = {
    "format": 1,
    "id": "small-v1",
    "title": "Small",
    "plugin": "tiny",
    "genres": ["jazz", "rock"],
    "parameters": 12,
    "sha256": "0" * 64,
    "training_data": "Made up",
    "licence": "CC0",
    "held_out": {"jazz": 3.5, "rock": 4},
    "network": {"units": 8},
}
INFO = PluginInfo(
    "tiny", "Tiny", "1", API_VERSION, "Tiny.", frozenset({Ability.CONTINUE}), ("jazz",), (), "a:B"
)


def _model(folder: Path, **changes: Any) -> Path:
    folder.mkdir(parents=True)
    config = {name: value for name, value in (CONFIG | changes).items() if value is not None}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def test_model_is_read(tmp_path: Path) -> None:
    model = read_model(_model(tmp_path / "small"))
    assert (model.id, model.genres, model.parameter_count) == ("small-v1", ("jazz", "rock"), 12)
    assert dict(model.held_out) == {"jazz": 3.5, "rock": 4.0}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes on this system")
def test_pipe_in_place_of_a_description_is_not_waited_for(tmp_path: Path) -> None:
    folder = _model(tmp_path / "small")
    (folder / "config.json").unlink()
    os.mkfifo(folder / "config.json")
    with pytest.raises(GenerationError, match="is not a file"):
        read_model(folder)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 2}, "has format 2; this studio reads 1"),
        ({"id": "../../etc"}, "its id must be"),
        ({"title": None}, "its title must be a short text"),
        ({"genres": "jazz"}, "its genres must be a list"),
        ({"parameters": True}, "its parameters must be a whole number"),
        ({"sha256": "abc"}, "its sha256 must be"),
        ({"held_out": {"jazz": float("nan")}}, "its held_out must be"),
        ({"held_out": {"jazz": "low"}}, "its held_out must be"),
        ({"licence": "x" * 20_000}, "its licence must be a short text"),
    ],
)
def test_wrong_field_is_named(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(GenerationError, match=words):
        read_model(_model(tmp_path / "small", **change))


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff\xfe", b"[" * 100_000, b" " * 1_100_000])
def test_damaged_config_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    folder = _model(tmp_path / "small")
    (folder / "config.json").write_bytes(content)
    with pytest.raises(GenerationError):
        read_model(folder)


def test_models_of_a_plugin_are_found_without_importing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "tiny_plugin_package"
    _model(package / "models" / "a")
    _model(package / "models" / "b", plugin="other")
    (package / "models" / "c").mkdir()
    (package / "__init__.py").write_text("raise RuntimeError")
    monkeypatch.syspath_prepend(tmp_path)
    good, foreign, empty = models_of(replace(INFO, models="tiny_plugin_package:models"))
    assert isinstance(good, ModelInfo)
    assert isinstance(foreign, BrokenModel)
    assert "another plugin, 'other'" in foreign.error
    assert isinstance(empty, BrokenModel)
    assert "There is no model in" in empty.error
    assert "tiny_plugin_package" not in sys.modules


def test_no_models(tmp_path: Path) -> None:
    assert models_of(INFO) == ()
    assert models_of(replace(INFO, models="nobody_has_this_package:models")) == ()
