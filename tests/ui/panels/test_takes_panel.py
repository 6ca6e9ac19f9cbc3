"""The lanes under real mouse and key events."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.ui.main_window import MainWindow
from tests.helpers.take_window import LEFT, drag, turn_wheel, window_with_takes
from tests.helpers.takes import a_record

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    made, _ = window_with_takes(qtbot, tmp_path)
    return made


def current(window: MainWindow) -> int:
    assert window.shelf.current is not None
    return window.shelf.current.id


def test_keys_step_keep_star_and_discard(window: MainWindow) -> None:
    takes = window.takes
    for key, keys, id in (
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, 2),
        (Qt.Key.Key_Backtab, SHIFT, 1),
        (Qt.Key.Key_Backtab, SHIFT, 3),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 2),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, 3),
    ):
        QTest.keyClick(takes, key, keys)
        assert current(window) == id
    QTest.keyClick(takes, Qt.Key.Key_Asterisk, SHIFT)  # as most keyboards send it
    assert window.document.undo_name == "Star take 3 (Jazz, Echo)"
    QTest.keyClick(takes, Qt.Key.Key_Backspace)
    assert window.document.undo_name == "Discard take 3 (Jazz, Echo)"
    QTest.keyClick(takes, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert window.document.undo_name == "Keep take 2 (Jazz, Echo)"
    QTest.keyClick(takes, Qt.Key.Key_Return, SHIFT)
    assert window.document.undo_name == "Keep Melody of take 2 (Jazz, Echo)"


def test_the_buttons_of_a_row_are_for_its_take(window: MainWindow) -> None:
    row = window.takes.rows[2]
    QTest.mouseClick(row.buttons["star_take"], LEFT)
    assert window.document.takes[2].is_starred
    assert current(window) == 2
    QTest.mouseClick(row.buttons["keep_take"], LEFT)
    assert not row.buttons["keep_take"].isEnabled()
    assert row.title.text() == "Take 2 · Jazz · kept"
    QTest.mouseClick(row.buttons["discard_take"], LEFT)
    assert 2 not in window.takes.rows


def test_a_double_click_listens(window: MainWindow) -> None:
    QTest.mouseDClick(window.takes.rows[2], LEFT, pos=QPoint(20, 20))
    assert window.playing.auditioned == 2


def test_the_card_is_one_click_away_and_says_everything(window: MainWindow) -> None:
    QTest.mouseClick(window.takes.rows[1].buttons["about_take"], LEFT)
    card = window.takes.card
    assert card.isVisible()
    assert "Seed: 7, take 1 of 2" in card.text
    assert "Asked: 2 bars from bar 3, Jazz" in card.text
    asked: list[tuple[str, int]] = []
    window.takes.asked.connect(lambda command, id: asked.append((command, id)))
    QTest.mouseClick(card.buttons["more_like_take"], LEFT)
    assert not card.isVisible()
    assert asked == [("more_like_take", 1)]
    assert window.takes.hasFocus()


def test_the_card_goes_with_escape_or_the_focus_or_its_button(window: MainWindow) -> None:
    button, card = window.takes.rows[1].buttons["about_take"], window.takes.card
    QTest.mouseClick(button, LEFT)
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert window.takes.hasFocus()
    QTest.keyClick(window.takes, Qt.Key.Key_I)
    assert card.isVisible()
    window.roll.setFocus()
    assert not card.isVisible()
    window.takes.setFocus()
    window.takes.show_about(1)
    window.takes.show_about(1)
    assert not card.isVisible()


def test_hundreds_of_takes_need_no_more_rows_than_show(qtbot: QtBot, tmp_path: Path) -> None:
    many = [a_record(id, batch=1 + id // 4, number=1 + id % 4) for id in range(1, 501)]
    window, _ = window_with_takes(qtbot, tmp_path, *many)
    lanes = window.takes.lanes
    seen = set()
    for place in range(0, lanes.verticalScrollBar().maximum(), 997):
        lanes.verticalScrollBar().setValue(place)
        seen |= set(lanes.rows)
        assert len(lanes.rows) + len(lanes._spare) <= 10
        for id, row in lanes.rows.items():
            assert (row.id, row.title.text()) == (id, f"Take {1 + id % 4} · Jazz")
    assert len(seen) > 100
    window.shelf.select(window.shelf.takes[-1].id)
    row = lanes.rows[current(window)]
    assert lanes.viewport().rect().contains(row.geometry())


def test_the_lanes_share_the_rolls_time_axis(window: MainWindow) -> None:
    row = window.takes.rows[1]
    window.roll.viewport.show_ticks((1920, 9600))
    start, end = row.mini._span
    roll_start, roll_end = window.roll.viewport.visible_ticks(window.roll.viewport.size.width())
    assert start == roll_start
    assert (end - start) / row.mini.width() == pytest.approx(
        (roll_end - roll_start) / window.roll.viewport.size.width(), rel=0.01
    )
    paper = window.roll._area.mapTo(window, QPoint(0, 0)).x()
    assert row.mini.mapTo(window, QPoint(0, 0)).x() == paper


def test_the_wheel_with_keys_turns_the_roll(window: MainWindow) -> None:
    before = window.roll.viewport.visible_ticks(window.roll.viewport.size.width())
    at = QPoint(600, 20)
    turn_wheel(window.takes.lanes.viewport(), at, 2, CTRL)
    zoomed = window.roll.viewport.visible_ticks(window.roll.viewport.size.width())
    assert zoomed[1] - zoomed[0] < before[1] - before[0]
    turn_wheel(window.takes.lanes.viewport(), at, -2, SHIFT)
    assert window.roll.viewport.visible_ticks(window.roll.viewport.size.width())[0] > zoomed[0]


def test_a_drag_begins_past_the_drag_distance_and_not_before(window: MainWindow) -> None:
    began: list[int] = []
    window.takes.drag_began.disconnect()
    window.takes.drag_began.connect(began.append)
    row, far = window.takes.rows[2], QApplication.startDragDistance()
    drag(row, QPoint(20, 20), QPoint(20 + far - 1, 20))
    assert began == []
    drag(row, QPoint(20, 20), QPoint(20 + far, 20), QPoint(80, 40))
    assert began == [2]


def test_only_starred_takes_and_starred_first(window: MainWindow) -> None:
    window.shelf.toggle_star(3)
    QTest.mouseClick(window.takes.order, LEFT)
    assert window.takes.order.text() == "Starred first"
    assert [take.id for take in window.shelf.takes] == [3, 1, 2]
    QTest.mouseClick(window.takes.starred, LEFT)
    assert list(window.takes.rows) == [3]
    assert window.takes.count.text() == "1 of 3"
    window.shelf.toggle_star(3)
    assert window.takes.hint.text().startswith("No take is starred.")
    assert window.takes.hint.isVisible()
    window.actions_of["starred_takes"].trigger()
    assert len(window.takes.rows) == 3


def test_without_takes_one_line_says_what_will_appear(window: MainWindow) -> None:
    for id in (1, 2, 3):
        window.shelf.discard(id)
    assert window.takes.hint.text().startswith("Takes appear here.")
    assert not window.takes.lanes.isVisible()
    assert not window.takes.starred.isVisible()


def test_a_child_is_set_in_below_its_parent(qtbot: QtBot, tmp_path: Path) -> None:
    family = (a_record(1), a_record(2), a_record(3, batch=2, number=1, parent=1))
    window, _ = window_with_takes(qtbot, tmp_path, *family)
    lefts = {id: row.title.mapTo(window.takes, QPoint(0, 0)).x() for id, row in window.takes.rows.items()}
    tops = {id: row.y() for id, row in window.takes.rows.items()}
    assert lefts[3] > lefts[1] == lefts[2]
    assert tops[1] < tops[3] < tops[2]


def test_a_recoloured_track_recolours_its_takes(window: MainWindow) -> None:
    track = window.document.song.tracks[0]
    before = window.takes.rows[1].mini.grab().toImage()
    window.document.apply("Colour", window.document.song.with_track(0, replace(track, colour=5)))
    assert window.takes.rows[1].mini.grab().toImage() != before
