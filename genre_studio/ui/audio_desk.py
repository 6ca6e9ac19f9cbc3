"""Exporting the song as sound: asked where, written in the background, told when it is there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.ui.audio_job import AudioJob
from genre_studio.ui.file_choosing import choose_place
from genre_studio.ui.one_job import OneJob
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.job_progress import JobProgress
from genre_studio.ui.song_files import SongFiles

WAV_FILES = "Sound files (*.wav);;All files (*)"


class AudioDesk(QObject):
    """One export at a time. Signals: said(str): what just happened."""

    said = Signal(str)

    def __init__(
        self, document: Document, files: SongFiles, banner: Banner, progress: JobProgress, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document, self._files, self._window = document, files, window
        self._banner, self._progress = banner, progress
        self._writing: OneJob[AudioJob] = OneJob()
        progress.stop_pressed.connect(self.stop)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {"export_audio": self.export}

    @property
    def is_running(self) -> bool:
        return self._writing.is_running

    @Slot()
    def export(self) -> None:
        """Ask where, and write what the tracks that are not muted sound like."""
        if (job := self._writing.job) is not None:
            self.said.emit(f"{job.path.name} is still being written.")
            return
        name = self._files.path.stem if self._files.path else self._document.song.title or "Song"
        suggested = self._files.folder / f"{name}.wav"
        choose_place(self._window, "Export the song as audio", suggested, WAV_FILES, self.export_to)

    def export_to(self, path: Path) -> None:
        """Write the song as it is now; edits made meanwhile are not in it."""
        if path.suffix.lower() != ".wav":
            path = path.with_name(f"{path.name}.wav")
        job = AudioJob(self._document.song, path, self)
        job.progressed.connect(self._progress.show_fraction)
        job.succeeded.connect(self._succeed)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._cancel)
        self._progress.begin(f"Writing {path.name}")
        self._writing.start(job)

    @Slot()
    def stop(self) -> None:
        self._writing.stop()

    def close(self) -> None:
        """End what runs; returns once it has ended."""
        self._writing.close()

    @Slot()
    def _succeed(self) -> None:
        self._end(lambda path: f"Wrote {path.name} to {path.parent}.")

    @Slot()
    def _cancel(self) -> None:
        self._end(lambda path: f"Stopped; {path.name} was not written.")

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._end(lambda _: sentence)
        self._banner.show_message(sentence, is_error=True)

    def _end(self, sentence_of: Callable[[Path], str]) -> None:
        if (job := self._writing.end()) is not None:
            self._progress.end()
            self.said.emit(sentence_of(job.path))
