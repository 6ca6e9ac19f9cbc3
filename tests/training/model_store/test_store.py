"""The model store: what comes in is checked, what goes out comes in again, and nothing is lost by a slip."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from genre_studio.plugin_api import API_VERSION, Ability, GenerationError, PluginInfo
from genre_studio.plugin_api.models import BrokenModel, ModelInfo, find_model, models_of, own_models_folder
from genre_studio.training.model_store import ModelStore, ModelStoreError
from tests.helpers.model_folders import WEIGHTS, safetensors_bytes, write_model

INFO = PluginInfo(
    "tiny", "Tiny", "1", API_VERSION, "Tiny.", frozenset({Ability.CONTINUE}), ("jazz",), (), "a:B"
)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "store")


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def left_in(store: ModelStore) -> list[str]:
    return sorted(path.name for path in store.root.iterdir()) if store.root.exists() else []


def test_what_is_exported_comes_in_again_under_an_id_of_its_own(store: ModelStore, tmp_path: Path) -> None:
    first = store.add(write_model(tmp_path / "model"), "Late Night Bossa")
    assert (first.id, first.title) == ("my-late-night-bossa", "Late Night Bossa")
    store.export(first.path, tmp_path / "out.zip")
    second = store.import_from(tmp_path / "out.zip", ["tiny"])
    assert (second.id, second.title) == ("my-late-night-bossa-2", "Late Night Bossa")
    assert (second.path / "model.safetensors").read_bytes() == WEIGHTS
    assert (second.path / "card.md").exists()
    assert [model.id for model in store.all() if isinstance(model, ModelInfo)] == [first.id, second.id]


def test_a_new_name_leaves_the_id(store: ModelStore, tmp_path: Path) -> None:
    model = store.import_from(write_model(tmp_path / "model"))
    assert store.rename(model.id, "  Slow\n waltz ").title == "Slow waltz"
    assert store.find(model.id).sha256 == model.sha256
    with pytest.raises(ModelStoreError, match="needs a name"):
        store.rename(model.id, " \t")


def test_a_deleted_model_comes_back_until_it_is_forgotten(store: ModelStore, tmp_path: Path) -> None:
    model = store.import_from(write_model(tmp_path / "model"))
    store.delete(model.id)
    assert store.all() == ()
    again = store.import_from(tmp_path / "model")
    assert again.id != model.id  # so that there is room to come back to
    assert store.restore(model.id).id == model.id
    store.delete(model.id)
    store.forget_deleted()
    with pytest.raises(ModelStoreError, match="gone for good"):
        store.restore(model.id)
    assert left_in(store) == [again.id]


def test_the_plugin_finds_ones_own_models_by_id_alone(tmp_path: Path) -> None:
    store = ModelStore()
    assert store.root == own_models_folder()
    model = store.import_from(write_model(tmp_path / "model"))
    other = store.import_from(write_model(tmp_path / "other", plugin="another"))
    try:
        assert [each.id for each in models_of(INFO) if isinstance(each, ModelInfo)] == [model.id]
        assert find_model(INFO, model.id) == model.path
        for id in (other.id, str(model.path), f"../models/{model.id}", "", ".deleted"):
            with pytest.raises(GenerationError, match="There is no model"):
                find_model(INFO, id)
    finally:
        for each in (model, other):
            store.delete(each.id)
        store.forget_deleted()


def test_a_folder_that_lies_about_its_name_is_told(store: ModelStore, tmp_path: Path) -> None:
    model = store.import_from(write_model(tmp_path / "model"))
    model.path.rename(store.root / "other")
    (broken,) = store.all()
    assert isinstance(broken, BrokenModel) and "calls itself" in broken.error


def test_a_model_for_no_plugin_that_is_here_is_refused(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelStoreError, match="'tiny', which is not installed"):
        store.import_from(write_model(tmp_path / "model"), ["lstm"])
    assert left_in(store) == []


def _header(shape: list[int], offsets: list[int], data: bytes) -> bytes:
    return safetensors_bytes({"a": {"dtype": "F32", "shape": shape, "data_offsets": offsets}}, data)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (b"", "longer than the file"),
        (struct.pack("<Q", 1 << 60) + b"{}", "longer than the file"),
        (struct.pack("<Q", 2) + b"[]", "does not list tensors"),
        (struct.pack("<Q", 2) + b"{{", "not what a model has"),
        (_header([1 << 40, 1 << 40], [0, 24], bytes(24)), "does not fit its bytes"),
        (_header([-2, -3], [0, 24], bytes(24)), "impossible shape"),
        (_header([6], [4, 28], bytes(28)), "overlap or leave gaps"),
        (_header([6], [0, 24], bytes(23)), "not the one that its header says"),
        (safetensors_bytes({"a": {"dtype": "PY", "shape": [1], "data_offsets": [0, 4]}}, bytes(4)), "shape"),
    ],
)
def test_weights_that_lie_about_themselves_are_never_loaded(
    store: ModelStore, tmp_path: Path, weights: bytes, words: str
) -> None:
    with pytest.raises(ModelStoreError, match=words):
        store.import_from(write_model(tmp_path / "model", weights=weights))
    assert left_in(store) == []


def test_other_weights_than_described_are_refused(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelStoreError, match="not the ones"):
        store.import_from(write_model(tmp_path / "model", sha256="0" * 64))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: files | {"m/model.pkl": b"\x80\x04."}, "'model.pkl' is no part of a model"),
        (lambda files: files | {"m/setup.py": b"import os"}, "'setup.py' is no part of a model"),
        (lambda files: files | {"../../evil.json": b"{}"}, "several folders"),
        (lambda files: files | {"m/deeper/more.json": b"{}"}, "several folders"),
        (lambda files: files | {"m/CARD.md": b""}, "more files than a model has"),
        (lambda files: files | {f"m/{i}.txt": b"" for i in range(100)}, "more files than a model has"),
        (lambda files: files | {"m/huge.json": b" " * (9 << 20)}, "too large"),
        (lambda files: {"m/card.md": b""}, "config.json is missing"),
        (lambda files: files | {"m/config.json": b"[1]"}, "holds no named values"),
    ],
)
def test_a_hostile_zip_leaves_nothing_behind(
    store: ModelStore,
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], dict[str, bytes]],
    words: str,
) -> None:
    good = {f"m/{name}": data for name, data in files_of(write_model(tmp_path / "model")).items()}
    with pytest.raises(ModelStoreError, match=words):
        store.import_from(zipped(tmp_path / "hostile.zip", change(good)))
    assert left_in(store) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hostile.zip", "model", "store"]


def test_paths_out_of_a_zip_are_not_followed(store: ModelStore, tmp_path: Path) -> None:
    files = files_of(write_model(tmp_path / "model"))
    climbing = zipped(tmp_path / "up.zip", {f"../../up/{name}": data for name, data in files.items()})
    model = store.import_from(climbing)
    assert model.path.parent == store.root
    assert left_in(store) == [model.id]


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04" + bytes(40)])
def test_what_is_no_zip_is_said(store: ModelStore, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.zip").write_bytes(content)
    with pytest.raises(ModelStoreError, match=r"model\.zip is not a zip that can be read"):
        store.import_from(tmp_path / "model.zip")


def test_what_finder_adds_is_passed_over(store: ModelStore, tmp_path: Path) -> None:
    files = {f"m/{name}": data for name, data in files_of(write_model(tmp_path / "model")).items()}
    files |= {"__MACOSX/m/._card.md": b"\0", "m/.DS_Store": b"\0"}
    assert store.import_from(zipped(tmp_path / "mac.zip", files)).title == "Small"


def test_a_full_disk_is_told_and_leaves_what_was_there(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("genre_studio.training.model_store.store.unpack", full)
    with pytest.raises(ModelStoreError, match="no space left on device"):
        store.import_from(write_model(tmp_path / "model"))
    assert left_in(store) == []
