"""An evaluation in the background: a QThread that waits for `genre-studio evaluate`."""

import json
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from genre_studio.generation.python_child import child_command, detached, end_child
from genre_studio.ui.one_job import Job

_COMMAND = "genre_studio.cli.evaluate_process"  # by name: the window imports no torch


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """What is asked."""

    models: tuple[str, ...]  # "plugin/model"
    genres: tuple[str, ...]
    takes: int
    data: Path | None  # a corpus; None: the demo song and the shipped numbers
    folder: Path  # of the report

    @property
    def arguments(self) -> list[str]:
        where = [] if self.data is None else ["--data", str(self.data)]
        return [
            *("--models", ",".join(self.models)),
            *("--genres", ",".join(self.genres)),
            *("--takes", str(self.takes)),
            *("--out", str(self.folder)),
            *where,
            "--json",
        ]


class EvaluationJob(Job):
    """One report. Signals: those of a Job, and progressed(float, str): 0..1 and a few words."""

    progressed = Signal(float, str)

    def __init__(
        self, plan: EvaluationPlan, parent: QObject | None = None, *, command: Sequence[str] | None = None
    ) -> None:
        """`command` is what is run in place of the command line, for tests."""
        super().__init__(parent)
        self.plan = plan
        self._command = list(command or child_command(_COMMAND, *plan.arguments))
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()

    def stop(self) -> None:
        """End it, from any thread. The report appears whole or not at all."""
        self._stopped.set()
        with self._starting:
            if self._process is not None:
                with suppress(OSError):
                    self._process.kill()

    def run(self) -> None:
        sentence = self._sentence()
        if self._stopped.is_set():
            self.cancelled.emit()
        elif sentence:
            self.failed.emit(sentence)
        else:
            self.succeeded.emit()

    def _sentence(self) -> str:
        """Follow the process to its end; what went wrong, empty for nothing."""
        try:
            with self._starting:
                if self._stopped.is_set():
                    return ""
                process = self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    **detached(),
                )
        except OSError as error:
            return f"The evaluation could not be started: {error.strerror}."
        said = {"error": "The evaluation stopped unexpectedly."}
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                message = _message(line)
                if "fraction" in message:
                    self.progressed.emit(float(message["fraction"]), str(message.get("words", "")))
                elif message:
                    said = message
        end_child(process)
        return str(said.get("error", ""))


def _message(line: bytes) -> dict[str, str]:
    """One line of the process; empty where it is none of its messages."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
