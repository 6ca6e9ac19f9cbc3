"""Training from the window: music read, runs started, followed and ended, models kept."""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QWidget

from genre_studio.generation.discovery import PluginRecord
from genre_studio.plugin_api import PluginInfo
from genre_studio.plugin_api.models import BrokenModel, ModelInfo, models_of
from genre_studio.training.dataset import BuildRequest, DatasetReport
from genre_studio.training.model_store import ModelStore, ModelStoreError
from genre_studio.training.runs import Run, RunError, RunRequest, Runs
from genre_studio.ui.file_choosing import choose_file, choose_files, choose_folder, choose_place
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.playing import Playing
from genre_studio.ui.take_drag import file_mime_data
from genre_studio.ui.theme import Theme
from genre_studio.ui.training_jobs import DatasetJob, HeardSample, ImportJob, RunNews, RunWatch

if TYPE_CHECKING:  # it brings pyqtgraph, for which the studio's start does not wait
    from genre_studio.ui.panels.training_window import TrainingWindow

_MUSIC = "Music (*.mid *.midi *.zip);;All files (*)"
_MODELS = "Models (*.zip)"


class TrainingDesk(QObject):
    """Joins the training window, the runs and the store. The window is made when it is first asked for.

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

    def __init__(
        self,
        playing: Playing,
        banner: Banner,
        theme: Callable[[], Theme],
        parent: QWidget,
        runs: Runs | None = None,
    ) -> None:
        super().__init__(parent)
        self._playing, self._banner, self._theme, self._parent = playing, banner, theme, parent
        self.runs = runs or Runs()
        self.window: TrainingWindow | None = None
        self._infos: tuple[PluginInfo, ...] = ()
        self._reading: DatasetJob | None = None
        self._importing: ImportJob | None = None
        self._follower: RunWatch | None = None
        self._dataset: BuildRequest | None = None
        self._models_known: dict[str, str] | None = None  # the model each run left, by the run's id
        self._sounding: HeardSample | None = None
        self._told_playing = False
        self._folder = Path.home()
        playing.moved.connect(self._tell_playing)
        playing.audition_changed.connect(self._show_audition)

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
            from genre_studio.ui.panels.training_window import TrainingWindow  # noqa: PLC0415

            self.window = TrainingWindow(self._theme(), self._parent)
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
        for job in (self._follower, *reading):
            if job is not None:
                job.stop()
        for thread in (self._follower, *reading, self._importing):
            if thread is not None:
                thread.wait()
        self._follower = self._reading = self._importing = None
        if self._told_playing:
            self.runs.set_playing(False)

    @Slot()
    def read_music(self) -> None:
        """Read what the page names, in place of what is being read."""
        page = self._page.music
        self._stop_reading()
        self._dataset = None
        page.show_ready(False)
        if not page.sources:
            return
        genre, licence = page.genre.text().strip(), page.licence.text().strip()
        self._reading = job = DatasetJob(page.sources, page.filters, genre, licence, self.runs, self)
        job.reported.connect(self._show_report)
        job.succeeded.connect(self._have_dataset)
        job.failed.connect(self._miss_dataset)
        job.start()

    @Slot()
    def train(self) -> None:
        """Start a run on the music that was read."""
        page, info, dataset = self._page.music, self._page.music.info, self._dataset
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

    @Slot(object)
    def import_models(self, paths: Sequence[Path]) -> None:
        """Copy models into the store, in a thread of its own."""
        if paths and (self._importing is None or self._importing.isFinished()):
            self._importing = job = ImportJob(paths, [info.id for info in self._infos], self)
            job.imported.connect(self._show_imported)
            job.failed.connect(self._show_trouble)
            job.start()

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

    @Slot(object)
    def _have_dataset(self, request: BuildRequest) -> None:
        if self.sender() is self._reading:
            self._dataset = request
            self._page.music.show_ready(True)

    @Slot(str)
    def _miss_dataset(self, sentence: str) -> None:
        if self.sender() is self._reading:
            self._page.music.show_ready(False, sentence)

    @Slot(object)
    def _show_runs(self, runs: tuple[Run, ...]) -> None:
        self._page.watch.show_runs(runs)
        found = {run.id: run.state.model_id for run in runs if run.state.model_id}
        known, self._models_known = self._models_known, found
        new = [run for run in runs if known is not None and run.id in found and run.id not in known]
        if new:
            self._offer()
            self.models_changed.emit()
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
        """Ask something of runs or models; what cannot be done is told."""
        try:
            act()
        except (RunError, ModelStoreError) as error:
            self._show_trouble(str(error))
        if self._follower is not None:
            self._follower.look_now()

    @Slot(str)
    def _show_trouble(self, sentence: str) -> None:
        banner = self._page.banner if self.window is not None else self._banner
        banner.show_message(sentence, is_error=True)

    @Slot(object)
    def _show_imported(self, model: ModelInfo) -> None:
        self._change_models(f"'{model.title}' was imported.")

    def _change_models(self, sentence: str) -> None:
        self._offer()
        self.models_changed.emit()
        self.said.emit(sentence)

    @Slot(str)
    def _export(self, model_id: str) -> None:
        model = next((each for each in self._page.models.models if each.id == model_id), None)
        if model is not None:
            store = ModelStore()
            place = self._folder / f"{model.id}.zip"
            choose_place(
                self._page,
                "Export the model",
                place,
                _MODELS,
                lambda path: self._do(lambda: store.export(model.path, path)),
            )

    @Slot(str)
    def _delete(self, model_id: str) -> None:
        store = ModelStore()

        def delete() -> None:
            store.delete(model_id)
            self._change_models("The model was deleted.")
            self._page.banner.show_message("The model was deleted.", [("Bring it back", restore)])

        def restore() -> None:
            self._do(lambda: store.restore(model_id))
            self._change_models("The model is back.")

        self._do(delete)

    @Slot(str, str)
    def _rename(self, model_id: str, title: str) -> None:
        self._do(lambda: ModelStore().rename(model_id, title))
        self._change_models("The model was renamed.")

    @Slot(str, str)
    def _compare(self, first: str, second: str) -> None:
        plugins = {model.id: model.plugin_id for model in self._page.models.models}
        if plugins.get(first) != plugins.get(second):
            self._show_trouble("These models are for two generators: choose two of the same one.")
            return
        self.compare_asked.emit(plugins[first], first, second)

    @Slot(object)
    def _play(self, sample: HeardSample) -> None:
        if self._sounding is sample:
            self._playing.stop()
            return
        self._playing.stop()
        self._playing.end_audition()
        self._playing.audition(-sample.logged.step - 1, sample.song, (0, max(1, sample.song.note_end_tick)))
        self._sounding = sample
        self._page.watch.show_playing(sample)

    @Slot(int)
    def _show_audition(self, key: int) -> None:
        if key >= 0 and self._sounding is not None:
            self._sounding = None
            self._page.watch.show_playing(None)

    @Slot(object)
    def _drag(self, sample: HeardSample) -> None:
        drag = QDrag(self._page)
        drag.setMimeData(file_mime_data(sample.logged.path))
        drag.exec(Qt.DropAction.CopyAction)

    @Slot(int, bool)
    def _tell_playing(self, _tick: int, playing: bool) -> None:
        """Runs keep off one core while something sounds."""
        if playing != self._told_playing:
            self._told_playing = playing
            self.runs.set_playing(playing)

    @Slot()
    def _choose_folder(self) -> None:
        choose_folder(
            self._page, "Music to learn from", self._folder, lambda path: self._page.music.add([path])
        )

    @Slot()
    def _choose_files(self) -> None:
        choose_files(self._page, "Music to learn from", self._folder, _MUSIC, self._page.music.add)

    @Slot()
    def _choose_model(self) -> None:
        choose_file(
            self._page, "Import a model", self._folder, _MODELS, lambda path: self.import_models([path])
        )

    def _stop_reading(self) -> None:
        job, self._reading = self._reading, None
        if job is not None:
            job.stop()
            job.finished.connect(job.deleteLater)
            if job.isFinished():
                job.deleteLater()

    def _offer(self) -> None:
        """Show the generators that learn and all models."""
        if self.window is None:
            return
        of = {info.id: models_of(info) for info in self._infos}
        good = {id: tuple(m for m in models if isinstance(m, ModelInfo)) for id, models in of.items()}
        self.window.music.offer([(info, good[info.id]) for info in self._infos if info.trainer])
        own = ModelStore().all()
        listed = {model.path for models in of.values() for model in models}
        every: list[ModelInfo | BrokenModel] = [model for models in of.values() for model in models]
        every += [model for model in own if model.path not in listed]
        ids = [model.id for model in own if isinstance(model, ModelInfo)]
        self.window.models.show_models(every, ids, {info.id: info.title for info in self._infos})

    def _connect(self, window: "TrainingWindow") -> None:
        music, watch, models = window.music, window.watch, window.models
        music.music_changed.connect(self.read_music)
        music.folder_pressed.connect(self._choose_folder)
        music.files_pressed.connect(self._choose_files)
        music.train_pressed.connect(self.train)
        watch.run_chosen.connect(self._follow)
        watch.asked.connect(self._ask_run)
        watch.play_asked.connect(self._play)
        watch.drag_asked.connect(self._drag)
        models.import_pressed.connect(self._choose_model)
        models.dropped.connect(self.import_models)
        models.export_pressed.connect(self._export)
        models.delete_pressed.connect(self._delete)
        models.renamed.connect(self._rename)
        models.compare_pressed.connect(self._compare)
