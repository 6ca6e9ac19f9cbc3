from PySide6.QtCore import Qt

from genre_studio.ui.piano_roll import Tool

ALT = Qt.KeyboardModifier.AltModifier
LEAD = [(0, 480, 60, 96), (480, 480, 64, 96), (960, 480, 67, 96)]


def test_the_knife_cuts_on_the_grid_and_undo_joins_again(hand) -> None:
    hand.roll.set_tool(Tool.KNIFE)
    hand.click(hand.place(250, 60))
    assert hand.notes[:2] == [(0, 240, 60, 96), (240, 240, 60, 96)]
    assert hand.document.undo_name == "Split 1 note"
    hand.document.undo()
    assert hand.notes == LEAD


def test_alt_frees_the_knife_and_paper_is_not_cut(hand) -> None:
    hand.roll.set_tool(Tool.KNIFE)
    hand.click(hand.place(1500, 72))
    assert hand.notes == LEAD
    at = hand.place(275, 60)
    hand.click(at, keys=ALT)
    assert hand.notes[1][0] == round(hand.roll._model.view.coordinates.tick_at(at.x()))


def test_the_lock_tool_locks_a_note_or_the_selection(hand) -> None:
    hand.roll.set_tool(Tool.LOCK)

    def locked() -> list[bool]:
        return hand.document.song.tracks[0].notes["locked"].tolist()

    hand.click(hand.place(240, 60))
    assert locked() == [True, False, False]
    hand.roll.focused.select_all()
    hand.click(hand.place(720, 64))
    assert locked() == [True, True, True]
    assert hand.document.undo_name == "Lock 3 notes"
    hand.document.undo()
    assert locked() == [True, False, False]


def test_legato_join_and_invert(hand) -> None:
    commands = hand.roll.commands
    hand.click(hand.place(240, 60))
    commands.invert()
    assert hand.roll.selection == {1, 2}
    commands.join()
    assert hand.notes == LEAD
    hand.roll.set_tool(Tool.KNIFE)
    hand.click(hand.place(240, 60))
    hand.roll.focused.select_all()
    commands.join()
    assert hand.notes == LEAD
    assert hand.document.undo_name.startswith("Join")
    commands.legato()
    assert hand.notes == LEAD
