from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from genre_studio.music.channel_events import ChannelEvents
from genre_studio.music.controller_lane import lane_events, put_values
from genre_studio.music.controller_names import MODULATION_LANE, SUSTAIN_LANE
from genre_studio.music.curve_shape import CurveShape
from genre_studio.ui.main_window import MainWindow


def run(window: MainWindow, command: str) -> bool:
    """Trigger it; returns whether its menu entry has a tick now."""
    window.actions_of[command].trigger()
    return window.actions_of[command].isChecked()


def test_commands_choose_the_lane_and_carry_ticks(window: MainWindow) -> None:
    assert window.actions_of["lane_velocity"].isChecked()
    assert run(window, "lane_pedal") and window.roll.lanes.lane == SUSTAIN_LANE
    assert run(window, "lane_pedal")  # again changes nothing
    assert not window.actions_of["lane_velocity"].isChecked()
    assert not run(window, "toggle_lane") and window.roll.lanes.is_folded
    assert run(window, "toggle_lane") and not window.roll.lanes.is_folded


def test_commands_choose_what_the_pencil_draws(window: MainWindow) -> None:
    assert run(window, "draw_curves") and window.roll.lanes.shape is CurveShape.CURVE
    assert not window.actions_of["draw_freely"].isChecked()


def test_the_lane_grows_by_keys_and_folds_when_it_is_as_low_as_can_be(window: MainWindow) -> None:
    before = window.roll.lanes.height
    run(window, "lane_taller")
    assert window.roll.lanes.height == before + 32
    for _ in range(5):
        run(window, "lane_lower")
    assert window.roll.lanes.is_folded


def test_thinning_says_why_nothing_happened(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.lanes.said):
        run(window, "thin_points")


def points(window: MainWindow) -> ChannelEvents:
    return lane_events(window.document.song.tracks[0].events, MODULATION_LANE)


def test_keys_go_to_the_points_while_the_lane_has_the_focus(window: MainWindow) -> None:
    window.show()
    window.roll.set_track(0)
    run(window, "lane_modulation")
    run(window, "draw_lines")
    track = window.document.song.tracks[0]
    drawn = put_values(track.events, MODULATION_LANE, 0, 500, {0: 10, 120: 60, 240: 90})
    song = window.document.song.with_track(0, replace(track, events=drawn))
    window.document.apply("Draw modulation", song)
    lane = window.roll.lanes.area
    QApplication.processEvents()
    lane.setFocus()
    QTest.keyClick(lane, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(lane, Qt.Key.Key_Up)
    assert points(window)["value"].tolist() == [11, 61, 91]
    assert window.document.undo_name == "Move 3 points of modulation"
    notes = len(window.document.song.tracks[0].notes)
    QTest.keyClick(lane, Qt.Key.Key_Delete)
    assert not len(points(window))
    assert len(window.document.song.tracks[0].notes) == notes
    QTest.keyClick(lane, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(points(window)) == 3
