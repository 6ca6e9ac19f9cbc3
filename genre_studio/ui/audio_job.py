"""Writing sound, as a job: a QThread that waits for a process."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from genre_studio.music.song import Song
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.render_client import Rendering
from genre_studio.ui.one_job import Job


class AudioJob(Job):
    """One export. Signals: those of a Job, and progressed(float): 0..1."""

    progressed = Signal(float)

    def __init__(self, song: Song, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._rendering = Rendering(song, path)

    def stop(self) -> None:
        self._rendering.cancel()

    def run(self) -> None:
        try:
            for fraction in self._rendering.run():
                self.progressed.emit(fraction)
        except PlaybackError as error:
            self.failed.emit(str(error))
            return
        (self.cancelled if self._rendering.is_cancelled else self.succeeded).emit()
