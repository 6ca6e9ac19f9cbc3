"""Import, export, rename and delete models, from any program, without Qt or torch."""

import json
import re
import shutil
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from genre_studio.plugin_api.errors import GenerationError
from genre_studio.plugin_api.models import (
    CONFIG_FILE,
    BrokenModel,
    ModelInfo,
    own_models,
    own_models_folder,
    read_model,
)
from genre_studio.training.model_store.checks import ModelStoreError, check_sum, check_tensors
from genre_studio.training.model_store.package import WEIGHTS_SUFFIX, pack, unpack
from genre_studio.training.whole_files import write_text, write_whole

_OWN = "my-"  # begins every id that is given here: no id that a plugin ships is ever hidden
_DELETED = ".deleted"
_COMING = ".coming-"
_LONGEST_SLUG = 40
_LONGEST_TITLE = 80
_STALE_S = 24 * 3600


class ModelStore:
    """The models below one folder; each appears whole or not at all. Methods raise ModelStoreError.

    A deleted model can be brought back until `forget_deleted`, which the window calls when it starts.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root if root is not None else own_models_folder()

    def all(self) -> tuple[ModelInfo | BrokenModel, ...]:
        """Every model, and every folder that should be one, by id."""
        return own_models(self.root)

    def find(self, model_id: str) -> ModelInfo:
        for model in self.all():
            if isinstance(model, ModelInfo) and model.id == model_id:
                return model
        raise ModelStoreError(
            f"There is no model '{model_id}' of your own: `genre-studio models` lists them."
        )

    def import_from(self, source: Path, plugins: Collection[str] = ()) -> ModelInfo:
        """A copy of the model in a folder or zip, under an id of its own.

        `plugins` are the ids of those that are there: a model for another one would be of no use.
        Blocks for as long as copying and checking take: call it from a job thread.
        """
        if not source.exists():
            raise ModelStoreError(f"There is no {source}.")
        return self._take_in(source, "", plugins)

    def add(self, folder: Path, title: str = "") -> ModelInfo:
        """A copy of a model that was just trained, named `title` where that says something."""
        return self._take_in(folder, title, ())

    def export(self, folder: Path, out: Path) -> None:
        """Write a model's folder, one's own or one that a plugin ships, as a zip."""
        try:
            write_whole(out, lambda file: pack(folder, file))
        except OSError as error:
            raise ModelStoreError(f"{out} cannot be written: {_reason(error)}.") from error

    def rename(self, model_id: str, title: str) -> ModelInfo:
        """Another title; the id stays, so takes still know where they came from."""
        model = self.find(model_id)
        _describe(model.path, model_id, _checked_title(title))
        return self.find(model_id)

    def delete(self, model_id: str) -> None:
        """Put a model away; `restore` brings it back."""
        model = self.find(model_id)
        grave = self.root / _DELETED / model_id
        try:
            grave.parent.mkdir(exist_ok=True)
            if grave.exists():
                shutil.rmtree(grave)
            model.path.rename(grave)
        except OSError as error:
            raise ModelStoreError(f"{model.title} cannot be deleted: {_reason(error)}.") from error

    def restore(self, model_id: str) -> ModelInfo:
        """Bring back a model that was deleted."""
        grave = self.root / _DELETED / Path(model_id).name
        if not model_id or not grave.is_dir():
            raise ModelStoreError(f"The model '{model_id}' is gone for good.")
        try:
            grave.rename(self.root / grave.name)
        except OSError as error:
            raise ModelStoreError(f"'{model_id}' cannot be brought back: {_reason(error)}.") from error
        return self.find(model_id)

    def forget_deleted(self, now_s: float | None = None) -> None:
        """Free the disk of what was deleted, and of imports that a crash has cut short."""
        now_s = time.time() if now_s is None else now_s
        shutil.rmtree(self.root / _DELETED, ignore_errors=True)
        for left in self.root.glob(f"{_COMING}*"):
            with suppress(OSError):
                if now_s - left.stat().st_mtime > _STALE_S:
                    shutil.rmtree(left, ignore_errors=True)

    def _take_in(self, source: Path, title: str, plugins: Collection[str]) -> ModelInfo:
        coming: Path | None = None
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            coming = Path(tempfile.mkdtemp(prefix=_COMING, dir=self.root))
            unpack(source, coming)
            model = _checked(coming, plugins)
            title = _checked_title(title or model.title)
            model_id = self._fresh_id(title)
            _describe(coming, model_id, title)
            coming.chmod(0o755)
            coming.rename(self.root / model_id)
        except OSError as error:
            raise ModelStoreError(f"The model cannot be kept in {self.root}: {_reason(error)}.") from error
        finally:
            if coming is not None:
                shutil.rmtree(coming, ignore_errors=True)
        return self.find(model_id)

    def _fresh_id(self, title: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_LONGEST_SLUG].strip("-") or "model"
        stem = slug if slug.startswith(_OWN) else f"{_OWN}{slug}"
        number, model_id = 1, stem
        while (self.root / model_id).exists() or (self.root / _DELETED / model_id).exists():
            number += 1
            model_id = f"{stem}-{number}"
        return model_id


def _checked(folder: Path, plugins: Collection[str]) -> ModelInfo:
    try:
        model = read_model(folder)
    except GenerationError as error:
        raise ModelStoreError(str(error).replace(str(folder), "what was given")) from error
    if plugins and model.plugin_id not in plugins:
        raise ModelStoreError(
            f"'{model.title}' is a model for the generator '{model.plugin_id}', which is not installed: "
            "install it first."
        )
    for file in folder.glob(f"*{WEIGHTS_SUFFIX}"):
        check_tensors(file)
    check_sum(model)
    return model


def _describe(folder: Path, model_id: str, title: str) -> None:
    path = folder / CONFIG_FILE
    try:
        config = json.loads(path.read_text(encoding="utf-8")) | {"id": model_id, "title": title}
        write_text(path, json.dumps(config, indent=2) + "\n")
    except OSError as error:
        raise ModelStoreError(f"{title} cannot be renamed: {_reason(error)}.") from error


def _checked_title(title: str) -> str:
    words = " ".join("".join(letter for letter in title if letter.isprintable() or letter.isspace()).split())
    if not words:
        raise ModelStoreError("A model needs a name.")
    return words[:_LONGEST_TITLE]


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
