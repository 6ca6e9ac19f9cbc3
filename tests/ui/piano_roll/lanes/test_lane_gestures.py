from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.controller_lane import BEND_LANE, Lane, lane_events
from genre_studio.music.controller_names import MODULATION_LANE, PROGRAM_LANE, SUSTAIN_LANE
from genre_studio.music.curve_shape import CurveShape
from genre_studio.ui.piano_roll import Tool
from genre_studio.ui.piano_roll.lanes.value_scale import ValueScale
from tests.ui.piano_roll.roll_hand import RollHand, small_song

CONTROL, PROGRAM, BEND = ChannelEventKind.CONTROL, ChannelEventKind.PROGRAM, ChannelEventKind.BEND
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
RIGHT = Qt.MouseButton.RightButton
ROWS = [
    (0, PROGRAM, 0, 40), (0, CONTROL, 1, 10), (480, CONTROL, 1, 60), (960, CONTROL, 1, 110),
    (480, CONTROL, 64, 127), (960, CONTROL, 64, 0), (960, PROGRAM, 0, 56),
]  # fmt: skip


@pytest.fixture
def hand(make_hand) -> RollHand:
    song = small_song()
    made = make_hand(song.with_track(0, replace(song.tracks[0], events=make_channel_events(ROWS))))
    made.roll.lanes.show_lane(MODULATION_LANE)
    made.roll.set_tool(Tool.SELECT)
    QApplication.processEvents()
    return made


def values(hand: RollHand, lane: Lane = MODULATION_LANE) -> list[tuple[int, int]]:
    own = lane_events(hand.document.song.tracks[0].events, lane)
    return [(int(each["tick"]), int(each["value"])) for each in own]


def at(hand: RollHand, tick: int, value: float, lane: Lane = MODULATION_LANE) -> QPoint:
    return QPoint(hand.x(tick), ValueScale(lane, hand.lane.height()).y_at(value))


def others(hand: RollHand) -> list[tuple[int, ...]]:
    """Every event that is none of the modulation."""
    events = hand.document.song.tracks[0].events
    return [tuple(int(v) for v in e) for e in events[~MODULATION_LANE.are_in(events)]]


UNTOUCHED = [row for row in ROWS if row[1:3] != (CONTROL, 1)]


