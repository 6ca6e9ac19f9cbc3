from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.controller_lane import BEND_LANE, Lane
from genre_studio.music.controller_names import MODULATION_LANE
from genre_studio.ui.piano_roll.lanes.lane_panel import SHORTEST_LANE_PX, TALLEST_LANE_PX
from tests.ui.piano_roll.roll_hand import RollHand, small_song

CONTROL = ChannelEventKind.CONTROL
ROWS = [(0, CONTROL, 7, 100), (0, CONTROL, 91, 30), (5, ChannelEventKind.BEND, 0, 77)]


@pytest.fixture
def hand(make_hand) -> RollHand:
    song = small_song()
    return make_hand(song.with_track(0, replace(song.tracks[0], events=make_channel_events(ROWS))))


def tab(hand: RollHand, text: str) -> QToolButton:
    QApplication.processEvents()  # a new tab shows once the row is laid out
    buttons = hand.roll.lanes.tabs.findChildren(QToolButton)
    return next(each for each in buttons if each.text() == text and not each.isHidden())


def test_tabs_choose_the_lane(hand) -> None:
    QTest.mouseClick(tab(hand, "Bend"), Qt.MouseButton.LeftButton)
    assert hand.roll.lanes.lane == BEND_LANE
    assert tab(hand, "Bend").isChecked() and not tab(hand, "Velocity").isChecked()
    assert hand.lane.accessibleName() == "Pitch bend"
    QTest.mouseClick(tab(hand, "Velocity"), Qt.MouseButton.LeftButton)
    assert hand.roll.lanes.lane is None


def test_lanes_that_a_file_brought_in_are_counted_and_offered(hand) -> None:
    menu = hand.roll.lanes.tabs.menu()
    assert tab(hand, "+2").toolTip().startswith("2 more in this track")
    assert [action.text() for action in menu.actions()[:2]] == ["Volume\tCC7", "Reverb\tCC91"]
    menu.actions()[0].trigger()
    menu.deleteLater()
    assert hand.roll.lanes.lane == Lane(number=7)
    assert tab(hand, "CC7").isChecked()
    assert tab(hand, "+1")


def test_empty_lanes_are_dim(hand) -> None:
    assert tab(hand, "CC1").property("role") == "empty-lane"
    assert tab(hand, "Bend").property("role") == "lane"
    hand.roll.set_track(1)
    assert tab(hand, "Bend").property("role") == "empty-lane"


def test_the_bar_of_tabs_is_pulled_taller_and_lower_and_folds(hand) -> None:
    tabs = hand.roll.lanes.tabs
    before = hand.roll.lanes.height
    spot = QPoint(tabs.width() // 2, 8)
    hand.drag(spot, spot - QPoint(0, 40), on=tabs)
    QApplication.processEvents()
    assert hand.roll.lanes.height > before
    assert hand.lane.height() == hand.roll.lanes.height
    hand.roll.lanes.set_height(10)
    assert hand.roll.lanes.height == SHORTEST_LANE_PX
    hand.roll.lanes.pull(-24)
    assert hand.roll.lanes.is_folded and hand.lane.isHidden()
    QTest.mouseDClick(tabs, Qt.MouseButton.LeftButton, pos=spot)
    assert not hand.roll.lanes.is_folded and not hand.lane.isHidden()


def test_choosing_a_lane_opens_a_folded_one(hand) -> None:
    hand.roll.lanes.toggle_folded()
    hand.roll.lanes.show_lane(MODULATION_LANE)
    assert not hand.roll.lanes.is_folded


def test_height_and_fold_are_remembered_and_nonsense_is_passed_over(make_hand) -> None:
    hand, other = make_hand(small_song()), make_hand(small_song())
    hand.roll.lanes.set_height(200)
    hand.roll.lanes.toggle_folded()
    other.roll.lanes.restore(hand.roll.lanes.state())
    assert (other.roll.lanes.height, other.roll.lanes.is_folded) == (200, True)
    for nonsense in (None, [], {"height": "tall", "folded": 3}, {"height": 10_000_000}):
        other.roll.lanes.restore(nonsense)
    assert other.roll.lanes.height == TALLEST_LANE_PX and other.roll.lanes.is_folded
