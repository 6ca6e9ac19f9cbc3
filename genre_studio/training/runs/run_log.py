"""A run's reports as JSON lines: appended by its process, followed by whoever watches."""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from genre_studio.training.reports import StepReport
from genre_studio.training.runs.plain_json import from_json, to_json

_READ_AT_ONCE = 4 << 20  # bytes; a long log is read in several turns


@dataclass(frozen=True, slots=True)
class LoggedSample:
    """A take that the model wrote while it learned, as a .mid file."""

    path: Path
    step: int
    title: str


RunEvent: TypeAlias = StepReport | LoggedSample | str
"""A step's report, a sample, or one sentence. A report with a step that came before takes the place of
those from that step on: the run was interrupted and went back to its last checkpoint."""


class LogWriter:
    """Appends events. A line that a crash cut short is closed first, so that it spoils none after it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with suppress(OSError), path.open("r+b") as file:
            if file.seek(0, 2) and (file.seek(-1, 2), file.read(1))[1] != b"\n":
                file.write(b"\n")

    def write(self, event: RunEvent) -> None:
        """Append one line. Raises OSError."""
        with self._path.open("ab") as file:
            file.write(json.dumps(_record(event)).encode() + b"\n")


class RunLog:
    """Follows a log from its beginning; one reader each, cheap to ask often."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = 0

    def read_new(self) -> list[RunEvent]:
        """What was added since the last call, in order; nothing while there is no log."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._place)
                data = file.read(_READ_AT_ONCE)
        except OSError:
            return []
        whole = data[: data.rfind(b"\n") + 1]
        if not whole and len(data) == _READ_AT_ONCE:  # no line is that long: skip what cannot be one
            self._place += len(data)
        self._place += len(whole)
        events = (_event(line, self._path.parent) for line in whole.splitlines())
        return [event for event in events if event is not None]


def _record(event: RunEvent) -> dict[str, Any]:
    if isinstance(event, str):
        return {"kind": "sentence", "text": event}
    if isinstance(event, LoggedSample):
        return {"kind": "sample", "file": event.path.name, "step": event.step, "title": event.title}
    record = to_json(event)
    if not math.isfinite(event.loss):
        record["loss"] = None  # JSON knows no infinity
    if event.held_out is not None:
        record["held_out"] = {name: value for name, value in event.held_out.items() if math.isfinite(value)}
    said = {name: value for name, value in record.items() if value is not None and value != ""}
    return {"kind": "step"} | said


def _event(line: bytes, folder: Path) -> RunEvent | None:
    try:
        record = json.loads(line)
        match record["kind"]:
            case "sentence":
                return str(record["text"])
            case "sample":
                name = Path(str(record["file"])).name
                return LoggedSample(folder / "samples" / name, int(record["step"]), str(record["title"]))
            case "step":
                return from_json(StepReport, {"loss": math.nan} | _without_kind(record))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass  # cut short by a crash, or of a newer studio
    return None


def _without_kind(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "kind"}
