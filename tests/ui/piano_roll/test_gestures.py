from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.ui.piano_roll import Grid, GridKind, Tool

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
LEAD = [(0, 480, 60, 96), (480, 480, 64, 96), (960, 480, 67, 96)]


def test_a_click_of_the_pencil_draws_one_grid_step(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.click(hand.place(1500, 72))
    assert (1440, 120, 72, 96) in hand.notes
    assert hand.document.undo_name == "Draw C5"
    assert len(hand.roll.selection) == 1


def test_a_drag_of_the_pencil_draws_to_the_next_grid_line(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.roll.display.set_grid(Grid(8, GridKind.TRIPLET))
    hand.drag(hand.place(1930, 72), hand.place(2300, 74))
    assert (1920, 480, 74, 96) in hand.notes


def test_drawing_shows_a_draft_and_edits_once(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    revision = hand.document.revision
    hand.press(hand.place(1500, 72))
    hand.drag_to(hand.place(1700, 72), hand.place(1800, 72))
    assert (1440, 480, 72) in hand.shown
    assert hand.document.revision == revision
    hand.release(hand.place(1800, 72))
    assert hand.document.revision == revision + 1


def test_a_drag_moves_a_note_by_grid_steps_and_rows(hand) -> None:
    hand.drag(hand.place(240, 60), hand.place(240 + 250, 62))
    assert hand.notes[0] == (240, 240, 62, 96) or (240, 480, 62, 96) in hand.notes
    assert hand.document.undo_name == "Move 1 note"
    hand.document.undo()
    assert hand.notes == LEAD


def test_a_drag_of_a_selected_note_moves_the_selection(hand) -> None:
    hand.roll.focused.select_all()
    hand.drag(hand.place(720, 64), hand.place(720 + 1920, 64))
    assert hand.notes == [(start + 1920, length, pitch, loud) for start, length, pitch, loud in LEAD]
    assert hand.document.undo_name == "Move 3 notes"


def test_a_move_keeps_an_offset_from_the_grid_and_alt_frees_it(make_hand) -> None:
    hand = make_hand(Song(480, (Track(notes=make_notes([13], [480], [60])),)))
    hand.roll.set_tool(Tool.SELECT)
    hand.drag(hand.place(250, 60), hand.place(250 + 130, 60))
    assert hand.notes[0][0] == 133
    hand.drag(hand.place(400, 60), hand.place(440, 60), keys=ALT)
    assert 165 <= hand.notes[0][0] <= 181
    assert hand.notes[0][0] != 133


def test_ctrl_drag_copies(hand) -> None:
    hand.drag(hand.place(240, 60), hand.place(240, 72), keys=CTRL)
    assert sorted(hand.notes) == sorted([*LEAD, (0, 480, 72, 96)])
    assert hand.document.undo_name == "Copy 1 note"
    assert len(hand.roll.selection) == 1


def test_escape_cancels_a_drag(hand) -> None:
    revision = hand.document.revision
    hand.press(hand.place(240, 60))
    hand.drag_to(hand.place(800, 60), hand.place(1000, 62))
    assert hand.shown != [note[:3] for note in LEAD]
    hand.key(Qt.Key.Key_Escape)
    hand.release(hand.place(1000, 62))
    assert hand.shown == [note[:3] for note in LEAD]
    assert hand.document.revision == revision


def test_the_right_edge_resizes_to_the_grid(hand) -> None:
    edge = hand.place(1440, 67) - QPoint(2, 0)
    hand.drag(edge, edge + QPoint(hand.x(700) - hand.x(480), 0))
    assert hand.notes[2] == (960, 720, 67, 96)
    assert hand.document.undo_name == "Resize 1 note"


def test_the_left_edge_resizes_too(hand) -> None:
    edge = hand.place(960, 67) + QPoint(1, 0)
    hand.drag(edge, edge + QPoint(hand.x(240) - hand.x(0), 0))
    assert hand.notes[2] == (1200, 240, 67, 96)


def test_a_resize_never_ends_before_one_step(hand) -> None:
    edge = hand.place(1440, 67) - QPoint(2, 0)
    hand.drag(edge, edge - QPoint(hand.x(900) - hand.x(0), 0))
    assert hand.notes[2] == (960, 120, 67, 96)


def test_the_marquee_selects_without_editing_and_shift_adds(hand) -> None:
    revision = hand.document.revision
    hand.drag(hand.place(1500, 69), hand.place(1000, 66))
    assert hand.roll.selection == {2}
    hand.drag(hand.place(470, 58), hand.place(100, 61), keys=SHIFT)
    assert hand.roll.selection == {0, 2}
    assert hand.document.revision == revision
    hand.click(hand.place(1700, 50))
    assert hand.roll.selection == frozenset()


def test_a_cancelled_marquee_gives_the_selection_back(hand) -> None:
    hand.click(hand.place(240, 60))
    hand.press(hand.place(1500, 70))
    hand.drag_to(hand.place(900, 62))
    assert 2 in hand.roll.selection
    hand.key(Qt.Key.Key_Escape)
    assert hand.roll.selection == {0}


def test_shift_click_toggles_and_a_plain_click_narrows(hand) -> None:
    hand.click(hand.place(240, 60))
    hand.click(hand.place(720, 64), keys=SHIFT)
    assert hand.roll.selection == {0, 1}
    hand.click(hand.place(720, 64))
    assert hand.roll.selection == {1}


def test_double_click_deletes_a_note_and_draws_on_paper(hand) -> None:
    hand.double_click(hand.place(240, 60))
    assert hand.notes == LEAD[1:]
    assert hand.document.undo_name == "Delete 1 note"
    hand.double_click(hand.place(1930, 60))
    assert (1920, 120, 60, 96) in hand.notes


def test_the_eraser_wipes_what_it_passes_in_one_edit(hand) -> None:
    hand.roll.set_tool(Tool.ERASE)
    hand.press(hand.place(240, 60))
    hand.drag_to(hand.place(720, 64))
    assert len(hand.shown) == 1 and len(hand.notes) == 3
    hand.release(hand.place(720, 64))
    assert hand.notes == LEAD[2:]
    assert hand.document.undo_name == "Erase 2 notes"


def test_the_pencils_right_button_erases(hand) -> None:
    hand.roll.set_tool(Tool.PENCIL)
    hand.drag(hand.place(240, 60), hand.place(250, 60), button=RIGHT)
    assert hand.notes == LEAD[1:]


def test_middle_drag_pans(hand) -> None:
    before = hand.roll._model.view.coordinates
    hand.drag(hand.place(900, 64), hand.place(300, 68), button=MIDDLE)
    after = hand.roll._model.view.coordinates
    assert after.scroll_x > before.scroll_x
    assert after.scroll_y != before.scroll_y
    assert hand.notes == LEAD


def test_wheel_scrolls_zooms_and_goes_sideways(hand) -> None:
    at = QPoint(300, 200)
    before = hand.roll._model.view.coordinates
    hand.wheel(at, -1)
    assert hand.roll._model.view.coordinates.scroll_y > before.scroll_y
    tick = hand.roll._model.view.coordinates.tick_at(300)
    hand.wheel(at, 2, CTRL)
    zoomed = hand.roll._model.view.coordinates
    assert zoomed.beat_px > before.beat_px
    assert abs(zoomed.tick_at(300) - tick) < 1
    hand.wheel(at, -1, SHIFT)
    assert hand.roll._model.view.coordinates.scroll_x > zoomed.scroll_x
    hand.wheel(at, 1, CTRL | SHIFT)
    assert hand.roll._model.view.coordinates.row_px == before.row_px + 2


def test_edges_and_bodies_have_their_cursors(hand) -> None:
    hand.drag_to(hand.place(720, 64), button=Qt.MouseButton.NoButton)
    assert hand.area.cursor().shape() == Qt.CursorShape.SizeAllCursor
    hand.drag_to(hand.place(960, 64) - QPoint(2, 0), button=Qt.MouseButton.NoButton)
    assert hand.area.cursor().shape() == Qt.CursorShape.SizeHorCursor
    hand.drag_to(hand.place(2500, 50), button=Qt.MouseButton.NoButton)
    assert hand.area.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_hovering_says_what_is_there(hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.roll.hover_described) as told:
        hand.drag_to(hand.place(720, 64), button=Qt.MouseButton.NoButton)
    assert told.args == ["E4  bar 1 beat 2  velocity 96"]


def test_a_press_on_a_note_previews_it(hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.roll.note_previewed) as told:
        hand.press(hand.place(720, 64))
    assert told.args == [64, 96]
    hand.release(hand.place(720, 64))


def test_a_song_without_tracks_takes_no_notes(make_hand) -> None:
    hand = make_hand(Song())
    hand.click(QPoint(200, 200))
    hand.roll.focused.select_all()
    hand.roll.focused.delete()
    assert hand.roll.track == -1
    assert hand.document.undo_name is None


def test_ctrl_double_click_on_a_ghost_asks_for_its_track(hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.roll.track_clicked) as told:
        hand.double_click(hand.place(1700, 72), keys=CTRL)
    assert told.args == [1]
    assert hand.notes == LEAD
