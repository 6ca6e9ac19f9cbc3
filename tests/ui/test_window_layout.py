"""Parts fold by key, the keyboard steps between them, and all stands so again at the next start."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import demo_window


def opened(qtbot: QtBot, folder: Path) -> MainWindow:
    made = demo_window(qtbot, folder)
    made.resize(1440, 900)
    made.show()
    QApplication.processEvents()
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return opened(qtbot, tmp_path)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def part_with_focus(window: MainWindow) -> QWidget:
    parts = (window.transport, window.tracks, window.roll, window.takes, window.panel, window.drawer)
    focus = QApplication.focusWidget()
    return next(part for part in parts if part is focus or part.isAncestorOf(focus))


def test_f6_steps_through_the_parts_that_show(window: MainWindow) -> None:
    window.roll.setFocus()
    seen = []
    for _ in range(5):
        press(Qt.Key.Key_F6)
        seen.append(part_with_focus(window))
    assert seen == [window.takes, window.panel, window.transport, window.tracks, window.roll]
    press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert part_with_focus(window) is window.tracks
    window.actions_of["history"].trigger()
    press(Qt.Key.Key_F6)
    assert part_with_focus(window) is window.transport


@pytest.mark.parametrize(
    ("key", "name"),
    [(Qt.Key.Key_F7, "tracks"), (Qt.Key.Key_F8, "takes"), (Qt.Key.Key_F9, "panel")],
)
def test_parts_fold_and_come_back_by_key(window: MainWindow, key: Qt.Key, name: str) -> None:
    part: QWidget = getattr(window, name)
    wide = window.roll.width()
    window.roll.setFocus()
    press(key)
    QApplication.processEvents()
    assert not part.isVisible()
    if name != "takes":
        assert window.roll.width() > wide
    press(Qt.Key.Key_F6)
    assert not part.isAncestorOf(QApplication.focusWidget())
    press(key)
    assert part.isVisible()


def test_a_folded_part_does_not_keep_the_keyboard(window: MainWindow) -> None:
    window.tracks.focus_row()
    press(Qt.Key.Key_F7)
    assert part_with_focus(window) is window.roll


def test_takes_share_the_rolls_axis_when_the_tracks_are_folded(window: MainWindow, qtbot: QtBot) -> None:
    lanes = window.takes.lanes
    assert lanes._visible_ticks()[0] == window.roll.viewport.visible_ticks(10)[0]
    window.actions_of["fold_tracks"].trigger()
    QApplication.processEvents()
    head = lanes.mapTo(window, lanes.rect().topLeft()).x() + lanes._head_px
    paper = window.roll._area.mapTo(window, window.roll._area.rect().topLeft()).x()
    assert head > paper
    assert lanes._visible_ticks()[0] == window.roll.viewport.visible_ticks(10, head - paper)[0]


def test_what_is_folded_and_open_is_so_at_the_next_start(
    qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    window.actions_of["fold_tracks"].trigger()
    window.actions_of["history"].trigger()
    window.close_now()
    again = opened(qtbot, tmp_path)
    assert not again.tracks.isVisible()
    assert not again.actions_of["fold_tracks"].isChecked()
    assert again.drawer.page is again.history
    assert again.roll.focusProxy().hasFocus()


def test_a_damaged_memory_of_the_layout_is_passed_over(window: MainWindow) -> None:
    for state in ({}, {"folded": "tracks", "page": 7, "splitter": "zz"}, {"folded": ["nothing", 3]}):
        window.layout_of_parts.restore(state)
        assert window.tracks.isVisible()
        assert window.drawer.page is None
