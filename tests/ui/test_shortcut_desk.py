"""Shortcuts changed on their page, by real keys."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.windows import make_window


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    window.show()
    window.actions_of["shortcuts"].trigger()
    return window


def choose(window: MainWindow, id: str) -> None:
    window.shortcuts.list.setCurrentItem(window.shortcuts._items[id])


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    field = window.shortcuts.editor.field
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert field.is_listening
    QTest.keyClick(field, Qt.Key.Key_Control, modifiers)
    assert field.is_listening
    QTest.keyClick(field, key, modifiers)
    assert not field.is_listening


CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def test_a_new_key_works_at_once_and_is_told_everywhere(window: MainWindow) -> None:
    choose(window, "play_stop")
    press(window, Qt.Key.Key_F11, NONE)
    action = window.actions_of["play_stop"]
    assert action.shortcut().toString() == "F11"
    assert "F11" in action.toolTip()
    assert "F11" in window.transport.buttons["play_stop"].toolTip()
    assert window.shortcuts._items["play_stop"].text(1) == "F11"
    window.actions_of["palette"].trigger()
    QTest.keyClicks(window.palette_of_commands.field, "play or")
    first = window.palette_of_commands.list.item(0)
    assert "F11" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    window.palette_of_commands.close_list()
    pressed = []
    action.triggered.connect(lambda: pressed.append(1))
    window.roll.setFocus()
    QTest.keyClick(window.roll.focusProxy(), Qt.Key.Key_F11)
    QTest.keyClick(window.roll.focusProxy(), Qt.Key.Key_Space)
    assert pressed == [1]


def test_a_taken_key_is_asked_about_and_swapped(window: MainWindow) -> None:
    choose(window, "quantize_selection")
    press(window, Qt.Key.Key_U, CTRL)
    editor = window.shortcuts.editor
    assert editor.conflict.text() == "Ctrl+U already means “Chop in two”."
    assert window.actions_of["quantize_selection"].shortcut().toString() == "Q"
    assert editor.swap.hasFocus()
    QTest.keyClick(editor.swap, Qt.Key.Key_Return)
    assert window.actions_of["quantize_selection"].shortcut().toString() == "Ctrl+U"
    assert window.actions_of["chop_notes"].shortcut().toString() == "Q"
    assert not editor.conflict.isVisible()
    QTest.mouseClick(window.shortcuts.reset_all, Qt.MouseButton.LeftButton)
    assert window.actions_of["chop_notes"].shortcut().toString() == "Ctrl+U"


def test_a_key_is_taken_left_cleared_and_reset(window: MainWindow) -> None:
    editor = window.shortcuts.editor
    choose(window, "quantize_selection")
    press(window, Qt.Key.Key_U, CTRL)
    QTest.mouseClick(editor.leave, Qt.MouseButton.LeftButton)
    assert window.actions_of["chop_notes"].shortcut().toString() == "Ctrl+U"
    press(window, Qt.Key.Key_U, CTRL)
    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    assert window.actions_of["chop_notes"].shortcut().isEmpty()
    choose(window, "chop_notes")
    QTest.mouseClick(editor.reset, Qt.MouseButton.LeftButton)
    assert "Quantize" in editor.conflict.text()
    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    assert window.actions_of["chop_notes"].shortcut().toString() == "Ctrl+U"
    QTest.mouseClick(editor.clear, Qt.MouseButton.LeftButton)
    assert window.actions_of["chop_notes"].shortcut().isEmpty()


def test_escape_stops_listening_and_tab_can_be_a_key(window: MainWindow) -> None:
    choose(window, "stop")
    field = window.shortcuts.editor.field
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.is_listening
    assert window.drawer.is_open
    press(window, Qt.Key.Key_Tab, CTRL)
    assert window.actions_of["stop"].shortcut().toString() == "Ctrl+Tab"


def test_a_preset_and_changes_are_there_at_the_next_start(
    qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    window.shortcuts.preset.textActivated.emit("Like Ableton Live")
    choose(window, "stop")
    press(window, Qt.Key.Key_F11, NONE)
    window.close_now()
    again, _ = make_window(tmp_path, [])
    qtbot.addWidget(again, before_close_func=lambda widget: widget.close_now())
    assert again.actions_of["tool_pencil"].shortcut().toString() == "B"
    assert again.actions_of["stop"].shortcut().toString() == "F11"
    assert again.shortcuts.preset.currentText() == "Like Ableton Live"


def test_shortcuts_travel_as_a_file(window: MainWindow, tmp_path: Path) -> None:
    choose(window, "stop")
    press(window, Qt.Key.Key_F11, NONE)
    window.shortcut_desk.export_to(tmp_path / "keys")
    QTest.mouseClick(window.shortcuts.reset_all, Qt.MouseButton.LeftButton)
    window.shortcut_desk.import_from(tmp_path / "keys.json")
    assert window.actions_of["stop"].shortcut().toString() == "F11"
    for text in ("{", json.dumps([1, 2])):
        (tmp_path / "broken.json").write_text(text)
        window.shortcut_desk.import_from(tmp_path / "broken.json")
        assert "no file of shortcuts" in window.banner.text.text()
        assert window.actions_of["stop"].shortcut().toString() == "F11"
    window.shortcut_desk.import_from(tmp_path / "missing.json")
    assert "could not be read" in window.banner.text.text()


def test_the_list_is_searched_by_title_and_by_key(window: MainWindow) -> None:
    page = window.shortcuts
    QTest.keyClicks(page.search, "ctrl+j")
    visible = [id for id, item in page._items.items() if not item.isHidden()]
    assert visible == ["join_notes"]
    page.search.clear()
    QTest.keyClicks(page.search, "quantize")
    assert not page._items["quantize_selection"].isHidden()
    assert page._items["chop_notes"].isHidden()


def test_keys_of_the_takes_follow_too(window: MainWindow) -> None:
    choose(window, "audition_take")
    press(window, Qt.Key.Key_F11, NONE)
    assert "F11  listen" in window.takes.keys.text()
    assert window.actions_of["audition_take"].text() == "Audition take\tF11"
