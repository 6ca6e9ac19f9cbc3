from genre_studio.ui.main_window import MainWindow
from genre_studio.ui.piano_roll import ColourBy, Fold, Grid, GridKind, Labels
from genre_studio.ui.piano_roll.snapping import GRID_ADAPTIVE, GRID_OFF


def run(window: MainWindow, command: str) -> bool:
    """Trigger it; returns whether its menu entry has a tick now."""
    window.actions_of[command].trigger()
    return window.actions_of[command].isChecked()


def test_each_fold_is_switched_on_and_off_and_replaces_the_other(window: MainWindow) -> None:
    assert run(window, "fold_used")
    used = set(window.document.song.tracks[0].notes["pitch"].tolist())
    assert set(window.roll._model.view.coordinates.rows.pitches.tolist()) == used
    assert run(window, "fold_scale")
    assert not window.actions_of["fold_used"].isChecked()
    assert not run(window, "fold_scale")
    assert window.roll.display.look.fold is Fold.NONE
    assert len(window.roll._model.view.coordinates.rows) == 128


def test_a_folded_roll_follows_the_track_and_the_song(window: MainWindow) -> None:
    run(window, "fold_used")
    window.roll.set_track(1)
    used = set(window.document.song.tracks[1].notes["pitch"].tolist())
    assert set(window.roll._model.view.coordinates.rows.pitches.tolist()) == used
    run(window, "select_all")
    window.actions_of["octave_up"].trigger()
    after = set(window.document.song.tracks[1].notes["pitch"].tolist())
    assert set(window.roll._model.view.coordinates.rows.pitches.tolist()) == after


def test_looks_are_switched(window: MainWindow) -> None:
    assert not run(window, "toggle_ghosts") and not window.roll.display.look.shows_ghosts
    assert not run(window, "toggle_scale") and window.roll._model.view.highlighted_scale is None
    assert not run(window, "toggle_names") and window.roll.display.look.labels is Labels.NONE
    assert run(window, "colour_by_pitch") and window.roll.display.look.colours_by is ColourBy.PITCH
    assert run(window, "colour_by_pitch")  # again changes nothing
    assert not window.actions_of["colour_by_track"].isChecked()


def test_the_grid_by_keys_shows_in_the_chooser(window: MainWindow) -> None:
    run(window, "grid_finer")
    assert window.roll.display.grid == Grid(32)
    run(window, "grid_wider")
    run(window, "grid_wider")
    assert run(window, "grid_triplet")
    assert window.transport.grid.currentText() == "1/8T"
    run(window, "grid_dotted")
    assert window.roll.display.grid == Grid(8, GridKind.DOTTED)
    run(window, "grid_dotted")
    assert not run(window, "toggle_snap")
    assert window.transport.grid.currentText() == "Off"
    assert run(window, "toggle_snap")
    assert run(window, "grid_adaptive")
    assert window.roll.display.grid == GRID_ADAPTIVE
    assert window.transport.grid.currentText() == "Adaptive"


def test_an_adaptive_grid_follows_the_zoom_and_off_snaps_nothing(window: MainWindow) -> None:
    window.roll.display.set_grid(GRID_ADAPTIVE)
    wide = window.roll._model.view.snapping.step
    for _ in range(6):
        window.roll.looking.zoom_in()
    assert window.roll._model.view.snapping.step < wide
    window.roll.display.set_grid(GRID_OFF)
    snapping = window.roll._model.view.snapping
    assert [snapping.floor(7.6), snapping.nearest(7.2), snapping.moved(13, 5)] == [7, 7, 5]
