"""The drawer: one page at a time, by tab and by key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from genre_studio.ui.main_window import MainWindow


@pytest.fixture
def window(shown_window: MainWindow) -> MainWindow:
    return shown_window


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
