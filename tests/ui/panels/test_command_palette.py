import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from genre_studio.ui.commands import COMMANDS
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.panels.command_palette import matching


def test_letters_find_commands_best_first() -> None:
    assert matching("quant")[0].id == "quantize_selection"
    assert [each.id for each in matching("move tr")][:2] == ["track_up", "track_down"]
    assert matching("qzt grd")[0].id == "quantize_selection"
    assert matching("no such command") == []
    assert len(matching("")) == len(COMMANDS)
    assert matching("", ["panic"])[0].id == "panic"


@pytest.fixture
def window(shown_window: MainWindow) -> MainWindow:
    return shown_window


def test_typing_and_return_run_a_command(window: MainWindow) -> None:
    window.actions_of["palette"].trigger()
    palette = window.palette_of_commands
    assert palette.isVisible()
    QTest.keyClicks(palette.field, "light or")
    assert palette.list.count() == 1
    was_dark = window.theme.is_dark
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.theme.is_dark != was_dark
    window.actions_of["palette"].trigger()
    assert palette.list.item(0).text().startswith("Light or dark")
    palette.hide()


def test_what_cannot_be_done_now_is_not_run(window: MainWindow) -> None:
    window.actions_of["palette"].trigger()
    palette = window.palette_of_commands
    QTest.keyClicks(palette.field, "redo")
    assert palette.list.item(0).text().startswith("Redo")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.hide()
