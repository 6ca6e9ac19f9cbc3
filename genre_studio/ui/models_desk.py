"""The models of a person and of the plugins: brought in, sent out, named, deleted, two of them compared."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.plugin_api import PluginInfo
from genre_studio.plugin_api.models import BrokenModel, ModelInfo
from genre_studio.training.model_store import ModelStore, ModelStoreError
from genre_studio.ui.file_choosing import choose_file, choose_place
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.model_list import ModelList
from genre_studio.ui.training_jobs import ImportJob

_MODELS = "Models (*.zip)"


class ModelsDesk(QObject):
    """Joins the list and the store. It lists nothing anew by itself: `show` does, whoever changed models.

    Signals:
        said(str): what just happened.
        changed(): there may be other models than before.
        compare_asked(str, str, str): plugin id and two of its models.
    """

    said = Signal(str)
    changed = Signal()
    compare_asked = Signal(str, str, str)

    def __init__(self, page: ModelList, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._banner = page, banner
        self._plugin_ids: tuple[str, ...] = ()
        self._importing: ImportJob | None = None
        page.import_pressed.connect(self._choose_model)
        page.dropped.connect(self.import_models)
        page.export_pressed.connect(self._export)
        page.delete_pressed.connect(self._delete)
        page.renamed.connect(self._rename)
        page.compare_pressed.connect(self._compare)

    def show(
        self, infos: Sequence[PluginInfo], models: Mapping[str, Sequence[ModelInfo | BrokenModel]]
    ) -> None:
        """List the models that each plugin has, by its id, and those of the person that none takes."""
        self._plugin_ids = tuple(info.id for info in infos)
        own = ModelStore().all()
        every = [model for each in models.values() for model in each]
        listed = {model.path for model in every}
        every += [model for model in own if model.path not in listed]
        ids = [model.id for model in own if isinstance(model, ModelInfo)]
        self._page.show_models(every, ids, {info.id: info.title for info in infos})

    def close(self) -> None:
        """Returns once nothing is imported any more."""
        if self._importing is not None:
            self._importing.wait()

    @Slot(object)
    def import_models(self, paths: Sequence[Path]) -> None:
        """Copy models into the store, in a thread of its own."""
        if paths and self._importing is None:
            self._importing = job = ImportJob(paths, self._plugin_ids, self)
            job.imported.connect(self._show_imported)
            job.failed.connect(self._show_trouble)
            job.finished.connect(self._end_import)
            job.start()

    @Slot()
    def _end_import(self) -> None:
        job, self._importing = self._importing, None
        if job is not None:
            job.wait()
            job.deleteLater()

    @Slot(object)
    def _show_imported(self, model: ModelInfo) -> None:
        self.changed.emit()
        self.said.emit(f"'{model.title}' was imported.")

    @Slot(str)
    def _show_trouble(self, sentence: str) -> None:
        self._banner.show_message(sentence, is_error=True)

    @Slot()
    def _choose_model(self) -> None:
        window = self._page.window()
        choose_file(window, "Import a model", Path.home(), _MODELS, lambda path: self.import_models([path]))

    @Slot(str)
    def _export(self, model_id: str) -> None:
        model = next((each for each in self._page.models if each.id == model_id), None)
        if model is not None:
            place, store = Path.home() / f"{model.id}.zip", ModelStore()
            choose_place(
                self._page.window(),
                "Export the model",
                place,
                _MODELS,
                lambda path: self._do(lambda: store.export(model.path, path)),
            )

    @Slot(str)
    def _delete(self, model_id: str) -> None:
        store = ModelStore()

        def restore() -> None:
            if self._do(lambda: store.restore(model_id)):
                self._tell_change("The model is back.")

        if self._do(lambda: store.delete(model_id)):
            self._tell_change("The model was deleted.")
            self._banner.show_message("The model was deleted.", [("Bring it back", restore)])

    @Slot(str, str)
    def _rename(self, model_id: str, title: str) -> None:
        if self._do(lambda: ModelStore().rename(model_id, title)):
            self._tell_change("The model was renamed.")
        else:
            self.changed.emit()  # the list shows the name that was typed

    @Slot(str, str)
    def _compare(self, first: str, second: str) -> None:
        plugins = {model.id: model.plugin_id for model in self._page.models}
        if plugins.get(first) != plugins.get(second):
            self._show_trouble("These models are for two generators: choose two of the same one.")
            return
        self.compare_asked.emit(plugins[first], first, second)

    def _do(self, act: Callable[[], object]) -> bool:
        """Ask something of the store; whether it was done. What cannot be is told."""
        try:
            act()
        except ModelStoreError as error:
            self._show_trouble(str(error))
            return False
        return True

    def _tell_change(self, sentence: str) -> None:
        self.changed.emit()
        self.said.emit(sentence)
