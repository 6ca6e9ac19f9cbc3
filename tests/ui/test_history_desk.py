from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import make_window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    made, _ = make_window(tmp_path, [])
    qtbot.addWidget(made, before_close_func=lambda widget: widget.close_now())
    made.files.load_demo()
    for title in ("One", "Two", "Three"):
        made.document.apply(f"Title {title}", replace(made.document.song, title=title))
    made.show()
    made.actions_of["history"].trigger()
    return made


def shown(window: MainWindow) -> list[str]:
    steps = window.history.steps
    return [steps.item(row).text() for row in range(steps.count())]


def test_the_page_names_every_step(window: MainWindow) -> None:
    assert shown(window) == ["As it was opened", "Title One", "Title Two", "Title Three"]
    assert window.history.steps.currentRow() == 3
    window.actions_of["undo"].trigger()
    assert shown(window)[-1] == "Title Three"
    assert window.history.steps.currentRow() == 2


def test_a_step_is_one_click_or_return_away(window: MainWindow) -> None:
    changes = []
    window.document.subscribe(lambda: changes.append(window.document.song.title))
    steps = window.history.steps
    at = steps.visualItemRect(steps.item(1)).center()
    QTest.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert changes == ["One"]
    steps.setFocus()
    QTest.keyClick(steps, Qt.Key.Key_Down)
    QTest.keyClick(steps, Qt.Key.Key_Down)
    steps.itemActivated.emit(steps.currentItem())
    assert window.document.song.title == "Three"


def test_a_new_gesture_forgets_what_was_undone(window: MainWindow) -> None:
    window.history_desk.jump(-2)
    window.document.apply("Title Four", replace(window.document.song, title="Four"))
    assert shown(window) == ["As it was opened", "Title One", "Title Four"]
    assert window.history_desk.jump(5) is None
    assert window.document.song.title == "Four"
