"""`genre-studio models` with a model of one's own: in, listed, renamed, out, deleted and back."""

import json
from pathlib import Path
from typing import Any

import pytest

from genre_studio.cli.main import main
from genre_studio.generation.discovery import PluginRecord
from genre_studio.training.model_store import ModelStore
from tests.helpers.installed_plugins import installed
from tests.helpers.model_folders import write_model


@pytest.fixture(autouse=True)
def echo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PluginRecord:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (record,) = installed(monkeypatch, tmp_path / "site", "echo_generator", "echo")
    monkeypatch.setattr("genre_studio.cli.models_command.discover", lambda: (record,))
    return record


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["models", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_model_comes_and_goes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = write_model(tmp_path / "model", plugin="echo")
    (model,) = told(capsys, "import", str(folder))
    assert model["id"] == "my-small"
    assert told(capsys, "rename", "my-small", "Waltzes")[0]["title"] == "Waltzes"
    assert [each["title"] for each in told(capsys)] == ["Waltzes"]
    out = tmp_path / "waltzes.zip"
    told(capsys, "export", "my-small", "--out", str(out))
    assert told(capsys, "import", str(out))[0]["id"] == "my-waltzes"
    told(capsys, "delete", "my-small")
    assert [each["id"] for each in told(capsys, "list")] == ["my-waltzes"]
    told(capsys, "restore", "my-small")
    assert len(ModelStore().all()) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["delete", "nobody"], "There is no model 'nobody' of your own"),
        (["rename"], "Say which model to rename"),
        (["import", "/nowhere"], "There is no /nowhere."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["models", *arguments]) != 0
    assert sentence in capsys.readouterr().err
