"""Wheel, touchpad, pinch, middle button, zoom and back, following, lit keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from genre_studio.ui.piano_roll import Follow
from genre_studio.ui.piano_roll.keyboard_strip import KeyboardStrip
from genre_studio.ui.theme import DARK

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE, STILL = Qt.KeyboardModifier.NoModifier, QPoint(0, 0)
BAR = 1920


def turn(widget: QWidget, at: QPoint, *, pixels=STILL, angle=STILL, keys=NONE) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), pixels, angle,
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def pinch(widget: QWidget, at: QPoint, value: float) -> None:
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        QPointF(at), QPointF(at), QPointF(widget.mapToGlobal(at)), value, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def where(hand) -> tuple[float, float, float, int]:
    now = hand.roll._model.view.coordinates
    return now.scroll_x, now.scroll_y, now.beat_px, now.row_px


def test_a_touchpad_scrolls_pixel_by_pixel_both_ways(hand) -> None:
    x, y, *_ = where(hand)
    turn(hand.area, QPoint(50, 50), pixels=QPoint(-7, -3), angle=QPoint(-14, -6))
    assert where(hand)[:2] == (x + 7, y + 3)
    turn(hand.area, QPoint(50, 50), pixels=QPoint(0, -5), angle=QPoint(0, -10), keys=SHIFT)
    assert where(hand)[:2] == (x + 12, y + 3)


@pytest.mark.parametrize("keys", [ALT, CTRL | SHIFT])
def test_rows_grow_round_the_pointer_also_by_small_turns(hand, keys) -> None:
    before = where(hand)[3]
    at = QPoint(300, 200)
    pitch = hand.roll._model.view.coordinates.pitch_at(200)
    for _ in range(8):
        turn(hand.area, at, angle=QPoint(0, 30), keys=keys)  # a quarter of a notch
    assert where(hand)[3] == before + 4
    assert abs(hand.roll._model.view.coordinates.pitch_at(200) - pitch) <= 1


def test_over_the_keyboard_a_zoom_is_one_of_rows(hand) -> None:
    keyboard, before = hand.roll.findChild(KeyboardStrip), where(hand)
    turn(keyboard, QPoint(10, 100), angle=QPoint(0, 120), keys=CTRL)
    assert (where(hand)[2], where(hand)[3]) == (before[2], before[3] + 2)
    pinch(keyboard, QPoint(10, 100), 0.25)
    assert (where(hand)[2], where(hand)[3]) == (before[2], before[3] + 6)


@pytest.mark.parametrize("part", ["area", "ruler", "lane"])
def test_two_fingers_zoom_round_themselves(hand, part) -> None:
    widget, beat_px = getattr(hand, part), where(hand)[2]
    tick = hand.roll._model.view.coordinates.tick_at(400)
    pinch(widget, QPoint(400, 8), 0.5)
    assert where(hand)[2] == pytest.approx(beat_px * 1.5)
    assert hand.roll._model.view.coordinates.tick_at(400) == pytest.approx(tick)


@pytest.mark.parametrize("part", ["area", "ruler", "lane"])
def test_the_middle_button_pans(hand, part) -> None:
    hand.drag(QPoint(400, 8), QPoint(340, 8), on=getattr(hand, part), button=Qt.MouseButton.MiddleButton)
    assert where(hand)[0] == 60
    assert hand.document.undo_name is None


def test_zoom_to_the_selection_and_back_and_back_again(hand) -> None:
    first = where(hand)
    hand.click(hand.place(600, 64))
    hand.roll.looking.zoom_to_selection()
    second = where(hand)
    assert second != first
    hand.roll.looking.zoom_to_content()
    hand.roll.looking.zoom_back()
    assert where(hand) == second
    hand.roll.looking.zoom_back()
    assert where(hand) == first
    hand.roll.looking.zoom_back()  # nothing is left
    assert where(hand) == first


def test_pages_are_turned_by_the_width_of_the_view(hand) -> None:
    hand.roll.looking.turn_pages(1)
    assert where(hand)[0] == hand.area.width()
    hand.roll.looking.turn_pages(-1)
    assert where(hand)[0] == 0


def test_smooth_following_keeps_the_playhead_in_the_middle(hand, qtbot) -> None:
    with qtbot.waitSignal(hand.roll.following.changed):
        hand.roll.following.choose(Follow.SMOOTH)
    for tick in (3 * BAR, 3 * BAR + 240, 4 * BAR):
        hand.roll.set_playhead(tick, playing=True)
        assert hand.x(tick) == pytest.approx(hand.area.width() / 2, abs=1)
        assert where(hand)[0] == round(where(hand)[0])


def key_colour(hand, pitch: int) -> QColor:
    keyboard = hand.roll.findChild(KeyboardStrip)
    image = keyboard.grab().toImage()
    return QColor(image.pixel(6, hand.place(0, pitch).y()))


def test_keys_light_up_for_notes_that_play_and_notes_that_come_in(hand) -> None:
    dark = key_colour(hand, 60), key_colour(hand, 72)
    hand.roll.set_playhead(100, playing=True)
    assert key_colour(hand, 60) != dark[0] and key_colour(hand, 72) == dark[1]
    hand.roll.set_playhead(500, playing=True)
    assert key_colour(hand, 60) == dark[0]
    hand.roll.set_playhead(100, playing=False)
    hand.roll.keyboard.show_incoming({72})
    lit = key_colour(hand, 72)
    assert lit != dark[1] and key_colour(hand, 60) == dark[0]
    assert abs(lit.hue() - DARK.accent.hue()) < 12
    hand.roll.keyboard.show_incoming(())
    assert key_colour(hand, 72) == dark[1]
