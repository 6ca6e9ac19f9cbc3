"""What the hand draws and moves under its rules: velocity, drums, chords, scale, folds."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from genre_studio.music.scales import Scale
from genre_studio.ui.piano_roll import Fold, HandRules, Tool
from genre_studio.ui.piano_roll.hand_rules import STAMPS, Stamp
from tests.ui.piano_roll.roll_hand import RollHand

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEAD = [(0, 480, 60, 96), (480, 480, 64, 96), (960, 480, 67, 96)]
C_MAJOR = Scale(0, "major")


def held(hand: RollHand, **rules: object) -> RollHand:
    hand.roll.display.set_scale(C_MAJOR)
    hand.roll.display.set_rules(HandRules(**rules))
    return hand


def test_the_velocity_tool_drags_a_note_louder(hand) -> None:
    hand.roll.set_tool(Tool.VELOCITY)
    at = hand.place(240, 60)
    hand.drag(at, at - QPoint(0, 20))
    assert [note[3] for note in hand.notes] == [116, 96, 96]
    assert hand.document.undo_name == "Set velocity of 1 note"
    hand.document.undo()
    assert hand.notes == LEAD


def test_the_velocity_tool_takes_the_selection_along_and_stops_at_the_ends(hand) -> None:
    hand.roll.set_tool(Tool.VELOCITY)
    hand.roll.focused.select_all()
    at = hand.place(240, 60)
    hand.drag(at, at + QPoint(0, 300))
    assert {note[3] for note in hand.notes} == {1}
    assert hand.document.undo_name == "Set velocity of 3 notes"


def test_wiping_from_the_paper_gives_notes_the_last_velocity(hand) -> None:
    hand.roll.set_tool(Tool.VELOCITY)
    at = hand.place(240, 60)
    hand.drag(at, at + QPoint(0, 46))
    hand.drag(hand.place(700, 70), hand.place(720, 63))
    assert [note[3] for note in hand.notes] == [50, 50, 96]
    assert hand.document.undo_name == "Set velocity of 1 note"
    hand.roll.set_tool(Tool.PENCIL)
    hand.click(hand.place(1920, 72))
    assert (1920, 120, 72, 50) in hand.notes


def test_a_cancelled_loudness_drag_leaves_everything(hand) -> None:
    hand.roll.set_tool(Tool.VELOCITY)
    at = hand.place(240, 60)
    hand.press(at)
    hand.drag_to(at - QPoint(0, 20))
    hand.key(Qt.Key.Key_Escape)
    assert hand.notes == LEAD and hand.document.undo_name is None


def test_a_click_of_the_pencil_puts_a_drum_hit_and_another_takes_it_away(hand) -> None:
    hand.roll.set_track(2)
    hand.roll.set_tool(Tool.PENCIL)
    before = hand.notes
    hand.click(hand.place(500, 42))
    assert (480, 120, 42, 96) in hand.notes
    assert hand.document.undo_name == "Draw Closed hat"
    hand.click(hand.place(520, 42))
    assert hand.notes == before
    assert hand.document.undo_name == "Delete 1 note"


def test_a_drag_of_the_pencil_puts_a_hit_on_every_line(hand) -> None:
    hand.roll.set_track(2)
    hand.roll.set_tool(Tool.PENCIL)
    hand.drag(hand.place(10, 42), hand.place(470, 44))
    hats = [note for note in hand.notes if note[2] == 42]
    assert [note[0] for note in hats] == [0, 120, 240, 360]
    assert hand.document.undo_name == "Draw 4 notes of Closed hat"
    hand.document.undo()
    assert not [note for note in hand.notes if note[2] == 42]


def test_the_pencil_stamps_chords(hand, qtbot: QtBot) -> None:
    held(hand, stamp=Stamp("minor 7")).roll.set_tool(Tool.PENCIL)
    hand.click(hand.place(1920, 62))
    assert {note[2] for note in hand.notes if note[0] == 1920} == {62, 65, 69, 72}
    assert hand.document.undo_name == "Draw D4 chord"
    assert len(hand.roll.selection) == 4


def test_a_chord_of_the_scale_follows_its_degree(hand) -> None:
    held(hand, stamp=Stamp("triad", in_scale=True)).roll.set_tool(Tool.PENCIL)
    hand.click(hand.place(1920, 62))
    hand.click(hand.place(2400, 65))
    drawn = sorted((note[0], note[2]) for note in hand.notes if note[0] >= 1920)
    assert drawn == [(1920, 62), (1920, 65), (1920, 69), (2400, 65), (2400, 69), (2400, 72)]


@pytest.mark.parametrize("stamp", STAMPS, ids=lambda stamp: stamp.title)
def test_every_chord_held_in_the_scale_stays_in_it(stamp) -> None:
    rules = HandRules(keeps_scale=True, stamp=stamp)
    for pitch in range(128):
        drawn = rules.drawn_pitches(pitch, C_MAJOR)
        assert drawn and all(each in C_MAJOR and 0 <= each <= 127 for each in drawn)


def test_drawn_and_moved_notes_stay_in_the_scale(hand) -> None:
    held(hand, keeps_scale=True).roll.set_tool(Tool.PENCIL)
    hand.click(hand.place(1920, 61))
    assert (1920, 120, 60, 96) in hand.notes
    hand.document.undo()
    hand.roll.focused.select_all()
    hand.drag(hand.place(240, 60), hand.place(240, 62))
    assert [note[2] for note in hand.notes] == [62, 65, 69]
    hand.document.undo()
    hand.roll.commands.climb(-1)
    assert [note[2] for note in hand.notes] == [59, 62, 65]


def test_a_copy_stays_in_the_scale_too(hand) -> None:
    held(hand, keeps_scale=True)
    hand.drag(hand.place(240, 60), hand.place(240, 65), keys=CTRL)
    assert sorted(note[2] for note in hand.notes) == [60, 64, 65, 67]


def test_in_a_fold_notes_move_by_rows(hand) -> None:
    hand.roll.display.set_look(replace(hand.roll.display.look, fold=Fold.USED))
    hand.drag(hand.place(240, 60), hand.place(240, 64))
    assert hand.notes[0][2] == 64
    hand.document.undo()
    assert len(hand.roll._model.view.coordinates.rows) == 3


def test_a_note_shows_its_velocity_while_the_tool_is_up(hand) -> None:
    before = hand.area.grab().toImage()
    hand.roll.set_tool(Tool.VELOCITY)
    assert hand.area.grab().toImage() != before
    hand.roll.set_tool(Tool.SELECT)
    assert hand.area.grab().toImage() == before
