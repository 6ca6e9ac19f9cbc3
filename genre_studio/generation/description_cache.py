"""Plugin descriptions between starts: a JSON file in the user's cache folder, safe to delete."""

import contextlib
import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import platformdirs

from genre_studio import __version__
from genre_studio.generation.describe_process import Description
from genre_studio.generation.info_codec import InfoError, info_from_json, info_to_json
from genre_studio.generation.outcomes import Failed, FailureKind, Place

_LARGEST_CACHE = 8_000_000
_MOST_FILES = 2_000


def default_cache_path() -> Path:
    return Path(platformdirs.user_cache_dir("genre-studio", appauthor=False)) / "plugins.json"


def stamp_of(entry: metadata.EntryPoint) -> str:
    """A text that changes when the plugin is installed anew, edited, or the interpreter changes."""
    distribution = (entry.dist.name, entry.dist.version) if entry.dist else ("", "")
    parts = (__version__, sys.version, entry.name, entry.value, *distribution, *_code_state(entry))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _code_state(entry: metadata.EntryPoint) -> tuple[object, ...]:
    """Place, number, size and newest change of the plugin's Python files, found without importing it."""
    with contextlib.suppress(ImportError, ValueError, AttributeError):
        spec = importlib.util.find_spec(entry.module.partition(".")[0])
        if spec is not None:
            folders = list(spec.submodule_search_locations or ())
            files = [Path(spec.origin)] if spec.origin else []
            for folder in folders:
                files.extend(_python_files(Path(folder)))
            states = [path.stat() for path in files[:_MOST_FILES] if path.is_file()]
            newest = max((state.st_mtime_ns for state in states), default=0)
            return (spec.origin, folders, len(states), sum(s.st_size for s in states), newest)
    return ("nowhere",)


def _python_files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found.extend(Path(parent) / name for name in names if name.endswith(".py"))
        if len(found) > _MOST_FILES:
            break
    return found


def _installation_state() -> str:
    """Changes when anything is installed: a failure may have been a missing dependency."""
    states = []
    for folder in sys.path:
        with contextlib.suppress(OSError):
            states.append((folder, Path(folder or ".").stat().st_mtime_ns))
    return hashlib.sha256(repr(states).encode()).hexdigest()


class DescriptionCache:
    """The file at `path`. One that cannot be read or written costs time, never a plugin."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, stamps: Mapping[metadata.EntryPoint, str]) -> dict[metadata.EntryPoint, Description]:
        """The descriptions that are still true."""
        saved = self._read()
        installation = _installation_state()
        found = {}
        for entry, stamp in stamps.items():
            with contextlib.suppress(InfoError, KeyError, TypeError, ValueError):
                found[entry] = _from_json(saved[stamp], installation)
        return found

    def save(self, descriptions: Mapping[str, Description]) -> None:
        """Write descriptions by stamp, whole or not at all."""
        installation = _installation_state()
        values = {stamp: _to_json(description, installation) for stamp, description in descriptions.items()}
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(values), encoding="utf-8")
            partial.replace(self._path)

    def _read(self) -> dict[str, Any]:
        with contextlib.suppress(OSError, ValueError):
            if self._path.stat().st_size <= _LARGEST_CACHE:
                saved = json.loads(self._path.read_text(encoding="utf-8"))
                return saved if isinstance(saved, dict) else {}
        return {}


def _to_json(description: Description, installation: str) -> dict[str, Any]:
    if description.info is not None:
        return {"info": info_to_json(description.info)}
    failure = description.failure
    assert failure is not None
    return {
        "installation": installation,
        "failure": [failure.sentence, failure.place, failure.kind, failure.traceback, failure.log],
    }


def _from_json(values: dict[str, Any], installation: str) -> Description:
    if "info" in values:
        return Description(info=info_from_json(values["info"]))
    if values["installation"] != installation:
        raise ValueError("something was installed since this plugin failed")
    sentence, place, kind, trace, log = values["failure"]
    return Description(failure=Failed(str(sentence), Place(place), FailureKind(kind), str(trace), str(log)))
