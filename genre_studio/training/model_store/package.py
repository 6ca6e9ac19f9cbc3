"""A model on its way in or out: a folder or a zip that may come from anywhere.

Of a zip only the last part of each name is used, so that nothing is ever written outside the model's own
folder; what is no weights, JSON or text is refused, because a model is data and never code.
"""

import re
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from genre_studio.plugin_api.models import CONFIG_FILE
from genre_studio.training.model_store.checks import LARGEST_FILE, ModelStoreError

WEIGHTS_SUFFIX = ".safetensors"
TEXT_SUFFIXES = (".json", ".md", ".csv", ".txt")
_LARGEST_TEXT = 8 << 20  # bytes
_MOST_FILES = 64
_READ_AT_ONCE = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_. -]{0,127}")
_REFUSED = (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError)
"""What the zip reader raises: damage, a password, a method that nobody has, a number out of range."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of a model, not yet read."""

    name: str
    size: int  # as it is said to be, bytes
    open: Callable[[], IO[bytes]]


def unpack(source: Path, into: Path) -> None:
    """Copy a model's files out of a folder or a zip. Raises ModelStoreError, OSError."""
    if source.is_dir():
        _copy_all(source.name, _files_of_folder(source), into)
        return
    try:
        with zipfile.ZipFile(source) as archive:
            _copy_all(source.name, _files_of_zip(archive, source.name), into)
    except _REFUSED as error:
        raise ModelStoreError(f"{source.name} is not a zip that can be read: {error}.") from error


def pack(folder: Path, out: IO[bytes]) -> None:
    """The model's files as a zip, in a folder of its name. Raises OSError."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # weights do not become smaller
        for file in sorted(folder.iterdir()):
            if file.is_file() and file.suffix in (WEIGHTS_SUFFIX, *TEXT_SUFFIXES):
                archive.write(file, f"{folder.name}/{file.name}")


def _files_of_folder(folder: Path) -> list[PackedFile]:
    if not (folder / CONFIG_FILE).is_file():
        raise ModelStoreError(f"There is no model in {folder}: {CONFIG_FILE} is missing.")
    files = (path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file())
    return [PackedFile(path.name, path.stat().st_size, partial(_open, path)) for path in files]


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _files_of_zip(archive: zipfile.ZipFile, name: str) -> list[PackedFile]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    members = [member for member in members if not _is_rubbish(member.filename)]
    places = {_path(member.filename).parent for member in members}
    if not any(_path(member.filename).name == CONFIG_FILE for member in members):
        raise ModelStoreError(f"There is no model in {name}: {CONFIG_FILE} is missing.")
    if len(places) > 1:
        raise ModelStoreError(f"{name} holds several folders: a model's files must lie in one.")
    return [
        PackedFile(_path(m.filename).name, m.file_size, partial(archive.open, m))
        for m in members[: _MOST_FILES + 1]
    ]


def _path(member: str) -> PurePosixPath:
    return PurePosixPath(member.replace("\\", "/"))


def _is_rubbish(member: str) -> bool:
    """What file managers add on their own."""
    path = _path(member)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".")


def _copy_all(name: str, files: Iterable[PackedFile], into: Path) -> None:
    files = list(files)
    if len(files) > _MOST_FILES or len({file.name.lower() for file in files}) < len(files):
        raise ModelStoreError(f"{name} holds more files than a model has.")
    for file in files:
        _check(file)
    for file in files:
        _copy(file, into / file.name)


def _check(file: PackedFile) -> None:
    suffix = Path(file.name).suffix
    if _NAME.fullmatch(file.name) is None or suffix not in (WEIGHTS_SUFFIX, *TEXT_SUFFIXES):
        raise ModelStoreError(
            f"'{file.name[:80]}' is no part of a model: it may hold only .safetensors, .json and text. "
            "Nothing was imported."
        )
    if file.size > (LARGEST_FILE if suffix == WEIGHTS_SUFFIX else _LARGEST_TEXT):
        raise ModelStoreError(f"{file.name} is too large for a model. Nothing was imported.")


def _copy(file: PackedFile, to: Path) -> None:
    """No more than it said: a zip may hold more than its list tells."""
    left = file.size
    with file.open() as source, to.open("xb") as target:
        while data := source.read(min(_READ_AT_ONCE, left + 1)):
            left -= len(data)
            if left < 0:
                raise ModelStoreError(f"{file.name} is longer than it says. Nothing was imported.")
            target.write(data)
    with suppress(OSError):
        to.chmod(0o644)
