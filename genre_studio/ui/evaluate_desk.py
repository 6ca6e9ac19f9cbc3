"""Evaluating from the window: one evaluation at a time, in a process of its own."""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from genre_studio.generation.discovery import PluginRecord
from genre_studio.plugin_api import Ability
from genre_studio.plugin_api.models import ModelInfo, models_of
from genre_studio.ui.evaluation_job import EvaluationJob, EvaluationPlan
from genre_studio.ui.file_choosing import choose_folder
from genre_studio.ui.one_job import OneJob
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.drawer import Drawer
from genre_studio.ui.panels.evaluate_page import EvaluatePage, FigureRow
from genre_studio.ui.spoken import genre_title

GENRES = ("classical", "jazz", "rock")  # that the judge knows
_ENOUGH_FOR_LISTS = 60  # figures of a table that the page lists; the report has all


class EvaluateDesk(QObject):
    """Joins the page, the process and what it writes. Signals: said(str): what just happened."""

    said = Signal(str)

    def __init__(self, page: EvaluatePage, drawer: Drawer, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._drawer, self._banner = page, drawer, banner
        self._evaluation: OneJob[EvaluationJob] = OneJob()
        self._report: Path | None = None
        page.start_pressed.connect(self.start)
        page.stop_pressed.connect(self.stop)
        page.folder_pressed.connect(self._choose_folder)
        page.report_pressed.connect(self._open_report)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What each of its commands does, by id."""
        return {"evaluate_models": lambda: self._drawer.toggle(self._page)}

    @property
    def is_running(self) -> bool:
        return self._evaluation.is_running

    def show_records(self, records: Iterable[PluginRecord]) -> None:
        """Offer the models of the plugins that write music on their own."""
        models = [entry for record in records if record.usable for entry in _models(record)]
        self._page.offer(models, [(genre, genre_title(genre)) for genre in GENRES])

    @Slot()
    def start(self) -> None:
        """Evaluate what the page has chosen."""
        page = self._page
        if not self.is_running:
            reports = user_data_path("genre-studio", appauthor=False) / "evaluations"
            folder = reports / datetime.now().strftime("%Y-%m-%d %H.%M.%S")
            plan = EvaluationPlan(page.models, page.genres, page.takes.value(), page.data, folder)
            self.run(EvaluationJob(plan, self))

    def run(self, job: EvaluationJob) -> None:
        """Follow a job to its end."""
        job.progressed.connect(self._page.show_progress)
        job.succeeded.connect(self._succeed)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._cancel)
        self._page.show_running(running=True)
        self._evaluation.start(job)

    @Slot()
    def stop(self) -> None:
        self._evaluation.stop()

    def close(self) -> None:
        """End what runs; returns once it has ended."""
        self._evaluation.close()

    @Slot()
    def _succeed(self) -> None:
        job = self._end()
        if job is None:
            return
        try:
            document = json.loads((job.plan.folder / "figures.json").read_text(encoding="utf-8"))
            tables = list(figure_rows(document))
        except (OSError, ValueError, KeyError, TypeError):
            self._banner.show_message(f"The report in {job.plan.folder} cannot be read.", is_error=True)
            return
        self._report = job.plan.folder / "index.html"
        self._page.show_figures(tables)
        self.said.emit("The evaluation is done.")

    @Slot()
    def _cancel(self) -> None:
        self._end()
        self.said.emit("Stopped; nothing was written.")

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._end()
        self._banner.show_message(sentence, is_error=True)

    def _end(self) -> EvaluationJob | None:
        self._page.show_running(running=False)
        return self._evaluation.end()

    @Slot()
    def _choose_folder(self) -> None:
        near = self._page.data or Path.home()
        choose_folder(self._page.window(), "Real music to compare with", near, self._page.show_data)

    @Slot()
    def _open_report(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report)))


def figure_rows(document: Mapping[str, Any]) -> Iterable[tuple[str, list[FigureRow]]]:
    """A report's figures by table, in words. Raises KeyError or TypeError for another document."""
    for id, table in document["tables"].items():
        own = [figure for figure in document["figures"] if figure["table"] == id]
        if own:
            yield table["title"], [_row(figure, table["meaning"]) for figure in own[:_ENOUGH_FOR_LISTS]]


def _row(figure: Mapping[str, Any], meaning: str) -> FigureRow:
    model, what = figure["model"].rpartition("/")[2], f"{genre_title(figure['genre'])}: {figure['column']}"
    value, low, high = (figure[name] for name in ("value", "low", "high"))
    words = "unknown" if value is None else f"{value:.3g}"
    if low is not None and high is not None and not math.isclose(low, high):
        words += f" ({low:.3g} to {high:.3g})"
    chance = f"\np = {figure['p']:.3f}" if figure["p"] is not None else ""
    story = f"{model}, {what}\n{words} {figure['unit']}{chance}\n{meaning}\n{figure['command']}"
    return model, what, words, story


def _models(record: PluginRecord) -> list[tuple[str, str]]:
    """(name for the command line, title) of what a plugin can be evaluated with."""
    info = record.info
    if info is None or not info.abilities & {Ability.CONTINUE, Ability.GENERATE}:
        return []
    models = [model for model in models_of(info) if isinstance(model, ModelInfo)]
    if len(models) > 1:
        return [(f"{info.id}/{model.id}", model.title) for model in models]
    return [(f"{info.id}/{models[0].id}" if models else info.id, info.title)]
