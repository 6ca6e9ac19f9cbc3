from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.piano_roll import Follow


@pytest.fixture
def window(shown_window: MainWindow) -> MainWindow:
    return shown_window


def run(window: MainWindow, command: str) -> None:
    window.actions_of[command].trigger()


def bar(window: MainWindow) -> int:
    return window.document.song.meter_map.position_at(window.playing.tick).bar


def test_commas_and_dots_step_from_bar_to_bar(window: MainWindow) -> None:
    for _ in range(3):
        QTest.keyClick(window.roll.focusProxy(), Qt.Key.Key_Period)
    assert bar(window) == 4
    QTest.keyClick(window.roll.focusProxy(), Qt.Key.Key_Comma)
    assert bar(window) == 3
    assert window.roll._model.view.playhead == window.playing.tick
    for _ in range(5):
        run(window, "previous_bar")
    assert window.playing.tick == 0


def test_from_inside_a_bar_back_goes_to_its_start(window: MainWindow) -> None:
    window.playing.locate(window.document.song.meter_map.bar_start(2) + 700)
    run(window, "previous_bar")
    assert window.playing.tick == window.document.song.meter_map.bar_start(2)


def test_markers_are_set_at_the_playhead_and_stepped_between(window: MainWindow, qtbot: QtBot) -> None:
    window.document.apply("Remove markers", replace(window.document.song, markers=()))
    meters = window.document.song.meter_map
    with qtbot.waitSignal(window.ruler.said) as told:
        run(window, "next_marker")
    assert "no marker after" in told.args[0]
    for number in (1, 4):
        window.playing.locate(meters.bar_start(number))
        run(window, "add_marker")
        field = window.roll._ruler.marks.field
        QTest.keyClicks(field, f"Part {number} 2.3, Z")  # keys that are shortcuts elsewhere are text here
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert [marker.text for marker in window.document.song.markers] == ["Part 1 2.3, Z", "Part 4 2.3, Z"]
    window.playing.locate(0)
    run(window, "next_marker")
    run(window, "next_marker")
    assert window.playing.tick == meters.bar_start(4)
    run(window, "previous_marker")
    assert window.playing.tick == meters.bar_start(1)


def test_tempo_and_meter_are_typed_at_the_playhead(window: MainWindow) -> None:
    start = window.document.song.meter_map.bar_start(2)
    window.playing.locate(start)
    for command, text in (("add_tempo", "77"), ("add_meter", "3/4")):
        run(window, command)
        field = window.roll._ruler.marks.field
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    song = window.document.song
    assert song.tempo_map.tempo_us_at(start) == round(60e6 / 77)
    assert song.meter_map.meter_at(start).numerator == 3
    assert window.roll.focusProxy().hasFocus()


def test_following_is_switched_and_ticked(window: MainWindow) -> None:
    assert window.actions_of["toggle_follow"].isChecked()
    run(window, "follow_smoothly")
    assert window.roll.following.way is Follow.SMOOTH
    assert not window.actions_of["toggle_follow"].isChecked()
    run(window, "follow_smoothly")
    assert window.roll.following.way is Follow.OFF
    run(window, "toggle_follow")
    assert window.roll.following.way is Follow.PAGE
