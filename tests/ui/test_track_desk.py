from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from genre_studio.music.channel_events import Controller
from genre_studio.music.track_edits import start_value
from genre_studio.playback.messages import Output, OutputKind
from genre_studio.resources import demo_song_path
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.panels.track_row import TrackRow
from genre_studio.ui.track_menu import track_menu

NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def run(window: MainWindow, command: str) -> None:
    window.actions_of[command].trigger()


def names(window: MainWindow) -> list[str]:
    return [track.name for track in window.document.song.tracks]


def test_a_track_is_copied_removed_and_brought_back(window: MainWindow) -> None:
    before = names(window)
    window.links._choose_track(1)
    run(window, "duplicate_track")
    assert names(window) == [*before[:2], f"{before[1]} copy", *before[2:]]
    assert window.roll.track == 2
    run(window, "remove_track")
    assert names(window) == before
    assert window.document.undo_name == f"Remove {before[1]} copy"
    window.document.undo()
    assert names(window)[2] == f"{before[1]} copy"


def test_the_shown_track_moves_and_stays_shown(window: MainWindow) -> None:
    before = names(window)
    window.links._choose_track(0)
    run(window, "track_up")
    assert names(window) == before
    run(window, "track_down")
    assert names(window)[:2] == [before[1], before[0]]
    assert window.roll.track == 1


def test_every_track_can_be_removed(window: MainWindow) -> None:
    for _ in range(len(names(window)) + 1):
        run(window, "remove_track")
    assert names(window) == []
    assert window.roll.track == -1
    while window.document.undo():
        pass
    assert window.document.song.note_count


def chosen(menu: QMenu, *path: str) -> None:
    for title in path[:-1]:
        menu = next(action.menu() for action in menu.actions() if action.text() == title)
    next(action for action in menu.actions() if action.text() == path[-1]).trigger()


OUTPUTS = (Output("port:1", "Studio 1", OutputKind.PORT),)


def test_the_menu_sets_instrument_output_channel_and_colour(window: MainWindow) -> None:
    pitched = next(i for i, track in enumerate(window.document.song.tracks) if not track.is_drums)
    window.links._choose_track(pitched)
    window.tracks.inspector.show_outputs(OUTPUTS)
    track, outputs = window.document.song.tracks[pitched], window.tracks.inspector.outputs
    menu = track_menu(window.track_desk, track, outputs, [], window.theme, window)
    chosen(menu, "Instrument", "Strings", "Cello")
    assert window.document.song.tracks[pitched].program == 42
    assert window.document.undo_name is not None
    assert window.document.undo_name.endswith("to Cello")
    chosen(menu, "Channel", "7")
    assert window.document.song.tracks[pitched].channel == 6
    chosen(menu, "Output", "Studio 1")
    assert window.document.song.tracks[pitched].output_id == "port:1"
    chosen(menu, "Colour", "Green")
    assert window.document.song.tracks[pitched].colour == 2
    menu.deleteLater()


def test_instruments_are_found_by_name_and_group(window: MainWindow) -> None:
    window.show()
    window.links._choose_track(0)
    run(window, "choose_instrument")
    picker = window.track_desk._picker
    QTest.keyClicks(picker.field, "brass mut")
    shown = [picker.list.item(row).text() for row in range(picker.list.count())]
    assert shown == ["Brass", "Muted Trumpet"]
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert window.document.song.tracks[0].program == 59
    assert not picker.isVisible()


def test_drums_have_no_instrument_to_choose(window: MainWindow) -> None:
    window.show()
    drums = next(i for i, track in enumerate(window.document.song.tracks) if track.is_drums)
    window.links._choose_track(drums)
    run(window, "choose_instrument")
    assert not window.track_desk._picker.isVisible()
    assert "Channel 10 plays drums" in window.status.message.text()


def drag(row: TrackRow, by_px: int, *, ends_by_escape: bool = False) -> None:
    start, end = QPoint(60, 20), QPoint(60, 20 + by_px)
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=start)
    for at in (start + QPoint(0, 12), end):
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, row.mapToGlobal(at), NO_BUTTON, Qt.MouseButton.LeftButton, NO_KEY
        )
        QApplication.sendEvent(row, move)
    if ends_by_escape:
        QTest.keyClick(row, Qt.Key.Key_Escape)
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=end)


