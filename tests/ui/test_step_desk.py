from genre_studio.playback.live_messages import InputHeard
from genre_studio.ui.main_window import MainWindow


def test_a_midi_keyboard_writes_a_chord_while_step_input_is_on(window: MainWindow) -> None:
    before = len(window.document.song.tracks[0].notes)
    heard = InputHeard((b"\x90\x3c\x50", b"\x90\x40\x51", b"\x80\x3c\x00", b"\xb0\x01\x10", b"\x90\x40\x00"))
    window.playing.live_said.emit(heard)
    assert len(window.document.song.tracks[0].notes) == before
    window.playing.locate(100 * 1920)
    window.actions_of["step_input"].trigger()
    assert window.actions_of["step_input"].isChecked()
    window.playing.live_said.emit(heard)
    notes = window.document.song.tracks[0].notes
    assert notes["pitch"][-2:].tolist() == [60, 64]
    assert notes["velocity"][-2:].tolist() == [0x50, 0x51]
    assert window.document.undo_name == "Step in 2 notes"
    window.actions_of["step_input"].trigger()
    assert not window.actions_of["step_input"].isChecked()
    assert window.roll.steps.cursor is None


def test_without_a_track_there_is_nothing_to_step_into(window: MainWindow) -> None:
    window.files.new_song()
    while window.document.song.tracks:
        window.actions_of["remove_track"].trigger()
    window.actions_of["step_input"].trigger()
    assert window.roll.steps.cursor is None
    assert not window.actions_of["step_input"].isChecked()
