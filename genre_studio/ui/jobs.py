"""Jobs: work that would freeze the window, each in a QThread that drives a worker process."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.discovery import PluginRecord
from genre_studio.generation.outcomes import Message, PartialNotes, Progress, TakeReady
from genre_studio.plugin_api.request import Request
from genre_studio.ui.one_job import StoppableJob


class GenerationJob(StoppableJob):
    """One press of the main button.

    Signals:
        progressed: Progress.
        notes_arrived: PartialNotes, as the plugin writes them.
        take_arrived: Take, whole and checked.
        ended: the Outcome, once and last.
    """

    progressed = Signal(object)
    notes_arrived = Signal(object)
    take_arrived = Signal(object)
    ended = Signal(object)

    def __init__(
        self, client: WorkerClient, plugin_id: str, request: Request, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._plugin_id = plugin_id
        self._stop = threading.Event()
        self.request = request

    def stop(self) -> None:
        """Ask it to end as cancelled. A flag, so that it works while the thread is busy."""
        self._stop.set()

    def run(self) -> None:
        self.ended.emit(self._client.run(self._plugin_id, self.request, self._pass_on, self._stop))

    def _pass_on(self, message: Message) -> None:
        match message:
            case Progress():
                self.progressed.emit(message)
            case PartialNotes():
                self.notes_arrived.emit(message)
            case TakeReady(take):
                self.take_arrived.emit(take)


class DiscoveryJob(QThread):
    """Finds the plugins: a few milliseconds, but seconds where one of them hangs.

    Signals: found: a tuple of PluginRecords.
    """

    found = Signal(object)

    def __init__(
        self, discover: Callable[[], tuple[PluginRecord, ...]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._discover = discover

    def run(self) -> None:
        self.found.emit(self._discover())