def test_a_row_is_dragged_to_another_place(window: MainWindow) -> None:
    window.show()
    before = names(window)
    drag(window.tracks.rows[0], 2 * window.tracks.rows[0].height() + 12)
    assert names(window) == [before[1], before[2], before[0], before[3]]
    assert window.document.undo_name == f"Move {before[0]}"
    assert window.roll.track == 2
    drag(window.tracks.rows[2], -2 * window.tracks.rows[0].height() - 12)
    assert names(window) == before
    drag(window.tracks.rows[0], 100, ends_by_escape=True)
    assert names(window) == before
    drag(window.tracks.rows[0], 14)
    assert names(window) == before


def test_arrows_mute_and_rename_by_keyboard(window: MainWindow) -> None:
    window.show()
    QApplication.processEvents()  # the window becomes the active one
    window.tracks.focus_row()
    assert window.tracks.rows[0].hasFocus()
    QTest.keyClick(window.tracks.rows[0], Qt.Key.Key_Down)
    assert window.roll.track == 1
    assert window.tracks.rows[1].hasFocus()
    QTest.keyClick(window.tracks.rows[1], Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert window.document.song.tracks[1].muted
    assert "muted" in window.tracks.rows[1].accessibleDescription()
    QTest.keyClick(window.tracks.rows[1], Qt.Key.Key_F2)
    field = window.tracks.rows[1].name
    assert field.hasFocus()
    QTest.keyClicks(field, "Chords")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert names(window)[1] == "Chords"
    assert window.document.done_names[-1] == "Rename track to Chords"


def test_escape_forgets_a_new_name(window: MainWindow) -> None:
    window.show()
    before = names(window)
    QTest.mouseDClick(window.tracks.rows[0], Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    QTest.keyClicks(window.tracks.rows[0].name, "Nonsense")
    QTest.keyClick(window.tracks.rows[0].name, Qt.Key.Key_Escape)
    assert names(window) == before
    assert window.document.undo_name is None


def test_volume_and_pan_are_one_step_a_gesture(window: MainWindow) -> None:
    window.show()
    window.links._choose_track(0)
    before, volume = window.document.done_names, window.tracks.inspector.volume
    for _ in range(3):
        QTest.keyClick(volume, Qt.Key.Key_Left)
    track = window.document.song.tracks[0]
    assert start_value(track, Controller.VOLUME) == volume.value()
    assert window.document.done_names == (*before, f"Volume of {track.name}")
    pan = window.tracks.inspector.pan
    pan.setSliderDown(True)
    for value in (70, 90, 110):
        pan.setSliderPosition(value)
    assert start_value(window.document.song.tracks[0], Controller.PAN) != 110
    pan.setSliderDown(False)
    assert start_value(window.document.song.tracks[0], Controller.PAN) == 110
    assert "46 to the right" in pan.toolTip()
    run(window, "undo")
    assert pan.value() != 110


def test_the_inspector_follows_the_shown_track(window: MainWindow) -> None:
    window.show()
    inspector = window.tracks.inspector
    inspector.show_outputs(OUTPUTS)
    drums = next(i for i, track in enumerate(window.document.song.tracks) if track.is_drums)
    window.links._choose_track(drums)
    assert not inspector.instrument.isEnabled()
    assert inspector.channel.currentText() == "10 (drums)"
    window.track_desk.set_output("port:Gone")
    assert inspector.output.currentText() == "Gone (not there)"
    QTest.mouseClick(inspector.hues.buttons[5], Qt.MouseButton.LeftButton)
    assert window.document.song.tracks[drums].colour == 5
    assert window.document.undo_name == f"Colour {names(window)[drums]}"
    while names(window):
        run(window, "remove_track")
    assert not inspector.isEnabled()


def test_files_dropped_on_the_list_are_added(window: MainWindow, tmp_path: Path) -> None:
    window.show()
    before = len(names(window))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(demo_song_path()))])
    at = window.tracks.mapTo(window, QPoint(20, 200)).toPointF()
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_KEY)
    QApplication.sendEvent(window, QDragEnterEvent(at.toPoint(), *args))
    QApplication.sendEvent(window, QDropEvent(at, *args))
    assert len(names(window)) == 2 * before
    assert window.document.undo_name is not None
    assert window.document.undo_name.startswith("Add 4 tracks")
