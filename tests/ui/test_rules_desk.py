from genre_studio.music.scales import Scale
from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.piano_roll import ColourBy, Fold
from genre_studio.ui.piano_roll.hand_rules import STAMPS
from genre_studio.ui.song_edits import with_key


def test_the_bar_over_the_roll_chooses(window: MainWindow) -> None:
    bar = window.roll_bar
    bar.fold.setCurrentIndex(1)
    bar.fold.activated.emit(1)
    bar.colours.setCurrentIndex(2)
    bar.colours.activated.emit(2)
    assert (window.roll.display.look.fold, window.roll.display.look.colours_by) == (Fold.USED, ColourBy.PITCH)
    assert window.actions_of["fold_used"].isChecked()
    bar.stamp.setCurrentIndex(1)
    bar.stamp.activated.emit(1)
    assert window.roll.display.rules.stamp == STAMPS[0]


def test_commands_show_in_the_bar(window: MainWindow) -> None:
    window.actions_of["next_chord"].trigger()
    assert window.roll_bar.stamp.currentText() == STAMPS[0].title
    window.actions_of["previous_chord"].trigger()
    window.actions_of["previous_chord"].trigger()
    assert window.roll_bar.stamp.currentText() == STAMPS[-1].title
    window.actions_of["single_notes"].trigger()
    assert window.roll_bar.stamp.currentText() == "Notes"
    window.actions_of["toggle_scale_lock"].trigger()
    assert window.roll.display.rules.keeps_scale and window.actions_of["toggle_scale_lock"].isChecked()


def test_drums_know_no_chords(window: MainWindow) -> None:
    drums = next(i for i, track in enumerate(window.document.song.tracks) if track.is_drums)
    window.roll.set_track(drums)
    assert not window.roll_bar.stamp.isEnabled()
    window.roll.set_track(0)
    assert window.roll_bar.stamp.isEnabled()


def test_another_scale_on_the_keys_root_is_highlighted_and_used(window: MainWindow) -> None:
    root = window.key().root
    place = window.roll_bar.scale.findText("dorian")
    window.roll_bar.scale.setCurrentIndex(place)
    window.roll_bar.scale.activated.emit(place)
    assert window.roll.display.scale == Scale(root, "dorian")
    window.document.apply("Set the key", with_key(window.document.song, Scale((root + 2) % 12, "major")))
    assert window.roll.display.scale == Scale((root + 2) % 12, "dorian")
    window.actions_of["select_all"].trigger()
    window.actions_of["snap_to_scale"].trigger()
    notes = window.document.song.tracks[0].notes
    assert all(int(pitch) in Scale((root + 2) % 12, "dorian") for pitch in notes["pitch"])
    window.roll_bar.scale.activated.emit(0)
