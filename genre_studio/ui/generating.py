"""Generating: from a press of the main button to takes on the shelf. One run at a time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord
from genre_studio.generation.outcomes import (
    Cancelled,
    Failed,
    FailureKind,
    Outcome,
    PartialNotes,
    Progress,
    Succeeded,
)
from genre_studio.plugin_api import PluginInfo, Request, Take
from genre_studio.ui.jobs import GenerationJob
from genre_studio.ui.one_job import OneJob
from genre_studio.ui.take_shelf import TakeShelf

_SETTLED_MS = 150
_FRAME_MS = 16
ClientMaker = Callable[[Sequence[PluginRecord]], WorkerClient]


class Generating(QObject):
    """Runs jobs and puts what they bring on the shelf.

    Signals:
        running_changed(bool).
        progressed(float, str): fraction of the run, and a few words.
        ended(object, object): the Request and its Outcome, once the shelf shows what is left of it.
        records_changed(): a plugin fares otherwise than before; read `records`.
    """

    running_changed = Signal(bool)
    progressed = Signal(float, str)
    ended = Signal(object, object)
    records_changed = Signal()

    def __init__(
        self, shelf: TakeShelf, make_client: ClientMaker = WorkerClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._make_client = make_client
        self._client: WorkerClient | None = None
        self._running: OneJob[GenerationJob] = OneJob()
        self._info: PluginInfo | None = None
        self._wish: tuple[str, Request] | None = None
        self._waiting: list[PartialNotes] = []
        self.records: tuple[PluginRecord, ...] = ()
        self._settled = _single_shot(self, _SETTLED_MS, self._prepare)
        self._frame = _single_shot(self, _FRAME_MS, self._show_waiting)

    @property
    def client(self) -> WorkerClient | None:
        """Who runs the generators, for runs that bring no takes to the shelf; None before there are any."""
        return self._client

    @property
    def is_running(self) -> bool:
        return self._running.is_running

    @property
    def takes_asked(self) -> int:
        """How many takes the run that goes on is to bring; 0 where there is none."""
        job = self._running.job
        return job.request.takes if job is not None else 0

    def set_records(self, records: tuple[PluginRecord, ...]) -> None:
        """Work with these plugins from now on, in a worker process that starts at once."""
        self.records = records
        if self._client is not None:
            self._client.close()
        self._client = self._make_client(records)
        if any(record.usable for record in records):
            self._client.start()
        self.records_changed.emit()

    def prepare_soon(self, info: PluginInfo, request: Request) -> None:
        """Let the plugin get ready for this request, once nothing has changed for a moment."""
        self._wish = (info.id, request)
        if not self.is_running:
            self._settled.start()

    def ask(self, info: PluginInfo, request: Request, parent: int | None = None) -> None:
        """Start a run; `parent` is the id of the take that it is to be like. Nothing while one is running."""
        if self._client is None or self.is_running:
            return
        self._settled.stop()
        self._info = info
        job = GenerationJob(self._client, info.id, request, self)
        job.progressed.connect(self._progress)
        job.notes_arrived.connect(self._show_notes)
        job.take_arrived.connect(self._show_take)
        job.ended.connect(self._end)
        self._running.start(job)  # what it brings waits for the event loop
        self._shelf.begin(request, info, parent)
        self.running_changed.emit(True)

    @Slot()
    def stop(self) -> None:
        """Ask the run to end; what is whole by then stays on the shelf."""
        self._running.stop()

    def close(self) -> None:
        """End the run and the worker, and wait for both."""
        self._settled.stop()
        self._frame.stop()
        self._running.stop()
        if self._client is not None:
            self._client.close()
        self._running.end()

    @Slot()
    def _prepare(self) -> None:
        if self._client is not None and self._wish is not None and not self.is_running:
            self._client.prepare(*self._wish)

    @Slot(object)
    def _progress(self, progress: Progress) -> None:
        self.progressed.emit(progress.fraction, progress.text)

    @Slot(object)
    def _show_notes(self, part: PartialNotes) -> None:
        """The first notes at once; those that follow within a frame together."""
        self._waiting.append(part)
        if not self._frame.isActive():
            self._show_waiting()
            self._frame.start()

    @Slot()
    def _show_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for part in waiting:
            self._shelf.add_notes(part)

    @Slot(object)
    def _show_take(self, take: Take) -> None:
        self._show_waiting()
        self._shelf.finish(take)

    @Slot(object)
    def _end(self, outcome: Outcome) -> None:
        job = self._running.end()
        if job is None or self._info is None:
            return
        self._show_waiting()
        for take in outcome.takes if isinstance(outcome, Succeeded | Cancelled) else ():
            self._shelf.finish(take)
        self._shelf.end()
        self._remember(self._info.id, outcome)
        self.running_changed.emit(False)
        self.ended.emit(job.request, outcome)

    def _remember(self, plugin_id: str, outcome: Outcome) -> None:
        self.records = tuple(
            r.after(outcome) if r.usable and r.info is not None and r.info.id == plugin_id else r
            for r in self.records
        )
        self.records_changed.emit()


def outcome_sentence(request: Request, outcome: Outcome) -> str:
    """What just happened, in a composer's words."""
    match outcome:
        case Succeeded(takes):
            count = "1 take" if len(takes) == 1 else f"{len(takes)} takes"
            return f"{count} ready. Listen to one, keep it, or drag it out."
        case Cancelled(takes):
            return f"Stopped.{_finished_text(len(takes), request.takes)} Your song is as it was."
        case Failed(sentence=sentence, kind=FailureKind.REFUSED):
            return sentence
        case Failed(kind=FailureKind.RAISED):
            return "The generator stopped; your song is safe. It met an error of its own."
        case Failed(sentence=sentence):
            return f"The generator stopped; your song is safe. {sentence}"


def _finished_text(finished: int, asked: int) -> str:
    """What becomes of a run that was stopped: "", or a sentence that begins with a space."""
    if not finished:
        return ""
    stay = "1 take was finished and stays" if finished == 1 else f"{finished} takes were finished and stay"
    left = asked - finished
    if not left:
        return f" {stay}."
    return f" {stay}; the unfinished {'one is' if left == 1 else f'{left} are'} gone."


def _single_shot(parent: Generating, interval_ms: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(slot)
    return timer
