from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from genre_studio.music.song import Marker
from genre_studio.music.timing import Tempo
from genre_studio.ui.piano_roll.layers.marks_layer import mark_boxes
from genre_studio.ui.piano_roll.marks.mark import MarkKind
from genre_studio.ui.piano_roll.pointer import pointer_at
from tests.ui.piano_roll.roll_hand import RollHand, small_song

BAR, ROW = 1920, 9
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def hand(make_hand) -> RollHand:
    made = make_hand(
        replace(
            small_song(), markers=(Marker(BAR, "Verse"),), tempos=(Tempo(0, 500_000), Tempo(2 * BAR, 600_000))
        )
    )
    while made.x(8 * BAR) > made.area.width():
        made.roll.looking.zoom_out()
    return made


def at(hand: RollHand, tick: int, right: int = 4) -> QPoint:
    return QPoint(hand.x(tick) + right, ROW)


def markers(hand: RollHand) -> list[tuple[int, str]]:
    return [(marker.tick, marker.text) for marker in hand.document.song.markers]


def double_click(hand: RollHand, spot: QPoint) -> None:
    QTest.mouseClick(hand.ruler, LEFT, pos=spot)
    QTest.mouseDClick(hand.ruler, LEFT, pos=spot)
    hand.release(spot, on=hand.ruler)


def type_in(hand: RollHand, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    field = hand.ruler.marks.field
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key)
    QApplication.processEvents()


def test_a_double_click_types_a_marker_in_its_place(hand) -> None:
    double_click(hand, at(hand, 4 * BAR, 1))
    assert hand.ruler.marks.field.selectedText() == "Marker 2"
    type_in(hand, "Chorus")
    assert markers(hand) == [(BAR, "Verse"), (4 * BAR, "Chorus")]
    assert hand.document.undo_name == "Add marker Chorus"
    assert hand.ruler.marks.field is None


def test_escape_while_typing_adds_nothing(hand) -> None:
    double_click(hand, at(hand, 4 * BAR, 1))
    type_in(hand, "Chorus", Qt.Key.Key_Escape)
    assert markers(hand) == [(BAR, "Verse")]
    assert hand.document.undo_name is None


def test_a_marker_is_renamed_and_by_an_empty_name_removed(hand) -> None:
    double_click(hand, at(hand, BAR))
    type_in(hand, "Refrain")
    assert markers(hand) == [(BAR, "Refrain")]
    double_click(hand, at(hand, BAR))
    hand.ruler.marks.field.clear()
    type_in(hand, "")
    assert markers(hand) == []


def test_a_marker_is_dragged_on_the_grid_as_one_step_and_escape_gives_it_back(hand) -> None:
    hand.drag(at(hand, BAR), at(hand, 3 * BAR), on=hand.ruler)
    assert markers(hand) == [(3 * BAR, "Verse")]
    assert hand.document.undo_name == "Move marker Verse to bar 4"
    hand.press(at(hand, 3 * BAR), on=hand.ruler)
    hand.drag_to(at(hand, 5 * BAR), on=hand.ruler)
    assert hand.roll._model.view.dragged_mark[1] == 5 * BAR
    QTest.keyClick(hand.ruler, Qt.Key.Key_Escape)
    hand.release(at(hand, 5 * BAR), on=hand.ruler)
    assert markers(hand) == [(3 * BAR, "Verse")]
    assert hand.roll._model.view.dragged_mark is None


def test_a_click_on_a_marker_locates_to_it(hand, qtbot) -> None:
    with qtbot.waitSignal(hand.roll.located) as told:
        QTest.mouseClick(hand.ruler, LEFT, pos=at(hand, BAR))
    assert told.args == [BAR]


def test_a_tempo_is_typed_dragged_and_refused(hand, qtbot) -> None:
    double_click(hand, at(hand, 2 * BAR))
    type_in(hand, "90")
    assert hand.document.song.tempo_map.tempo_us_at(2 * BAR) == pytest.approx(666_667, abs=1)
    hand.drag(at(hand, 2 * BAR), at(hand, 5 * BAR), on=hand.ruler)
    assert [tempo.tick for tempo in hand.document.song.tempos] == [0, 5 * BAR]
    double_click(hand, at(hand, 5 * BAR))
    with qtbot.waitSignal(hand.roll.said) as told:
        type_in(hand, "fast")
    assert told.args == ["A tempo is a number from 10 to 400, like 120."]


def test_the_menu_adds_changes_at_the_clicked_bar_and_removes_them(hand) -> None:
    def choose(spot: QPoint, title: str) -> None:
        pointer = pointer_at(hand.roll._model.view, spot.toPointF(), Qt.KeyboardModifier.NoModifier)
        menu = hand.ruler.marks.menu(pointer)
        next(action for action in menu.actions() if action.text() == title).trigger()
        menu.deleteLater()

    choose(at(hand, 4 * BAR + 700), "Meter change here…")
    type_in(hand, "3/4")
    assert [(m.tick, m.numerator) for m in hand.document.song.meters] == [(4 * BAR, 3)]
    hand.drag(at(hand, 4 * BAR), at(hand, 3 * BAR + 100), on=hand.ruler)  # from bar line to bar line
    assert [m.tick for m in hand.document.song.meters] == [3 * BAR]
    choose(at(hand, 2 * BAR), "Remove")
    assert [tempo.tick for tempo in hand.document.song.tempos] == [0]


def test_a_mark_is_typed_at_a_tick_by_command(hand) -> None:
    hand.roll.type_mark(MarkKind.METER, 3 * BAR + 500)
    type_in(hand, "5/4")
    assert [(m.tick, m.numerator) for m in hand.document.song.meters] == [(3 * BAR, 5)]
    hand.roll.type_mark(MarkKind.MARKER, BAR)
    assert hand.ruler.marks.field.text() == "Verse"
    hand.roll.looking.zoom_in()  # the place moves away under the field
    assert hand.ruler.marks.field is None


def test_the_first_tempo_stays_where_it_is(hand) -> None:
    boxes = mark_boxes(hand.roll._model.view, hand.ruler.width())
    first = next(box for box in boxes if box.mark.kind is MarkKind.TEMPO)
    spot = QPoint(first.left + 5, ROW)
    hand.drag(spot, spot + QPoint(200, 0), on=hand.ruler)
    assert [tempo.tick for tempo in hand.document.song.tempos] == [0, 2 * BAR]
