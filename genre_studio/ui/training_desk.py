"""Training from the window: music read, runs started, followed and ended."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.generation.discovery import PluginRecord
from genre_studio.plugin_api import Ability, PluginInfo
from genre_studio.plugin_api.models import ModelInfo, models_of
from genre_studio.training.dataset import DatasetReport
from genre_studio.training.runs import Run, RunError, RunRequest, Runs
from genre_studio.ui.file_choosing import choose_files, choose_folder
from genre_studio.ui.models_desk import ModelsDesk
from genre_studio.ui.one_job import StoppableJob
from genre_studio.ui.playing import Playing
from genre_studio.ui.sample_desk import SampleDesk
from genre_studio.ui.theme import Theme
from genre_studio.ui.training_jobs import DatasetJob, RunNews, RunWatch

if TYPE_CHECKING:
    from genre_studio.ui.panels.training_window import TrainingWindow

_MUSIC = "Music (*.mid *.midi *.zip);;All files (*)"


class TrainingDesk(QObject):
    """Joins the training window and the runs. The window is made when it is first asked for, with the
    desks of its models and samples.

    Signals:
        said(str): what just happened.
        models_changed(): there are other models than before.
        use_asked(str, str): this plugin's model is to write from now on.
        compare_asked(str, str, str): plugin id and two of its models.
    """

    said = Signal(str)
    models_changed = Signal()
    use_asked = Signal(str, str)
    compare_asked = Signal(str, str, str)

    def __init__(self, playing: Playing, theme: Callable[[], Theme], parent: QWidget) -> None:
        super().__init__(parent)
        self._playing, self._theme, self._parent = playing, theme, parent
        self.runs = Runs()
        self.window: TrainingWindow | None = None
        self._models: ModelsDesk | None = None
        self._infos: tuple[PluginInfo, ...] = ()
        self._reading: DatasetJob | None = None
        self._follower: RunWatch | None = None
        self._trained: set[str] | None = None  # the runs that left a model; None before they were listed
        self._told_playing = False
        playing.moved.connect(self._tell_playing)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {"train_models": self.open}

    def show_records(self, records: Iterable[PluginRecord]) -> None:
        """Work with the plugins that are ready."""
        self._infos = tuple(r.info for r in records if r.usable and r.info is not None)
        self._offer()

    @Slot()
    def open(self) -> None:
        """Show the window; runs that go on are found again."""
        if self.window is None:
            # By name: it brings pyqtgraph, for which the studio's start does not wait.
            panels = import_module("genre_studio.ui.panels.training_window")
            self.window = panels.TrainingWindow(self._theme(), self._parent)
            self._connect(self.window)
            self._offer()
        self.window.show()
        self.window.activateWindow()
        if self._follower is None:
            self._follower = RunWatch(self.runs, self)
            self._follower.listed.connect(self._show_runs)
            self._follower.told.connect(self._show_news)
            self._follower.watch(self.window.watch.run_id)
            self._follower.start()

    def set_theme(self, theme: Theme) -> None:
        if self.window is not None:
            self.window.set_theme(theme)

    def close(self) -> None:
        """Stop following and reading; runs go on by themselves."""
        reading = self.findChildren(DatasetJob)  # one that was told to end may still be about it
        jobs: list[StoppableJob] = [*reading, *filter(None, [self._follower])]
        for job in jobs:
            job.stop()
        for job in jobs:
            job.wait()
        if self._models is not None:
            self._models.close()
        self._follower = self._reading = None
        if self._told_playing:
            self.runs.set_playing(False)

    @Slot()
    def read_music(self) -> None:
        """Read what the page names, in place of what is being read."""
        page = self._page.music
        self._stop_reading()
        page.show_ready(False)
        if not page.sources:
            return
        genre, licence = page.genre.text().strip(), page.licence.text().strip()
        self._reading = job = DatasetJob(page.sources, page.filters, genre, licence, self.runs, self)
        job.reported.connect(self._show_report)
        job.succeeded.connect(self._show_ready)
        job.failed.connect(self._miss_dataset)
        job.start()

    @Slot()
    def train(self) -> None:
        """Start a run on the music that was read."""
        page, info = self._page.music, self._page.music.info
        dataset = self._reading.request if self._reading is not None else None
        if info is None or info.trainer is None or dataset is None:
            return
        request = RunRequest(
            plugin=info.id,
            trainer=info.trainer,
            music=dataset.out,
            steps=page.steps.value(),
            title=page.title.text().strip() or f"My {Path(dataset.sources[0]).stem}",
            threads=max(1, (os.cpu_count() or 2) - 1),
            start_from=str(page.base) if page.base else None,
        )
        self._do(lambda: self._show_started(self.runs.start(request)))

    @property
    def _page(self) -> "TrainingWindow":
        assert self.window is not None
        return self.window

    def _show_started(self, run: Run) -> None:
        assert self._follower is not None
        self._follower.watch(run.id)
        self._page.watch.show_runs(self.runs.all(), run.id)
        self.said.emit(f"'{run.title}' is being trained; it goes on if the studio is closed.")

    @Slot(object)
    def _show_report(self, report: DatasetReport) -> None:
        if self.sender() is self._reading:
            self._page.music.show_report(report)

    @Slot()
    def _show_ready(self) -> None:
        if self.sender() is self._reading:
            self._page.music.show_ready(True)

    @Slot(str)
    def _miss_dataset(self, sentence: str) -> None:
        if self.sender() is self._reading:
            self._page.music.show_ready(False, sentence)

    @Slot(object)
    def _show_runs(self, runs: tuple[Run, ...]) -> None:
        self._page.watch.show_runs(runs)
        before, self._trained = self._trained, {run.id for run in runs if run.state.model_id}
        new = [run for run in runs if run.state.model_id and before is not None and run.id not in before]
        if new:
            self._change_models()
            run = new[0]
            use = partial(self.use_asked.emit, run.request.plugin, run.state.model_id)
            sentence = f"'{run.title}' has been trained, and is among the generator's models now."
            self._page.banner.show_message(sentence, [("Write with it", use)])
            self.said.emit(sentence)

    @Slot(object)
    def _show_news(self, news: RunNews) -> None:
        self._page.watch.show_news(news)

    @Slot(str)
    def _follow(self, run_id: str) -> None:
        if self._follower is not None:
            self._follower.watch(run_id)

    @Slot(str)
    def _ask_run(self, word: str) -> None:
        run_id = self._page.watch.run_id
        if word == "remove":
            question = "Delete this run with its checkpoints and samples? Its model stays."
            self._page.banner.show_message(
                question, [("Delete", partial(self._do, partial(self.runs.remove, run_id)))]
            )
            return
        acts = {"pause": self.runs.pause, "resume": self.runs.resume, "stop": self.runs.stop_and_keep}
        self._do(partial(acts[word], run_id))

    def _do(self, act: Callable[[], object]) -> None:
        """Ask something of the runs; what cannot be done is told."""
        try:
            act()
        except RunError as error:
            self._page.banner.show_message(str(error), is_error=True)
        if self._follower is not None:
            self._follower.look_now()

    @Slot(int, bool)
    def _tell_playing(self, _tick: int, playing: bool) -> None:
        """Runs keep off one core while something sounds."""
        if playing != self._told_playing:
            self._told_playing = playing
            self.runs.set_playing(playing)

    @Slot()
    def _choose_folder(self) -> None:
        add = self._page.music.add
        choose_folder(self._page, "Music to learn from", Path.home(), lambda path: add([path]))

    @Slot()
    def _choose_files(self) -> None:
        choose_files(self._page, "Music to learn from", Path.home(), _MUSIC, self._page.music.add)

    def _stop_reading(self) -> None:
        job, self._reading = self._reading, None
        if job is not None:
            job.stop()
            job.finished.connect(job.deleteLater)
            if job.isFinished():
                job.deleteLater()

    @Slot()
    def _change_models(self) -> None:
        self._offer()
        self.models_changed.emit()

    def _offer(self) -> None:
        """Show the generators that learn and all models."""
        if self.window is None or self._models is None:
            return
        of = {info.id: models_of(info) for info in self._infos}
        good = {id: tuple(m for m in models if isinstance(m, ModelInfo)) for id, models in of.items()}
        # What continues a song is what most come to train; the others stand behind.
        learners = sorted(self._infos, key=lambda info: Ability.CONTINUE not in info.abilities)
        self.window.music.offer([(info, good[info.id]) for info in learners if info.trainer])
        self._models.show(self._infos, of)

    def _connect(self, window: "TrainingWindow") -> None:
        music, watch = window.music, window.watch
        music.music_changed.connect(self.read_music)
        music.folder_pressed.connect(self._choose_folder)
        music.files_pressed.connect(self._choose_files)
        music.train_pressed.connect(self.train)
        watch.run_chosen.connect(self._follow)
        watch.asked.connect(self._ask_run)
        samples = SampleDesk(self._playing, window, self)
        watch.play_asked.connect(samples.play)
        watch.drag_asked.connect(samples.drag)
        samples.sounding_changed.connect(watch.show_playing)
        self._models = models = ModelsDesk(window.models, window.banner, self)
        models.said.connect(self.said)
        models.changed.connect(self._change_models)
        models.compare_asked.connect(self.compare_asked)
