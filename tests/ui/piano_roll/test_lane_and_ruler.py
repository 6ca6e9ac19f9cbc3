import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from genre_studio.ui.piano_roll.layers.stems_layer import VelocityScale

BAR = 1920
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
LOOP, UPPER, LOWER = 23, 34, 50


def show_eight_bars(hand) -> None:
    """So far out that no drag of these tests leaves the view, which would scroll it."""
    while hand.x(8 * BAR) > hand.area.width():
        hand.roll.looking.zoom_out()


def test_velocities_and_pixels() -> None:
    scale = VelocityScale(88)
    assert [scale.velocity_at(scale.y_at(v)) for v in (1, 64, 127)] == pytest.approx([1, 64, 127], abs=1)
    assert scale.velocity_at(-50) == 127
    assert scale.velocity_at(500) == 1


def test_a_press_in_the_lane_sets_the_nearest_velocity(hand) -> None:
    at = QPoint(hand.x(480) + 2, hand.lane.scale.y_at(40))
    hand.drag(at, at, on=hand.lane)
    assert [note[3] for note in hand.notes] == [96, pytest.approx(40, abs=1), 96]
    assert hand.document.undo_name == "Set velocity of 1 note"


def test_a_drag_in_the_lane_draws_a_line(hand) -> None:
    scale = hand.lane.scale
    hand.drag(QPoint(hand.x(0), scale.y_at(20)), QPoint(hand.x(960), scale.y_at(100)), on=hand.lane)
    low, middle, high = (note[3] for note in hand.notes)
    assert low < middle < high
    assert middle == pytest.approx(60, abs=3)


def test_with_a_selection_only_its_notes_change(hand) -> None:
    hand.click(hand.place(720, 64))
    y = hand.lane.scale.y_at(30)
    hand.drag(QPoint(hand.x(0), y), QPoint(hand.x(960), y), on=hand.lane)
    assert [note[3] for note in hand.notes] == [96, pytest.approx(30, abs=1), 96]


def test_shift_sets_the_whole_selection_to_one_value(hand) -> None:
    hand.roll.focused.select_all()
    at = QPoint(hand.x(480), hand.lane.scale.y_at(70))
    hand.drag(at, at, on=hand.lane, keys=SHIFT)
    assert len({note[3] for note in hand.notes}) == 1
    assert hand.document.undo_name == "Set velocity of 3 notes"


def test_escape_cancels_a_line_in_the_lane(hand) -> None:
    at = QPoint(hand.x(0), hand.lane.scale.y_at(20))
    hand.press(at, on=hand.lane)
    QTest.keyClick(hand.lane, Qt.Key.Key_Escape)
    hand.release(at, on=hand.lane)
    assert {note[3] for note in hand.notes} == {96}


def test_a_click_on_the_upper_ruler_locates(hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.roll.located) as told:
        QTest.mouseClick(
            hand.ruler, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(hand.x(490), UPPER)
        )
    assert told.args == [480]
    assert hand.roll._model.view.playhead == 480


def test_a_drag_on_the_lower_ruler_spans_whole_bars(hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.roll.region_changed) as told:
        hand.drag(QPoint(hand.x(2000), LOWER), QPoint(hand.x(4000), LOWER), on=hand.ruler)
    assert told.args == [(BAR, 3 * BAR)]
    assert hand.roll.region == (BAR, 3 * BAR)


def test_alt_frees_the_region_to_the_grid(hand) -> None:
    hand.drag(QPoint(hand.x(490), LOWER), QPoint(hand.x(950), LOWER), on=hand.ruler, keys=ALT)
    assert hand.roll.region == (480, 960)


def test_edges_and_body_of_the_region_can_be_dragged(hand) -> None:
    show_eight_bars(hand)
    hand.roll.set_region((BAR, 2 * BAR))
    hand.drag(QPoint(hand.x(2 * BAR), LOWER), QPoint(hand.x(3 * BAR + 100), LOWER), on=hand.ruler)
    assert hand.roll.region == (BAR, 3 * BAR)
    hand.drag(QPoint(hand.x(BAR), LOWER), QPoint(hand.x(100), LOWER), on=hand.ruler)
    assert hand.roll.region == (0, 3 * BAR)
    hand.drag(QPoint(hand.x(BAR), LOWER), QPoint(hand.x(2 * BAR), LOWER), on=hand.ruler)
    assert hand.roll.region == (BAR, 4 * BAR)


