"""The table of commands."""

from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from genre_studio.ui.actions import shortcut_sheet, takes_key
from genre_studio.ui.commands import COMMANDS, MENUS, Scope, command


def test_ids_and_shortcuts_are_unique_where_they_meet() -> None:
    assert len({each.id for each in COMMANDS}) == len(COMMANDS)
    window = [c.shortcut for c in COMMANDS if c.shortcut and c.scope is not Scope.TAKES]
    assert len(set(window)) == len(window)
    takes = [c.shortcut for c in COMMANDS if c.shortcut and c.scope is Scope.TAKES]
    assert len(set(takes)) == len(takes)


def test_every_command_is_in_a_menu() -> None:
    assert {each.menu for each in COMMANDS} == set(MENUS)


def test_hints_name_the_key(qtbot: QtBot) -> None:
    assert command("play_stop").hint == "Play or stop (Space)"
    assert command("stop").hint == "Stop"


def test_keys_of_the_takes(qtbot: QtBot) -> None:
    meant = takes_key(QKeySequence("Return"))
    assert meant is not None
    assert meant.id == "keep_take"
    assert takes_key(QKeySequence("Ctrl+O")) is None


def test_the_sheet_lists_every_key(qtbot: QtBot) -> None:
    assert len(shortcut_sheet()) == sum(1 for each in COMMANDS if each.shortcut)
