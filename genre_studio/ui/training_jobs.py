"""Threads behind the training window: one reads music into a dataset, one follows a run."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from genre_studio.music.midi_file import MidiFileError, read_song
from genre_studio.music.song import Song
from genre_studio.training.dataset import BuildRequest, DatasetBuild, DatasetError, DatasetFilters
from genre_studio.training.dataset.places import build_request, forget_other_choices
from genre_studio.training.model_store import ModelStore, ModelStoreError
from genre_studio.training.reports import StepReport
from genre_studio.training.runs import LoggedSample, Run, RunError, RunLog, Runs
from genre_studio.ui.one_job import Job, StoppableJob

_LOOK_EVERY_S = 0.25
_LIST_EVERY = 8  # looks


@dataclass(frozen=True, slots=True)
class HeardSample:
    """A take at a checkpoint, read from its file."""

    logged: LoggedSample
    song: Song


@dataclass(frozen=True, slots=True)
class RunNews:
    """How a run stands, and what it reported since the last news; all of it where it `is_first`."""

    run: Run
    reports: tuple[StepReport, ...]
    samples: tuple[HeardSample, ...]
    is_first: bool


class DatasetJob(Job):
    """Reads music; once it succeeded `request` says what was read, and to where.

    Signals: those of a Job, and reported(object): a DatasetReport, a few a second.
    """

    reported = Signal(object)

    def __init__(
        self,
        sources: Sequence[Path],
        filters: DatasetFilters,
        genre: str,
        licence: str,
        runs: Runs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.request: BuildRequest | None = None
        self._runs = runs
        self._sources, self._filters = tuple(sources), filters
        self._genre, self._licence = genre, licence
        self._stopped = threading.Event()
        self._build: DatasetBuild | None = None
        self._starting = threading.Lock()

    def stop(self) -> None:
        """End it, from any thread; what was read is remembered."""
        self._stopped.set()
        with self._starting:
            if self._build is not None:
                self._build.cancel()

    def run(self) -> None:
        try:
            request, trouble = self._read(), ""
        except (DatasetError, OSError) as error:
            request, trouble = None, str(error)
        if self._stopped.is_set():
            self.cancelled.emit()
        elif request is None:
            self.failed.emit(trouble)
        else:
            self.request = request
            self.succeeded.emit()

    def _read(self) -> BuildRequest | None:
        """What was read; None where it was stopped before anything was. Raises DatasetError, OSError."""
        request = build_request(self._sources, self._filters, self._genre, self._licence)
        with self._starting:
            if self._stopped.is_set():
                return None
            self._build = DatasetBuild(request, self._filters)
        for report in self._build.reports():
            self.reported.emit(report)
        if not self._stopped.is_set():
            forget_other_choices(Path(request.out), [Path(run.request.music) for run in self._runs.all()])
        return request


class ImportJob(QThread):
    """Copies models into the store. Signals: imported(object): a ModelInfo. failed(str): one sentence."""

    imported = Signal(object)
    failed = Signal(str)

    def __init__(self, paths: Sequence[Path], plugins: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths, self._plugins = tuple(paths), tuple(plugins)

    def run(self) -> None:
        for path in self._paths:
            try:
                self.imported.emit(ModelStore().import_from(path, self._plugins))
            except ModelStoreError as error:
                self.failed.emit(str(error))


class RunWatch(StoppableJob):
    """Follows one run and lists them all, until `stop`.

    Signals: listed(object): a tuple of Runs, the newest first. told(object): RunNews of the run watched.
    """

    listed = Signal(object)
    told = Signal(object)

    def __init__(self, runs: Runs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._stopped, self._hurry = threading.Event(), threading.Event()
        self._watched = ""

    def watch(self, run_id: str) -> None:
        """Follow this run from its first report on; from any thread."""
        self._watched = run_id
        self._hurry.set()

    def look_now(self) -> None:
        """Something was asked of a run: do not wait for the next look."""
        self._hurry.set()

    def stop(self) -> None:
        self._stopped.set()
        self._hurry.set()

    def run(self) -> None:
        looks, watched, log = 0, "", RunLog(Path())
        while not self._stopped.is_set():
            is_hurried = self._hurry.is_set()
            self._hurry.clear()
            if is_hurried or looks % _LIST_EVERY == 0:
                self.listed.emit(self._runs.all())
            looks += 1
            is_first = self._watched != watched
            with suppress(RunError):
                if self._watched:
                    run = self._runs.find(self._watched)
                    if is_first:
                        watched, log = run.id, run.log()
                    self.told.emit(_news(run, log, is_first=is_first))
            self._hurry.wait(_LOOK_EVERY_S)


def _news(run: Run, log: RunLog, *, is_first: bool) -> RunNews:
    events = log.read_new()
    while more := log.read_new():  # a long log is read in several turns
        events += more
    reports = tuple(event for event in events if isinstance(event, StepReport))
    samples = []
    for event in events:
        if isinstance(event, LoggedSample):
            with suppress(OSError, MidiFileError):  # removed meanwhile: a sample less
                samples.append(HeardSample(event, read_song(event.path).song))
    return RunNews(run, reports, tuple(samples), is_first)