def test_the_pencil_draws_freely_as_one_step_and_leaves_the_rest(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.press(at(hand, 1200, 20), on=hand.lane)
    hand.drag_to(at(hand, 1300, 60), on=hand.lane)
    assert len(hand.roll._model.view.events) > len(ROWS)  # drawn as it happens
    assert values(hand)[-1] == (960, 110)  # but not yet done
    hand.drag_to(at(hand, 1500, 100), on=hand.lane)
    hand.release(at(hand, 1500, 100), on=hand.lane)
    drawn = [(tick, value) for tick, value in values(hand) if tick > 1000]
    assert drawn == sorted(drawn) and len(drawn) > 10
    assert drawn[0][1] == pytest.approx(20, abs=2)
    assert drawn[-1][1] == pytest.approx(100, abs=2)
    assert others(hand) == UNTOUCHED
    assert hand.document.undo_name == "Draw modulation"
    hand.document.undo()
    assert values(hand) == [(0, 10), (480, 60), (960, 110)]


def test_a_click_with_the_pencil_sets_one_value_on_the_grid(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.drag(at(hand, 1330, 64), at(hand, 1330, 64), on=hand.lane)
    assert values(hand)[-1] == (1320, pytest.approx(64, abs=1))


@pytest.mark.parametrize(("shape", "name"), [(CurveShape.LINE, "line"), (CurveShape.CURVE, "curve")])
def test_lines_and_curves_run_from_grid_line_to_grid_line(hand, shape, name) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.roll.lanes.set_shape(shape)
    hand.press(at(hand, 0, 0), on=hand.lane)
    hand.drag_to(at(hand, 700, 10), at(hand, 965, 120), on=hand.lane)
    hand.release(at(hand, 965, 120), on=hand.lane)
    drawn = dict(values(hand))
    assert (min(drawn), max(drawn)) == (0, 960)
    assert drawn[0] == pytest.approx(0, abs=1) and drawn[960] == pytest.approx(120, abs=1)
    middle = [value for tick, value in drawn.items() if 440 <= tick <= 520]
    assert all(v == pytest.approx(60, abs=8) if shape is CurveShape.LINE else v < 45 for v in middle)
    assert hand.document.undo_name == f"Draw a {name} of modulation"


def test_escape_forgets_what_is_being_drawn(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.press(at(hand, 1200, 20), on=hand.lane)
    hand.drag_to(at(hand, 1300, 60), on=hand.lane)
    QTest.keyClick(hand.lane, Qt.Key.Key_Escape)
    hand.release(at(hand, 1300, 60), on=hand.lane)
    assert hand.document.undo_name is None
    assert len(hand.roll._model.view.events) == len(ROWS)


def test_the_right_button_and_the_eraser_wipe_points(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.drag(at(hand, 440, 20), at(hand, 700, 20), on=hand.lane, button=RIGHT)
    assert values(hand) == [(0, 10), (960, 110)]
    assert hand.document.undo_name == "Erase 1 point of modulation"
    hand.roll.set_tool(Tool.ERASE)
    hand.drag(at(hand, 0, 64), at(hand, 1000, 64), on=hand.lane)
    assert values(hand) == []
    assert others(hand) == UNTOUCHED


def test_a_marquee_selects_points_and_a_drag_moves_them_on_the_grid(hand) -> None:
    hand.drag(at(hand, 400, 90), at(hand, 600, 30), on=hand.lane)
    assert hand.roll._model.view.points.tolist() == [480]
    hand.drag(at(hand, 900, 127), at(hand, 1000, 90), on=hand.lane, keys=SHIFT)
    assert hand.roll._model.view.points.tolist() == [480, 960]
    hand.drag(at(hand, 480, 60), at(hand, 710, 50), on=hand.lane)
    assert [tick for tick, _ in values(hand)] == [0, 720, 1200]
    assert [v for _, v in values(hand)] == [10, pytest.approx(50, abs=2), pytest.approx(100, abs=2)]
    assert hand.document.undo_name == "Move 2 points of modulation"
    assert hand.roll._model.view.points.tolist() == [720, 1200]


def test_the_handle_scales_the_selected_values(hand) -> None:
    hand.drag(at(hand, 400, 127), at(hand, 1000, 20), on=hand.lane)
    handle = QPoint(hand.x(720), 4)
    hand.drag(handle, QPoint(handle.x(), 4 + hand.lane.height() // 2), on=hand.lane)
    assert values(hand) == [(0, 10), (480, 30), (960, 55)]
    assert hand.document.undo_name == "Scale 2 points of modulation"


def test_commands_go_to_the_points_while_the_lane_has_the_focus(hand) -> None:
    hand.lane.setFocus()
    hand.roll.focused.select_all()
    assert hand.roll._model.view.points.tolist() == [0, 480, 960]
    assert not hand.roll.selection
    hand.roll.focused.transpose(1)
    assert [v for _, v in values(hand)] == [11, 61, 111]
    hand.roll.focused.nudge(1)
    assert [t for t, _ in values(hand)] == [120, 600, 1080]
    hand.roll.focused.delete()
    assert values(hand) == [] and len(hand.notes) == 3
    hand.area.setFocus()
    hand.roll.focused.select_all()
    assert len(hand.roll.selection) == 3


def test_double_clicks_of_the_select_tool_add_and_take_away(hand) -> None:
    for tick, value, expected in ((1440, 90, 4), (480, 60, 3)):
        QTest.mouseClick(hand.lane, Qt.MouseButton.LeftButton, pos=at(hand, tick, value))
        QTest.mouseDClick(hand.lane, Qt.MouseButton.LeftButton, pos=at(hand, tick, value))
        hand.release(at(hand, tick, value), on=hand.lane)
        assert len(values(hand)) == expected


def test_thinning_leaves_out_what_a_line_tells(hand) -> None:
    hand.roll.lanes.thin()
    assert values(hand) == [(0, 10), (960, 110)]
    assert hand.document.undo_name == "Thin modulation by 1 point"


def test_a_bend_is_drawn_around_its_middle(hand) -> None:
    hand.roll.lanes.show_lane(BEND_LANE)
    hand.roll.set_tool(Tool.PENCIL)
    hand.drag(at(hand, 480, 4096, BEND_LANE), at(hand, 480, 4096, BEND_LANE), on=hand.lane)
    assert values(hand, BEND_LANE) == [(480, pytest.approx(4096, abs=120))]
    assert hand.document.undo_name == "Draw pitch bend"


def pedal(hand: RollHand) -> list[tuple[int, int]]:
    return values(hand, SUSTAIN_LANE)


def middle(hand: RollHand, tick: int) -> QPoint:
    return QPoint(hand.x(tick), hand.lane.height() // 2)


def test_a_pedal_is_painted_changed_moved_and_lifted(hand) -> None:
    hand.roll.lanes.show_lane(SUSTAIN_LANE)
    hand.drag(middle(hand, 1330), middle(hand, 1700), on=hand.lane)
    assert pedal(hand)[2:] == [(1320, 127), (1800, 0)]
    assert hand.document.undo_name == "Press the pedal"
    hand.drag(middle(hand, 960) - QPoint(2, 0), middle(hand, 1200), on=hand.lane)
    assert pedal(hand)[:2] == [(480, 127), (1200, 0)]
    hand.drag(middle(hand, 800), middle(hand, 560), on=hand.lane)
    assert pedal(hand)[:2] == [(240, 127), (960, 0)]
    hand.drag(middle(hand, 490), middle(hand, 700), on=hand.lane, button=RIGHT)
    assert len(pedal(hand)) == 4  # the select tool's right button is for menus
    hand.roll.set_tool(Tool.PENCIL)
    hand.drag(middle(hand, 490), middle(hand, 700), on=hand.lane, button=RIGHT)
    assert pedal(hand)[:4] == [(240, 127), (480, 0), (720, 127), (960, 0)]
    assert hand.document.undo_name == "Lift the pedal"


def test_a_change_of_instrument_is_moved_and_erased(hand) -> None:
    hand.roll.lanes.show_lane(PROGRAM_LANE)
    hand.drag(middle(hand, 960) + QPoint(4, 0), middle(hand, 1440) + QPoint(4, 0), on=hand.lane)
    assert values(hand, PROGRAM_LANE) == [(0, 40), (1440, 56)]
    hand.roll.set_tool(Tool.ERASE)
    hand.drag(middle(hand, 1430), middle(hand, 1450), on=hand.lane)
    assert values(hand, PROGRAM_LANE) == [(0, 40)]


def test_the_pointer_says_the_value_and_its_unit(hand, qtbot) -> None:
    for lane, tick, value, words in (
        (MODULATION_LANE, 480, 60, "Modulation 60 (47%)"),
        (BEND_LANE, 600, 4096, "semitones)"),
        (SUSTAIN_LANE, 700, 64, "Pedal down"),
        (PROGRAM_LANE, 1000, 64, "Trumpet"),
    ):
        hand.roll.lanes.show_lane(lane)
        spot = middle(hand, tick) if lane in (SUSTAIN_LANE, PROGRAM_LANE) else at(hand, tick, value, lane)
        with qtbot.waitSignal(hand.roll.hover_described) as told:
            hand.drag_to(spot, on=hand.lane, button=Qt.MouseButton.NoButton)
        assert words in told.args[0]


def test_velocities_follow_a_line_and_a_curve(hand) -> None:
    hand.roll.lanes.show_lane(None)
    scale = hand.lane.scale
    for shape, expected in ((CurveShape.LINE, 60), (CurveShape.CURVE, 30)):
        hand.roll.lanes.set_shape(shape)
        hand.press(QPoint(hand.x(0), scale.y_at(20)), on=hand.lane)
        hand.drag_to(QPoint(hand.x(720), scale.y_at(22)), QPoint(hand.x(960), scale.y_at(100)), on=hand.lane)
        hand.release(QPoint(hand.x(960), scale.y_at(100)), on=hand.lane)
        velocities = [note[3] for note in hand.notes]
        assert velocities[0] == pytest.approx(20, abs=2) and velocities[2] == pytest.approx(100, abs=2)
        assert velocities[1] == pytest.approx(expected, abs=9)
