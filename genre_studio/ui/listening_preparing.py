"""Making a blind test of the song's takes: asked where, rendered in the background, told when it is there."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.evaluation.listening import Material
from genre_studio.evaluation.listening.preparing import key_path
from genre_studio.music.song import Song
from genre_studio.ui.file_choosing import choose_place
from genre_studio.ui.listening_job import ListeningJob
from genre_studio.ui.one_job import OneJob
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.listening_page import ListeningPage
from genre_studio.ui.song_files import SongFiles


class ListeningPreparing(QObject):
    """One test at a time. `material` gives what a test may be made of.

    Signals:
        said(str): what just happened.
        prepared(object): the Path of a folder that is ready.
    """

    said = Signal(str)
    prepared = Signal(object)

    def __init__(self, page: ListeningPage, files: SongFiles, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._files, self._banner = page, files, banner
        self.material: Callable[[], Sequence[tuple[Material, Song]]] = lambda: ()
        self._making: OneJob[ListeningJob] = OneJob()
        page.prepare_asked.connect(self._ask_prepare)
        page.progress.stop_pressed.connect(self._stop_preparing)

    @property
    def is_running(self) -> bool:
        return self._making.is_running

    def close(self) -> None:
        """End what runs; returns once it has ended."""
        self._making.close()

    def prepare_into(self, folder: Path, seed: int = 7) -> None:
        """Make a test of the song's takes in a new folder, in the background, and open it."""
        if (running := self._making.job) is not None:
            self.said.emit(f"{running.folder.name} is still being prepared.")
            return
        job = ListeningJob(self.material(), self._page.asked_kind, folder, seed, self)
        job.progressed.connect(self._page.progress.show_fraction)
        job.succeeded.connect(self._succeed)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._cancel)
        self._page.progress.begin(f"Preparing {folder.name}")
        self._making.start(job)

    @Slot()
    def _ask_prepare(self) -> None:
        place = self._files.folder / "Listening test"
        choose_place(self._page.window(), "A new folder for the test", place, "", self.prepare_into)

    @Slot()
    def _stop_preparing(self) -> None:
        self._making.stop()

    @Slot()
    def _succeed(self) -> None:
        if (folder := self._end_job()) is not None:
            self.prepared.emit(folder)
            self.said.emit(f"The test is in {folder}; send that, and keep {key_path(folder).name} beside it.")

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._end_job()
        self._banner.show_message(sentence, is_error=True)

    @Slot()
    def _cancel(self) -> None:
        if (folder := self._end_job()) is not None:
            self.said.emit(f"Stopped; {folder.name} was not made.")

    def _end_job(self) -> Path | None:
        if (job := self._making.end()) is None:
            return None
        self._page.progress.end()
        return job.folder
