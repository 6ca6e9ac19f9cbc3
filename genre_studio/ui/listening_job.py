"""Preparing a listening test, as a job: a QThread that waits for the process which renders."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from genre_studio.evaluation.listening import Kind, Material, make_test
from genre_studio.evaluation.listening.preparing import prepare_folder
from genre_studio.music.song import Song
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.render_client import ClipsRendering
from genre_studio.plugin_api import GenerationError
from genre_studio.ui.one_job import Job

MOST_TRIALS = 24
SECONDS = 12.0


class _Stopped(Exception):
    """A person asked to stop."""


class ListeningJob(Job):
    """One folder. Signals: those of a Job, and progressed(float): 0..1."""

    progressed = Signal(float)

    def __init__(
        self,
        found: Sequence[tuple[Material, Song]],
        kind: Kind,
        folder: Path,
        seed: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self._found, self._kind, self._seed = found, kind, seed
        self._rendering: ClipsRendering | None = None
        self._is_stopped = False

    def stop(self) -> None:
        self._is_stopped = True
        if self._rendering is not None:
            self._rendering.cancel()

    def run(self) -> None:
        try:
            self._prepare()
        except _Stopped:
            self.cancelled.emit()
        except (GenerationError, PlaybackError) as error:
            self.failed.emit(str(error))
        else:
            self.succeeded.emit()

    def _prepare(self) -> None:
        material = [material for material, _ in self._found]
        test, places = make_test(
            self._kind, material, seed=self._seed, most_trials=MOST_TRIALS, seconds=SECONDS
        )
        key = {name: material[place] for name, place in places.items()}
        songs = {name: self._found[places[name]][1] for name in sorted(places)}
        prepare_folder(
            test,
            key,
            songs,
            self.folder,
            self._render,
            about={"seed": self._seed},
            progress=self.progressed.emit,
        )

    def _render(self, songs: Mapping[str, Song], folder: Path, progress: Callable[[float], None]) -> None:
        self._rendering = ClipsRendering(songs, folder, SECONDS)
        if self._is_stopped:  # between the two lines before this one
            self._rendering.cancel()
        for fraction in self._rendering.run():
            progress(fraction)
        if self._rendering.is_cancelled:
            raise _Stopped
