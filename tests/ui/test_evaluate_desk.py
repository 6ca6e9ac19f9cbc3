"""Evaluating from the window: in a process of its own, stopped at once, its figures shown."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from genre_studio.ui.evaluate_desk import figure_rows
from genre_studio.ui.evaluation_job import EvaluationJob, EvaluationPlan
from genre_studio.ui.main_window import MainWindow

DOCUMENT = {
    "tables": {
        "told apart": {"title": "Told apart", "meaning": "AUC."},
        "bins": {"title": "Bins", "meaning": "Share."},
    },
    "figures": [
        {
            "table": "told apart",
            "model": "echo/bands",
            "genre": "jazz",
            "column": "AUC",
            "value": 0.74,
            "low": 0.6,
            "high": 0.88,
            "p": 0.005,
            "unit": "",
            "command": "genre-studio evaluate",
        }
    ],
}


@pytest.fixture
def window(empty_window: MainWindow) -> MainWindow:
    return empty_window


def job_of(window: MainWindow, folder: Path, script: str) -> EvaluationJob:
    """A job whose process runs `script` in place of an evaluation."""
    plan = EvaluationPlan(("echo",), ("jazz",), 10, None, folder)
    return EvaluationJob(plan, window.evaluating, command=[sys.executable, "-c", script])


def wait_for_end(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.evaluating.is_running, timeout=30_000)


def test_figures_are_shown_when_it_is_done(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text(json.dumps(DOCUMENT))
    lines = [{"fraction": 0.5, "words": "Writing takes"}, {"report": "index.html"}]
    script = ";".join(["import json", *(f"print({json.dumps(json.dumps(line))})" for line in lines)])
    heard: list[float] = []
    job = job_of(window, tmp_path, script)
    job.progressed.connect(window.evaluate_page.show_progress)
    window.evaluating.run(job)
    assert window.evaluate_page.stop.isVisibleTo(window.evaluate_page)
    wait_for_end(qtbot, window)
    page = window.evaluate_page
    assert page.bar.value() == 500 and not heard
    table = page.figures.topLevelItem(0)
    assert isinstance(table, QTreeWidgetItem)
    assert (table.text(0), table.childCount()) == ("Told apart", 1)
    model = table.child(0)
    assert model is not None and model.text(0) == "bands"
    figure = model.child(0)
    assert figure is not None
    assert (figure.text(0), figure.text(1)) == ("Jazz: AUC", "0.74 (0.6 to 0.88)")
    assert "p = 0.005" in figure.toolTip(0)
    assert page.report.isVisibleTo(page) and page.start.isVisibleTo(page)
    assert window.status.message.text() == "The evaluation is done."


def test_a_stop_ends_the_process_at_once(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.evaluating.handlers()["evaluate_models"]()
    window.evaluating.run(job_of(window, tmp_path, "import time; time.sleep(60)"))
    qtbot.mouseClick(window.evaluate_page.stop, Qt.MouseButton.LeftButton)
    wait_for_end(qtbot, window)
    assert window.status.message.text() == "Stopped; nothing was written."


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("""print('{"error": "There is no corpus in /nowhere."}')""", "There is no corpus in /nowhere."),
        ("raise SystemExit(3)", "The evaluation stopped unexpectedly."),
        ("print('[]'); print('half a line {')", "The evaluation stopped unexpectedly."),
    ],
)
def test_what_went_wrong_is_said(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, script: str, sentence: str
) -> None:
    window.evaluating.run(job_of(window, tmp_path, script))
    wait_for_end(qtbot, window)
    assert window.banner.isVisible()
    assert sentence in window.banner.text.text()


def test_a_report_that_cannot_be_read_is_named(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.evaluating.run(job_of(window, tmp_path, """print('{"report": "x"}')"""))
    wait_for_end(qtbot, window)
    assert f"The report in {tmp_path} cannot be read." in window.banner.text.text()


def test_closing_the_window_ends_it(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.evaluating.run(job_of(window, tmp_path, "import time; time.sleep(60)"))
    window.close()
    assert not window.evaluating.is_running


def test_nothing_chosen_is_not_evaluated(window: MainWindow) -> None:
    page = window.evaluate_page
    page.offer([("echo", "Echo")], [("jazz", "Jazz")])
    assert page.start.isEnabled() and page.models == ("echo",) and page.genres == ("jazz",)
    page.offer([], [("jazz", "Jazz")])
    assert not page.start.isEnabled()


def test_a_plan_is_a_command_line() -> None:
    plan = EvaluationPlan(("a/b", "c"), ("jazz", "rock"), 50, Path("music"), Path("out"))
    said = " ".join(plan.arguments)
    assert said == "--models a/b,c --genres jazz,rock --takes 50 --out out --data music --json"


def test_tables_without_figures_are_left_out() -> None:
    assert [title for title, _ in figure_rows(DOCUMENT)] == ["Told apart"]


def test_the_command_line_is_what_runs(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    plan = EvaluationPlan(("nobody",), ("jazz",), 10, None, tmp_path / "report")
    window.evaluating.run(EvaluationJob(plan, window.evaluating))
    qtbot.waitUntil(lambda: not window.evaluating.is_running, timeout=120_000)
    assert "There is no model 'nobody'" in window.banner.text.text()
    assert not (tmp_path / "report").exists()
