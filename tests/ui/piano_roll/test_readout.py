"""What stands beside the pointer while a drag lasts."""

import pytest
from PySide6.QtCore import QPoint, Qt

from genre_studio.ui.piano_roll import Tool
from genre_studio.ui.piano_roll.readout import length_text

CTRL = Qt.KeyboardModifier.ControlModifier


def told(hand) -> str:
    label = hand.area._readout
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize(
    ("ticks", "text"), [(240, "1/8"), (160, "1/8T"), (360, "1/8."), (1920, "1/1"), (500, "1.04 beats")]
)
def test_lengths_read_like_music(ticks, text) -> None:
    assert length_text(ticks, 480) == text


def test_a_move_tells_pitch_and_place(hand) -> None:
    at = hand.place(240, 60)
    hand.press(at)
    assert told(hand) == ""
    hand.drag_to(hand.place(720, 62))
    assert told(hand) == "D4  1.2.000"
    hand.drag_to(hand.place(720, 62), keys=CTRL)
    assert told(hand) == "D4  1.2.000  copy"
    hand.release(hand.place(720, 62))
    assert told(hand) == ""


def test_drawing_and_resizing_tell_a_length(hand) -> None:
    edge = hand.place(1440, 67) - QPoint(2, 0)
    hand.press(edge)
    hand.drag_to(edge + QPoint(hand.x(480) - hand.x(0), 0))
    assert told(hand) == "1/2"
    hand.key(Qt.Key.Key_Escape)
    assert told(hand) == ""
    hand.release(edge)
    hand.roll.set_tool(Tool.PENCIL)
    hand.press(hand.place(1925, 72))
    hand.drag_to(hand.place(2300, 72))
    assert told(hand) == "C5  1/4"
    hand.release(hand.place(2300, 72))


def test_velocity_and_marquee_tell_numbers(hand) -> None:
    hand.press(hand.place(1700, 72))
    hand.drag_to(hand.place(500, 58))
    assert told(hand) == "2 selected"
    hand.release(hand.place(500, 58))
    hand.roll.set_tool(Tool.VELOCITY)
    at = hand.place(240, 60)
    hand.press(at)
    hand.drag_to(at - QPoint(0, 4))
    assert told(hand) == "Velocity 100"
    hand.release(at)


def test_it_stays_on_the_paper(hand) -> None:
    hand.press(hand.place(240, 60))
    hand.drag_to(QPoint(hand.area.width() - 1, 2))
    label = hand.area._readout
    assert hand.area.rect().contains(label.geometry())
    hand.key(Qt.Key.Key_Escape)
    hand.release(QPoint(5, 5))


def test_the_flag_of_step_input_stays_at_the_top(hand) -> None:
    hand.roll.steps.begin(0)
    hand.wheel(QPoint(300, 200), -2)
    scrolled = hand.area.grab().toImage()
    hand.area.update()
    assert hand.area.grab().toImage() == scrolled
