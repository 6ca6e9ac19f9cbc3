"""A window on the demo song, for tests of what works in it: as it opens, with the first track, or shown;
and one on an empty song."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import demo_window, make_window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Not shown, the first track edited. A file whose tests need more overrides it."""
    made = demo_window(qtbot, tmp_path)
    made.roll.set_track(0)
    return made


@pytest.fixture
def shown_window(window: MainWindow) -> MainWindow:
    window.show()
    QApplication.processEvents()
    return window


@pytest.fixture
def empty_window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Shown, on an empty song."""
    made, _ = make_window(tmp_path)
    qtbot.addWidget(made)
    made.show()
    return made
