"""Models that plugins ship and a person has made: what a model folder says of itself, read without torch.

A plugin's PluginInfo.models names a resource folder, "package:folder"; what a person trained or imported lies
in `own_models_folder()`, for all plugins together. Each folder in either is a model:

    <model_id>/model.safetensors    the weights
    <model_id>/config.json          what is below, and the plugin's own "network" settings
    <model_id>/card.md              the model card

Such folders may come from anywhere, so everything in them is checked and every size is bounded.
"""

import importlib.util
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from platformdirs import user_data_path

from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.info import PluginInfo

MODEL_FORMAT = 1
WEIGHTS_FILE = "model.safetensors"
CONFIG_FILE = "config.json"
CARD_FILE = "card.md"

_LARGEST_CONFIG = 1_000_000
_LONGEST_TEXT = 10_000
_MOST_MODELS = 200
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model. `held_out` is its loss in nats per note by genre, on pieces it never heard."""

    id: str
    title: str
    plugin_id: str
    genres: tuple[str, ...]
    parameter_count: int
    sha256: str  # of the weights file, as its config says; whoever loads the weights compares
    training_data: str
    licence: str
    held_out: Mapping[str, float]
    path: Path  # the model folder
    card_path: Path


@dataclass(frozen=True, slots=True)
class BrokenModel:
    """A folder that should hold a model, and one sentence about why it does not."""

    path: Path
    error: str


def models_of(info: PluginInfo) -> tuple[ModelInfo | BrokenModel, ...]:
    """Every model of a plugin, those it ships first, each kind by folder name; none of its code is run.

    What is broken among a person's own belongs to no plugin and is left out here: see `own_models`.
    """
    own = (model for model in own_models() if isinstance(model, ModelInfo) and model.plugin_id == info.id)
    return (*shipped_models(info), *own)


def shipped_models(info: PluginInfo) -> tuple[ModelInfo | BrokenModel, ...]:
    """The models that come with a plugin."""
    return tuple(_model_or_error(path, info.id) for path in _folders_in(models_folder(info)))


def own_models(folder: Path | None = None) -> tuple[ModelInfo | BrokenModel, ...]:
    """What a person trained or imported, for whatever plugin."""
    return tuple(_own_or_error(path) for path in _folders_in(folder or own_models_folder()))


def own_models_folder() -> Path:
    """In the person's own data folder: a model may hold what they waited hours for."""
    return user_data_path("genre-studio", appauthor=False) / "models"


def find_model(info: PluginInfo, model_id: str) -> Path:
    """The folder of a plugin's model, one it ships or a person's own. Raises GenerationError for none.

    An id is a name and never a path, so that nothing outside these two places can be asked for.
    """
    folder = folder_of_model(info.models, model_id)
    if folder is None or isinstance(_model_or_error(folder, info.id), BrokenModel):
        raise GenerationError(f"There is no model '{model_id}' for {info.title}.")
    return folder


def folder_of_model(models: str | None, model_id: str) -> Path | None:
    """Where the model of an id lies, `models` being the plugin's PluginInfo.models; None for nowhere."""
    if _ID.fullmatch(model_id) is None:
        return None
    places = (folder_of_models(models), own_models_folder())
    found = (place / model_id for place in places if place is not None and (place / model_id).is_dir())
    return next(found, None)


def models_folder(info: PluginInfo) -> Path | None:
    """Where the plugin keeps its models; None where it has none."""
    return folder_of_models(info.models)


def folder_of_models(models: str | None) -> Path | None:
    """Where "package:folder" lies, as PluginInfo.models names it; None where there is none.

    Only top-level packages are looked up, which Python does without importing anything.
    """
    if models is None:
        return None
    package, _, folder = models.partition(":")
    top, *inner = package.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))).joinpath(*inner, folder)