def test_an_edge_never_passes_the_other(hand) -> None:
    hand.roll.set_region((BAR, 3 * BAR))
    hand.drag(QPoint(hand.x(3 * BAR), LOWER), QPoint(hand.x(0), LOWER), on=hand.ruler)
    start, end = hand.roll.region
    assert start == BAR and end > start


def test_escape_gives_the_region_back(hand) -> None:
    show_eight_bars(hand)
    hand.roll.set_region((BAR, 2 * BAR))
    hand.press(QPoint(hand.x(2 * BAR), LOWER), on=hand.ruler)
    hand.drag_to(QPoint(hand.x(3 * BAR), LOWER), on=hand.ruler)
    assert hand.roll.region == (BAR, 3 * BAR)
    QTest.keyClick(hand.ruler, Qt.Key.Key_Escape)
    assert hand.roll.region == (BAR, 2 * BAR)


def test_a_double_click_on_the_brace_removes_the_region(hand, qtbot: QtBot) -> None:
    hand.roll.set_region((0, BAR))
    with qtbot.waitSignal(hand.roll.region_changed) as told:
        QTest.mouseDClick(
            hand.ruler, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(hand.x(400), LOWER)
        )
    assert told.args == [None]


def test_a_drag_with_shift_along_the_upper_half_spans_the_loop(hand, qtbot: QtBot) -> None:
    show_eight_bars(hand)
    ruler = hand.roll._ruler
    with qtbot.waitSignal(hand.roll.loop_changed) as heard:
        hand.drag(
            QPoint(hand.x(BAR + 100), UPPER), QPoint(hand.x(3 * BAR - 100), UPPER), on=ruler, keys=SHIFT
        )
    assert heard.args == [(BAR, 3 * BAR)]
    assert hand.roll.loop == (BAR, 3 * BAR)
    assert hand.roll.region is None
    hand.drag(QPoint(hand.x(3 * BAR), UPPER), QPoint(hand.x(5 * BAR), UPPER), on=ruler, keys=SHIFT)
    assert hand.roll.loop == (BAR, 5 * BAR)


def test_edges_and_body_of_the_loop_can_be_dragged_in_its_own_row(hand) -> None:
    show_eight_bars(hand)
    hand.roll.set_loop((BAR, 3 * BAR))
    for start, end, expected in (
        (3 * BAR, 4 * BAR, (BAR, 4 * BAR)),
        (BAR, 2 * BAR, (2 * BAR, 4 * BAR)),
        (3 * BAR, 5 * BAR, (4 * BAR, 6 * BAR)),
    ):
        hand.drag(QPoint(hand.x(start), LOOP), QPoint(hand.x(end), LOOP), on=hand.ruler)
        assert hand.roll.loop == expected
    hand.press(QPoint(hand.x(4 * BAR), LOOP), on=hand.ruler)
    hand.drag_to(QPoint(hand.x(BAR), LOOP), on=hand.ruler)
    QTest.keyClick(hand.ruler, Qt.Key.Key_Escape)
    assert hand.roll.loop == (4 * BAR, 6 * BAR)


def test_a_double_click_on_a_bar_loops_it_and_a_second_ends_that(hand) -> None:
    show_eight_bars(hand)
    for expected in ((2 * BAR, 3 * BAR), None):
        QTest.mouseDClick(hand.ruler, Qt.MouseButton.LeftButton, pos=QPoint(hand.x(2 * BAR + 500), UPPER))
        assert hand.roll.loop == expected


def test_the_ruler_says_what_is_under_the_pointer(hand, qtbot: QtBot) -> None:
    show_eight_bars(hand)
    hand.roll.set_loop((BAR, 3 * BAR))
    for y, words in ((9, "4/4"), (LOOP, "Bars 2 to 3: loop"), (UPPER, "Click to play"), (LOWER, "region")):
        x = hand.x(BAR + 100) if y != 9 else 8
        with qtbot.waitSignal(hand.roll.hover_described) as told:
            hand.drag_to(QPoint(x, y), on=hand.ruler, button=Qt.MouseButton.NoButton)
        assert words in told.args[0]
