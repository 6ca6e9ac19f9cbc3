"""The keys of editor.md, pressed on the roll of a real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.piano_roll import Fold, Labels, Tool


@pytest.fixture
def window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.roll.setFocus()
    QApplication.processEvents()
    return window


def press(window: MainWindow, keys: str) -> None:
    combination = QKeySequence(keys)[0]
    QTest.keyClick(window.roll._area, combination.key(), combination.keyboardModifiers())


def starts(window: MainWindow) -> list[int]:
    return window.document.song.tracks[0].notes["start"].tolist()


def pitches(window: MainWindow) -> list[int]:
    return window.document.song.tracks[0].notes["pitch"].tolist()


def test_tools_by_number(window: MainWindow) -> None:
    for key, tool in zip("123456", Tool, strict=True):
        press(window, key)
        assert window.roll.tool is tool


def test_looks_by_letter(window: MainWindow) -> None:
    press(window, "F")
    assert window.roll.display.look.fold is Fold.USED
    press(window, "Shift+F")
    assert window.roll.display.look.fold is Fold.SCALE
    press(window, "Shift+F")
    press(window, "Alt+V")
    press(window, "H")
    press(window, "N")
    look = window.roll.display.look
    assert (look.fold, look.shows_ghosts, look.shows_scale, look.labels) == (
        Fold.NONE,
        False,
        False,
        Labels.NONE,
    )


@pytest.mark.parametrize(
    ("keys", "verb"),
    [
        ("Up", "Transpose"), ("Down", "Transpose"), ("Shift+Up", "Transpose"), ("Shift+Down", "Transpose"),
        ("Left", "Nudge"), ("Right", "Nudge"), ("Alt+Left", "Nudge"), ("Alt+Right", "Nudge"),
        ("Shift+Left", "Shorten"), ("Shift+Right", "Lengthen"), ("Ctrl+D", "Duplicate"), ("Ctrl+L", "Legato"),
        ("Alt+R", "Humanize"), ("Ctrl+U", "Chop"), ("Del", "Delete"), ("K", "Lock"),
        ("Alt+K", "Move into the scale"), ("Ctrl+Up", "Louder"), ("Ctrl+Down", "Softer"),
        ("Ctrl+X", "Delete"), ("Ctrl+J", "Join"),
    ],
)  # fmt: skip
def test_each_edit_is_one_named_step_that_one_undo_takes_back(
    window: MainWindow, keys: str, verb: str
) -> None:
    press(window, "Ctrl+A")
    press(window, "Right")  # room to the left
    press(window, "Up")  # and something outside the scale
    press(window, "K")
    press(window, "K")  # a step between: the same key again would join the step before
    before = window.document.song
    press(window, "Esc")
    press(window, "Ctrl+A")
    press(window, keys)
    assert window.document.undo_name.startswith(verb)
    press(window, "Ctrl+Z")
    assert window.document.song.tracks[0].notes.tolist() == before.tracks[0].notes.tolist()


def test_quantize_at_once_and_its_strip(window: MainWindow) -> None:
    press(window, "Ctrl+A")
    press(window, "Alt+Right")
    press(window, "Q")
    assert all(start % 120 == 0 for start in starts(window))
    press(window, "Ctrl+Q")
    assert window.amount_strip.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not window.amount_strip.isVisible()


def test_select_all_none_invert(window: MainWindow) -> None:
    press(window, "Ctrl+A")
    assert len(window.roll.selection) == len(starts(window))
    press(window, "Ctrl+I")
    assert not window.roll.selection
    press(window, "Ctrl+A")
    press(window, "Esc")
    assert not window.roll.selection


def test_step_input_takes_the_letters_that_are_keys_elsewhere(window: MainWindow) -> None:
    window.playing.locate(40 * 1920)
    press(window, "I")
    press(window, "F")
    press(window, "H")
    press(window, "K")
    assert window.roll.display.look.fold is Fold.NONE
    assert pitches(window)[-3:] == [65, 69, 72]
    press(window, "Left")
    press(window, "Esc")
    assert window.roll.steps.cursor is None
    press(window, "F")
    assert window.roll.display.look.fold is Fold.USED
