"""A run's folder: what lies in it, and how each file is read and written.

request.json    what was asked; written once
state.json      how it fares; always whole
last-words      room kept for one sentence, so that even a full disk can be told of
process.json    the process that works on it: number and start time
wish            what a person wants of it: run, pause or stop
reports.jsonl   one report a line, appended
samples/        takes at checkpoints, .mid
work/           the trainer's: checkpoint, best weights, prepared music
model-.../      the packed model, once there is one
printed.txt     what the process printed
lock            held by the process, released by the system when it dies
"""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from genre_studio.training.runs.identity import ProcessIdentity
from genre_studio.training.runs.plain_json import from_json, to_json
from genre_studio.training.runs.request import RunRequest
from genre_studio.training.runs.state import RunState, RunStatus
from genre_studio.training.whole_files import write_text

_LARGEST_JSON = 1_000_000
_LAST_WORDS_BYTES = 4096


class Wish(StrEnum):
    """What a person wants of a run."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"  # and keep what was learned


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The files of one run. Reading never raises for damage; writing raises OSError."""

    path: Path

    @property
    def log(self) -> Path:
        return self.path / "reports.jsonl"

    @property
    def samples(self) -> Path:
        return self.path / "samples"

    @property
    def work(self) -> Path:
        return self.path / "work"

    @property
    def model(self) -> Path:
        """Named after the run: a model's folder is its id, which tells it from others."""
        return self.path / f"model-{self.path.name}"[:64]

    @property
    def printed(self) -> Path:
        return self.path / "printed.txt"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    def read_request(self) -> RunRequest | None:
        """None where there is none, or none that this studio can read."""
        return _read(RunRequest, self.path / "request.json")

    def write_request(self, request: RunRequest) -> None:
        write_text(self.path / "request.json", json.dumps(to_json(request), indent=1))

    def read_state(self) -> RunState:
        """The state as last written; what a full disk left unsaid included."""
        state = _read(RunState, self.path / "state.json") or RunState(RunStatus.INTERRUPTED)
        if state.status.is_alive and (words := self._read_last_words()):
            return replace(state, status=RunStatus.FAILED, sentence=words)
        return state

    def write_state(self, state: RunState, *, durable: bool = True) -> None:
        """Written whole; where the disk has no room, its sentence goes to the room kept for that."""
        state = replace(state, updated_at=time.time())
        try:
            write_text(self.path / "state.json", json.dumps(to_json(state), indent=1), durable=durable)
        except OSError:
            if not state.status.is_alive:
                self._write_last_words(state.sentence)

    def reserve_last_words(self) -> None:
        """Take the room that `write_state` falls back to, and clear what was said in it."""
        (self.path / "last-words").write_bytes(b" " * _LAST_WORDS_BYTES)

    def read_process(self) -> ProcessIdentity | None:
        return _read(ProcessIdentity, self.path / "process.json")

    def write_process(self, process: ProcessIdentity) -> None:
        write_text(self.path / "process.json", json.dumps(to_json(process)), durable=False)

    def forget_process(self) -> None:
        (self.path / "process.json").unlink(missing_ok=True)

    def read_wish(self) -> Wish:
        """RUN where nothing readable says otherwise."""
        with suppress(OSError, ValueError):
            return Wish((self.path / "wish").read_text(encoding="utf-8").strip())
        return Wish.RUN

    def write_wish(self, wish: Wish) -> None:
        write_text(self.path / "wish", str(wish))

    def _read_last_words(self) -> str:
        with suppress(OSError):
            return (
                (self.path / "last-words").read_bytes()[:_LAST_WORDS_BYTES].decode(errors="replace").strip()
            )
        return ""

    def _write_last_words(self, sentence: str) -> None:
        words = sentence.encode()[: _LAST_WORDS_BYTES // 2]
        with suppress(OSError), (self.path / "last-words").open("r+b") as file:
            file.write(words.ljust(_LAST_WORDS_BYTES))


_T = TypeVar("_T")


def _read(cls: type[_T], path: Path) -> _T | None:
    """The checked value of a JSON file; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return from_json(cls, json.loads(file.read(_LARGEST_JSON)))
    except (OSError, ValueError, RecursionError):
        return None
