"""Step input by letters, by the keyboard strip and by what a MIDI keyboard calls."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from genre_studio.ui.piano_roll import HandRules, Tool
from genre_studio.ui.piano_roll.hand_rules import Stamp
from genre_studio.ui.piano_roll.keyboard_strip import KeyboardStrip
from genre_studio.ui.piano_roll.step_keys import letter_pitch
from tests.ui.piano_roll.roll_hand import RollHand

BAR = 1920
KEY = Qt.Key


@pytest.fixture
def stepping(hand: RollHand) -> RollHand:
    """On, at bar 2, on an empty stretch."""
    hand.roll.steps.begin(BAR + 30)
    return hand


def entered(hand: RollHand) -> list[tuple[int, int, int]]:
    return [note[:3] for note in hand.notes if note[0] >= BAR]


def test_letters_write_notes_one_after_another(stepping) -> None:
    for letter in (KEY.Key_A, KEY.Key_D, KEY.Key_W):
        stepping.key(letter)
    assert entered(stepping) == [(BAR, 120, 60), (BAR + 120, 120, 64), (BAR + 240, 120, 61)]
    assert stepping.document.undo_name == "Step in C♯4"
    stepping.document.undo()
    assert len(entered(stepping)) == 2


def test_keys_held_together_are_one_chord_and_one_step(stepping) -> None:
    revision = stepping.document.revision
    for letter in (KEY.Key_A, KEY.Key_D, KEY.Key_G):
        QTest.keyPress(stepping.area, letter)
    assert [note[2] for note in stepping.shown if note[0] == BAR] == [60, 64, 67]
    assert stepping.document.revision == revision
    for letter in (KEY.Key_A, KEY.Key_D, KEY.Key_G):
        QTest.keyRelease(stepping.area, letter)
    assert [note[2] for note in entered(stepping)] == [60, 64, 67]
    assert stepping.document.revision == revision + 1
    assert stepping.document.undo_name == "Step in 3 notes"
    assert stepping.roll.steps.cursor.tick == BAR + 120


def test_arrows_move_and_leave_rests_and_backspace_takes_back(stepping) -> None:
    stepping.key(KEY.Key_A)
    stepping.key(KEY.Key_Right)
    stepping.key(KEY.Key_S)
    assert [note[0] for note in entered(stepping)] == [BAR, BAR + 240]
    stepping.key(KEY.Key_Backspace)
    assert [note[0] for note in entered(stepping)] == [BAR]
    assert stepping.document.undo_name == "Delete 1 note"
    stepping.key(KEY.Key_Left)
    assert stepping.roll.steps.cursor.tick == BAR + 120
    assert [note[:3] for note in stepping.notes][:3] == [(0, 480, 60), (480, 480, 64), (960, 480, 67)]


def test_octaves_and_velocity_by_key(stepping) -> None:
    stepping.key(KEY.Key_X)
    stepping.key(KEY.Key_C)
    stepping.key(KEY.Key_A)
    assert stepping.notes[-1] == (BAR, 120, 72, 86)
    for _ in range(12):
        stepping.key(KEY.Key_X)
    assert letter_pitch(KEY.Key_A, stepping.roll.steps.cursor.octave) == 108


def test_a_letter_held_over_a_change_of_octave_is_let_go(stepping) -> None:
    QTest.keyPress(stepping.area, KEY.Key_A)
    stepping.key(KEY.Key_X)
    QTest.keyRelease(stepping.area, KEY.Key_A)
    assert [note[2] for note in entered(stepping)] == [60]
    stepping.key(KEY.Key_A)
    assert [note[2] for note in entered(stepping)] == [60, 72]


def test_the_keyboard_strip_writes_and_shift_holds_a_chord(stepping) -> None:
    strip = stepping.roll.findChild(KeyboardStrip)

    def click(pitch: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = QPoint(20, stepping.place(0, pitch).y())
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, keys, at)

    click(62)
    assert entered(stepping) == [(BAR, 120, 62)]
    click(60, Qt.KeyboardModifier.ShiftModifier)
    assert len(entered(stepping)) == 1
    click(64)
    assert entered(stepping)[1:] == [(BAR + 120, 120, 60), (BAR + 120, 120, 64)]


def test_a_midi_keyboard_writes_with_its_velocity(stepping) -> None:
    stepping.roll.steps.press(65, 42)
    stepping.roll.steps.release(65)
    assert stepping.notes[-1] == (BAR, 120, 65, 42)


def test_the_rules_of_the_hand_hold(stepping) -> None:
    stepping.roll.display.set_rules(HandRules(stamp=Stamp("minor")))
    stepping.key(KEY.Key_A)
    assert [note[2] for note in entered(stepping)] == [60, 63, 67]


def test_escape_ends_it_and_letters_are_nothing_then(stepping) -> None:
    stepping.roll.focused.select_all()
    stepping.key(KEY.Key_Escape)
    assert stepping.roll.steps.cursor is None
    assert stepping.roll.selection
    stepping.key(KEY.Key_A)
    assert entered(stepping) == []


def test_the_ruler_moves_the_cursor_and_another_track_ends_it(stepping) -> None:
    at = QPoint(stepping.x(990), 4)
    QTest.mouseClick(stepping.ruler, Qt.MouseButton.LeftButton, pos=at)
    assert stepping.roll.steps.cursor.tick == 960
    stepping.roll.set_track(1)
    assert stepping.roll.steps.cursor is None


def test_the_mode_is_seen_on_the_paper(hand) -> None:
    before = hand.area.grab().toImage()
    hand.roll.steps.begin(BAR)
    assert hand.area.grab().toImage() != before
    hand.roll.steps.end()
    assert hand.area.grab().toImage() == before


def test_the_pencil_still_draws(stepping) -> None:
    stepping.roll.set_tool(Tool.PENCIL)
    stepping.click(stepping.place(2 * BAR, 72))
    assert (2 * BAR, 120, 72) in entered(stepping)
