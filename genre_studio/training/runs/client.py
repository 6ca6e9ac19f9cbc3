"""Start, find, pause, resume and end training runs, from any program, without Qt or torch."""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from genre_studio.generation.python_child import child_command, start_apart
from genre_studio.training.runs.folder import RunFolder, Wish
from genre_studio.training.runs.identity import ProcessIdentity
from genre_studio.training.runs.playing import write_playing
from genre_studio.training.runs.request import RunRequest
from genre_studio.training.runs.run_log import RunLog
from genre_studio.training.runs.state import RunState, RunStatus

_PROCESS = "genre_studio.training.run_process"
_START_S = 5.0  # until the process that was just started is written down


class RunError(Exception):
    """What was asked of a run cannot be done; one sentence says why."""


def runs_folder() -> Path:
    """In the person's own data folder: a run holds what they waited hours for."""
    return user_data_path("genre-studio", appauthor=False) / "runs"


@dataclass(frozen=True, slots=True)
class Run:
    """One run as it stood when it was asked for; ask `Runs.find` again for how it stands now."""

    id: str
    folder: RunFolder
    request: RunRequest
    state: RunState

    @property
    def title(self) -> str:
        return self.request.title or self.id

    @property
    def model(self) -> Path | None:
        """The packed model's folder, once there is one."""
        return self.folder.path / self.state.model if self.state.model else None

    def log(self) -> RunLog:
        """A follower of its reports, from the first on."""
        return RunLog(self.folder.log)


class Runs:
    """The runs below one folder. Every method returns at once; none waits for a run.

    Several programs may use one folder: a run has one process, whoever started it.
    """

    def __init__(self, root: Path | None = None, now: Callable[[], float] = time.time) -> None:
        self.root = root if root is not None else runs_folder()
        self._now = now

    def all(self) -> tuple[Run, ...]:
        """Every run, the newest first."""
        if not self.root.is_dir():
            return ()
        names = sorted((path.name for path in self.root.iterdir() if path.is_dir()), reverse=True)
        found = (self._read(name) for name in names)
        return tuple(run for run in found if run is not None)

    def find(self, run_id: str) -> Run:
        """That run as it stands. Raises RunError where there is none."""
        run = self._read(run_id) if run_id and Path(run_id).name == run_id else None
        if run is None:
            raise RunError(f"There is no training run '{run_id}'.")
        return run

    def start(self, request: RunRequest) -> Run:
        """A new run in a process of its own, which goes on when this program ends. Raises RunError."""
        stem = datetime.fromtimestamp(self._now()).strftime("%Y%m%d-%H%M%S")
        try:
            folder = self._new_folder(f"{stem}-{request.plugin}")
            folder.samples.mkdir()
            folder.write_request(request)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RunError(f"The training run cannot be kept in {self.root}: {reason}.") from error
        self._launch(folder, RunState(RunStatus.STARTING, steps=request.steps))
        return self.find(folder.path.name)

    def pause(self, run_id: str) -> None:
        """Let it write a checkpoint and end its process, which frees memory and cores."""
        self._wish(run_id, Wish.PAUSE)

    def stop_and_keep(self, run_id: str) -> None:
        """Let it end and keep its best weights as a model; also from a pause."""
        run = self._wish(run_id, Wish.STOP)
        if not run.state.status.is_alive and run.state.status is not RunStatus.FINISHED:
            self._launch(run.folder, run.state)

    def resume(self, run_id: str) -> Run:
        """Go on from the last whole checkpoint. Raises RunError where it still runs or has finished."""
        run = self.find(run_id)
        if not run.state.status.can_resume:
            raise RunError(f"The training run '{run.title}' is {run.state.status}: it cannot be resumed.")
        run.folder.write_wish(Wish.RUN)
        self._launch(run.folder, run.state)
        return self.find(run_id)

    def remove(self, run_id: str) -> None:
        """Delete a run that has no process, with its checkpoints and samples. Raises RunError."""
        run = self.find(run_id)
        if run.state.status.is_alive:
            raise RunError(f"The training run '{run.title}' still runs: stop it first.")
        shutil.rmtree(run.folder.path, ignore_errors=True)

    def set_playing(self, playing: bool) -> None:
        """Say that something plays in this program: runs then keep off one core until it stops or ends."""
        write_playing(self.root, ProcessIdentity.of() if playing else None)

    def _new_folder(self, stem: str) -> RunFolder:
        number = 1
        self.root.mkdir(parents=True, exist_ok=True)
        while True:
            path = self.root / (stem if number == 1 else f"{stem}-{number}")
            with suppress(FileExistsError):
                path.mkdir()
                return RunFolder(path)
            number += 1

    def _wish(self, run_id: str, wish: Wish) -> Run:
        run = self.find(run_id)
        try:
            run.folder.write_wish(wish)
        except OSError as error:
            raise RunError(f"The training run '{run.title}' cannot be told: {error.strerror}.") from error
        return run

    def _launch(self, folder: RunFolder, state: RunState) -> None:
        folder.write_state(replace(state, status=RunStatus.STARTING, sentence="Starting"))
        try:
            folder.forget_process()
            folder.reserve_last_words()
            pid = start_apart(child_command(_PROCESS, str(folder.path)), folder.printed)
        except OSError as error:
            sentence = f"The training process could not be started: {error.strerror or error}."
            folder.write_state(replace(state, status=RunStatus.FAILED, sentence=sentence))
            raise RunError(sentence) from error
        if (identity := ProcessIdentity.of(pid)) is not None:
            folder.write_process(identity)

    def _read(self, name: str) -> Run | None:
        folder = RunFolder(self.root / name)
        request = folder.read_request()
        return None if request is None else Run(name, folder, request, self._true_state(folder))

    def _true_state(self, folder: RunFolder) -> RunState:
        """The state as written, unless its process is gone: then the run was interrupted."""
        process = folder.read_process()  # before the state: one that ends in between wrote its state first
        state = folder.read_state()
        if not state.status.is_alive or (process is not None and process.lives()):
            return state
        if process is None and self._now() - state.updated_at < _START_S:
            return state
        state = folder.read_state()  # it may have ended well since the first reading
        if not state.status.is_alive:
            return state
        sentence = "Its process ended without a word: killed, out of memory, or the power went. Resume it."
        return replace(state, status=RunStatus.INTERRUPTED, sentence=sentence)
