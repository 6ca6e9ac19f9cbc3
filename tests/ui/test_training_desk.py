"""Training from the window: music in, a run followed to its model, models kept, two compared."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from genre_studio.generation.discovery import PluginRecord
from genre_studio.plugin_api import Ability
from genre_studio.plugin_api.models import ModelInfo
from genre_studio.training.model_store import ModelStore
from genre_studio.training.runs import Runs, RunStatus
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.panels.training_window import TrainingWindow
from genre_studio.ui.training_jobs import DatasetJob
from tests.helpers import tiny_trainer
from tests.helpers.corpora import write_corpus
from tests.helpers.installed_plugins import installed
from tests.helpers.model_folders import write_model
from tests.helpers.windows import make_window

WAIT_MS = 120_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The demo song, the echo plugin with a trainer that is done in a second, and an empty data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (record,) = installed(monkeypatch, tmp_path / "site", "echo_generator", "echo")
    assert record.info is not None
    taught: PluginRecord = replace(record, info=replace(record.info, trainer=tiny_trainer.NAME))
    made, _ = make_window(tmp_path, [taught])
    qtbot.addWidget(made, before_close_func=lambda widget: widget.close_now())
    made.files.load_demo()
    made.look_for_plugins()
    qtbot.waitUntil(lambda: made.panel.info is not None, timeout=WAIT_MS)
    yield made
    for run in Runs().all():
        if (process := run.folder.read_process()) is not None and process.lives():
            os.kill(process.pid, signal.SIGKILL)


@pytest.fixture
def page(window: MainWindow) -> TrainingWindow:
    window.training.open()
    assert window.training.window is not None
    return window.training.window


def drop(page: TrainingWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.music.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, data, left, none))


def read(qtbot: QtBot, page: TrainingWindow, folder: Path) -> None:
    drop(page, write_corpus(folder))
    qtbot.waitUntil(page.music.train.isEnabled, timeout=WAIT_MS)


def status(page: TrainingWindow) -> RunStatus:
    return Runs().find(page.watch.run_id).state.status


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=WAIT_MS)


def test_a_generator_that_continues_is_offered_first(window: MainWindow, page: TrainingWindow) -> None:
    (record,) = window.generating.records
    assert record.info is not None
    writer = replace(record.info, id="a_writer", abilities=frozenset({Ability.GENERATE}))
    window.training.show_records([replace(record, info=writer), record])
    offered = [page.music.plugin.itemData(i) for i in range(page.music.plugin.count())]
    assert offered == [record.info.id, "a_writer"]


def test_music_dropped_is_read_and_reported(qtbot: QtBot, page: TrainingWindow, tmp_path: Path) -> None:
    assert not page.music.train.isEnabled()
    read(qtbot, page, tmp_path / "music")
    assert "to learn from" in page.music.report.text() and "Genres: music 4" in page.music.report.text()
    page.music.fewest_bars.setValue(64)
    assert not page.music.train.isEnabled()
    until(qtbot, lambda: "fewer than 64 bars" in page.music.report.text())


def test_a_run_is_followed_to_its_model(
    qtbot: QtBot, window: MainWindow, page: TrainingWindow, tmp_path: Path
) -> None:
    read(qtbot, page, tmp_path / "music")
    page.music.steps.setValue(40)
    page.music.title.setText("Slow tunes")
    qtbot.mouseClick(page.music.train, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: page.watch.run_id != "" and status(page) is RunStatus.FINISHED)
    until(qtbot, lambda: page.watch.curves.loss.steps[-1:] == [40])
    assert page.watch.curves.held_out.steps == [10, 20, 30, 40]
    assert page.watch.figures["Step"].text() == "40 of 40"
    until(qtbot, lambda: bool(page.watch.samples))
    row = page.watch.samples[0]
    qtbot.mouseClick(row.play, Qt.MouseButton.LeftButton)
    assert row.play.text() == "Stop" and window.playing.auditioned < 0
    qtbot.mouseClick(row.play, Qt.MouseButton.LeftButton)
    window.playing.end_audition()
    assert row.play.text() == "Play"


def test_a_run_goes_on_when_the_window_is_closed_and_is_found_again(
    qtbot: QtBot, window: MainWindow, page: TrainingWindow, tmp_path: Path
) -> None:
    read(qtbot, page, tmp_path / "music")
    page.music.steps.setValue(1_000_000)
    qtbot.mouseClick(page.music.train, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: status(page) is RunStatus.RUNNING)
    run_id = page.watch.run_id
    window.training.close()
    assert Runs().find(run_id).state.status is RunStatus.RUNNING
    window.training.open()
    until(qtbot, page.watch.buttons["pause"].isVisible)
    qtbot.mouseClick(page.watch.buttons["pause"], Qt.MouseButton.LeftButton)
    until(qtbot, page.watch.buttons["resume"].isVisible)
    assert status(page) is RunStatus.PAUSED
    qtbot.mouseClick(page.watch.buttons["stop"], Qt.MouseButton.LeftButton)
    until(qtbot, lambda: status(page) is RunStatus.STOPPED)
    until(qtbot, page.watch.buttons["remove"].isVisible)
    qtbot.mouseClick(page.watch.buttons["remove"], Qt.MouseButton.LeftButton)
    page.banner.answers[0].click()
    until(qtbot, lambda: page.watch.run_id == "")
    assert Runs().all() == ()


def test_a_file_that_is_no_music_is_said(qtbot: QtBot, page: TrainingWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop(page, tmp_path / "empty")
    until(qtbot, lambda: "There is no MIDI file" in page.music.report.text())
    assert not page.music.train.isEnabled()


def test_models_come_are_renamed_chosen_deleted_and_come_back(
    qtbot: QtBot, window: MainWindow, page: TrainingWindow, tmp_path: Path
) -> None:
    page.models.dropped.emit([write_model(tmp_path / "model", plugin="echo", genres=["tango"])])
    until(qtbot, lambda: bool(page.models.models))
    assert window.panel.model.findData("my-small") == 1
    window.panel.choose_model("echo", "my-small")
    assert window.panel.choices.model == "my-small" and window.panel.choices.genre == "tango"
    item = page.models.tree.topLevelItem(0)
    assert isinstance(item, QTreeWidgetItem)
    item.setText(0, "Tangos")
    until(qtbot, lambda: window.panel.model.currentText() == "Tangos")
    page.models.tree.setCurrentItem(page.models.tree.topLevelItem(0))
    qtbot.mouseClick(page.models.buttons["delete"], Qt.MouseButton.LeftButton)
    assert ModelStore().all() == () and window.panel.choices.model is None
    page.banner.answers[0].click()
    (model,) = ModelStore().all()
    assert isinstance(model, ModelInfo) and model.title == "Tangos"


def test_a_hostile_model_is_told(qtbot: QtBot, page: TrainingWindow, tmp_path: Path) -> None:
    page.models.dropped.emit([write_model(tmp_path / "model", plugin="echo", weights=b"\x80\x04.")])
    until(qtbot, page.banner.isVisible)
    assert "is damaged" in page.banner.text.text()


def test_two_models_write_the_same_bars(
    qtbot: QtBot, window: MainWindow, page: TrainingWindow, tmp_path: Path
) -> None:
    store = ModelStore()
    genre = window.panel.choices.genre
    for title in ("Old one", "New one"):
        store.add(write_model(tmp_path / title.replace(" ", "-"), plugin="echo", genres=[genre]), title)
    window.training.show_records(window.generating.records)
    window.panel.refresh_models()
    window.training.compare_asked.emit("echo", "my-old-one", "my-new-one")
    until(qtbot, lambda: len([take for take in window.document.takes.values() if take.is_whole]) == 2)
    old, new = window.document.takes.values()
    assert (old.asked.model, new.asked.model) == ("my-old-one", "my-new-one")
    assert old.asked.seed == new.asked.seed and old.asked.region == new.asked.region
    until(qtbot, lambda: not window.generating.is_running)


def test_closing_while_music_is_read_ends_every_reader(
    window: MainWindow, page: TrainingWindow, tmp_path: Path
) -> None:
    page.music.sources = (write_corpus(tmp_path / "music"),)
    for _ in range(3):
        window.training.read_music()
    window.training.close()
    assert all(job.isFinished() for job in window.training.findChildren(DatasetJob))
