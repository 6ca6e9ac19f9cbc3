"""The drawer: one page at a time, by tab and by key."""

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
    made.show()
    return made


def test_tabs_turn_the_pages(window: MainWindow) -> None:
    window.actions_of["history"].trigger()
    drawer = window.drawer
    assert (drawer.page, drawer.title) == (window.history, "History")
    assert window.history.steps.hasFocus()
    drawer.tabs.setFocus()
    QTest.keyClick(drawer.tabs, Qt.Key.Key_Right)
    assert drawer.page is window.shortcuts
    QTest.mouseClick(drawer.tabs, Qt.MouseButton.LeftButton, pos=drawer.tabs.tabRect(0).center())
    assert drawer.page is window.plugins


def test_escape_and_the_same_key_close_it(window: MainWindow) -> None:
    window.actions_of["history"].trigger()
    QTest.keyClick(window.history.steps, Qt.Key.Key_Escape)
    assert not window.drawer.is_open
    assert window.roll.focusProxy().hasFocus()
    window.actions_of["history"].trigger()
    window.actions_of["history"].trigger()
    assert not window.drawer.is_open
    assert window.drawer.page is None