def read_model(folder: Path) -> ModelInfo:
    """The model in `folder`. Raises GenerationError with one sentence where there is none."""
    config = _read_config(folder)
    if config.get("format") != MODEL_FORMAT:
        raise GenerationError(
            f"The model in {folder} has format {config.get('format')!r}; this studio reads {MODEL_FORMAT}."
        )
    if not (folder / WEIGHTS_FILE).is_file():
        raise GenerationError(f"The model in {folder} has no weights: {WEIGHTS_FILE} is missing.")
    field = _Fields(folder, config)
    return ModelInfo(
        id=field.matching("id", _ID),
        title=field.text("title"),
        plugin_id=field.text("plugin"),
        genres=field.texts("genres"),
        parameter_count=field.count("parameters"),
        sha256=field.matching("sha256", _SHA256),
        training_data=field.text("training_data"),
        licence=field.text("licence"),
        held_out=field.losses("held_out"),
        path=folder,
        card_path=folder / CARD_FILE,
    )


def _folders_in(place: Path | None) -> list[Path]:
    """The folders that may hold a model; hidden ones are somebody's work in progress."""
    if place is None or not place.is_dir():
        return []
    named = (path for path in place.iterdir() if not path.name.startswith((".", "_")))
    return sorted(path for path in named if path.is_dir())[:_MOST_MODELS]


def _own_or_error(folder: Path) -> ModelInfo | BrokenModel:
    try:
        model = read_model(folder)
    except GenerationError as error:
        return BrokenModel(folder, str(error))
    if model.id != folder.name:  # it is found by its folder's name alone
        return BrokenModel(folder, f"The model in {folder} calls itself '{model.id}'; name its folder so.")
    return model


def _model_or_error(folder: Path, plugin_id: str) -> ModelInfo | BrokenModel:
    try:
        model = read_model(folder)
    except GenerationError as error:
        return BrokenModel(folder, str(error))
    if model.plugin_id != plugin_id:
        return BrokenModel(folder, f"The model in {folder} belongs to another plugin, '{model.plugin_id}'.")
    return model


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / CONFIG_FILE
    try:
        if path.exists() and not path.is_file():  # a named pipe would be waited for without end
            raise GenerationError(f"There is no model in {folder}: {CONFIG_FILE} is not a file.")
        with path.open("rb") as file:
            text = file.read(_LARGEST_CONFIG + 1)
        if len(text) > _LARGEST_CONFIG:
            raise GenerationError(f"{path} is too large to be a model's description.")
        config = json.loads(text.decode("utf-8"))
    except OSError as error:
        raise GenerationError(f"There is no model in {folder}: {CONFIG_FILE} cannot be read.") from error
    except (ValueError, RecursionError) as error:
        raise GenerationError(f"{path} is damaged: it is not JSON.") from error
    if not isinstance(config, dict):
        raise GenerationError(f"{path} is damaged: it holds no named values.")
    return config


@dataclass(frozen=True, slots=True)
class _Fields:
    """Typed access to a config; every method raises GenerationError that names the field."""

    folder: Path
    config: Mapping[str, Any]

    def _value(self, name: str, rule_holds: bool, rule: str) -> Any:
        if not rule_holds:
            raise GenerationError(f"The model in {self.folder} is damaged: its {name} must be {rule}.")
        return self.config[name]

    def text(self, name: str) -> str:
        value = self.config.get(name)
        right = isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT
        return str(self._value(name, right, "a short text"))

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.config.get(name)
        right = isinstance(value, str) and pattern.fullmatch(value) is not None
        return str(self._value(name, right, f"of the form {pattern.pattern}"))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.config.get(name)
        right = isinstance(value, list) and 0 < len(value) <= 100 and all(_is_text(word) for word in value)
        return tuple(self._value(name, right, "a list of short texts"))

    def count(self, name: str) -> int:
        value = self.config.get(name)
        return int(self._value(name, type(value) is int and value >= 0, "a whole number"))

    def losses(self, name: str) -> Mapping[str, float]:
        value = self.config.get(name)
        right = isinstance(value, dict) and len(value) <= 100 and all(map(_is_loss, value.values()))
        losses = self._value(name, right, "a number for each genre")
        return MappingProxyType({genre: float(loss) for genre, loss in losses.items()})


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200


def _is_loss(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
