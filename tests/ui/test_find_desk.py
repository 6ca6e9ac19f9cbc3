import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from genre_studio.ui.main_window import MainWindow


@pytest.fixture
def window(shown_window: MainWindow) -> MainWindow:
    return shown_window


def test_rules_select_while_one_types(window: MainWindow) -> None:
    notes = window.document.song.tracks[0].notes
    window.actions_of["find_notes"].trigger()
    assert window.find_page.isVisible() and not window.roll.selection
    window.find_page.lowest.setFocus()
    window.find_page.lowest.selectAll()
    QTest.keyClicks(window.find_page.lowest, "C5")
    expected = set(notes["id"][notes["pitch"] >= 72].tolist())
    assert window.roll.selection == expected
    assert window.find_page.count.text() == f"{len(expected)} of {len(notes)} notes selected"
    assert window.document.undo_name is None


def test_the_button_asks_again_and_reset_forgets(window: MainWindow) -> None:
    window.actions_of["find_notes"].trigger()
    window.find_page.every.setValue(2)
    some = window.roll.selection
    window.actions_of["select_none"].trigger()
    QTest.mouseClick(window.find_page.button, Qt.MouseButton.LeftButton)
    assert window.roll.selection == some
    QTest.mouseClick(window.find_page.reset_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.find_page.button, Qt.MouseButton.LeftButton)
    assert len(window.roll.selection) == len(window.document.song.tracks[0].notes)


def test_a_region_bounds_what_is_found(window: MainWindow) -> None:
    window.roll.set_region((0, 1920))
    window.find_page.area.setCurrentText("Region")
    window.find_page.area.activated.emit(1)
    notes = window.document.song.tracks[0].notes
    assert window.roll.selection == set(notes["id"][notes["start"] < 1920].tolist())
    window.find_page.area.setCurrentText("Loop")
    window.find_page.area.activated.emit(2)
    assert not window.roll.selection
